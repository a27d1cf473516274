UPDATE calendar_grant SET leased_by = '', leased_until = 0 WHERE grant_name = $1 AND leased_by = $2
