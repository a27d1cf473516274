UPDATE calendar_grant SET next_at = $2, tries = $3, why = $4 WHERE grant_name = $1
