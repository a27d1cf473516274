DELETE FROM calendar_event WHERE grant_name = $1 AND calendar = $2
