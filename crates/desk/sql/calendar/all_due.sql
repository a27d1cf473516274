UPDATE calendar_grant SET next_at = 0 WHERE link = $1
