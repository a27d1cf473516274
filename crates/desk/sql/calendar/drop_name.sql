DELETE FROM calendar_name WHERE grant_name = $1 AND row = $2 AND calendar = $3
