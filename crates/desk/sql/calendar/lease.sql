-- Ours already, or nobody has it any more.
UPDATE calendar_grant SET leased_by = $2, leased_until = $4
WHERE grant_name = $1 AND (leased_by = $2 OR leased_until <= $3)
