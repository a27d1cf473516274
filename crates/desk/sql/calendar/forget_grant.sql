DELETE FROM calendar_grant WHERE grant_name = $1
