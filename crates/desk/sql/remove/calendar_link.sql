DELETE FROM calendar_link WHERE handle IN (SELECT value FROM json_each($1))
