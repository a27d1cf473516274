DELETE FROM calendar_event
WHERE grant_name = $1 AND calendar = $2 AND event IN (SELECT value FROM json_each($3))
