DELETE FROM calendar_mark WHERE grant_name = $1 AND calendar = $2
