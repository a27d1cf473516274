UPDATE calendar_grant SET synced_at = $2 WHERE grant_name = $1
