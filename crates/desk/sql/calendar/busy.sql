-- $2: the calendars that are on.
SELECT from_at, until_at FROM calendar_event
WHERE grant_name = $1 AND calendar IN (SELECT value FROM json_each($2)) AND until_at > $3 AND from_at < $4
