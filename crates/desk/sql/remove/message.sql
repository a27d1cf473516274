DELETE FROM message WHERE handle IN (SELECT value FROM json_each($1))
