DELETE FROM service WHERE handle IN (SELECT value FROM json_each($1))
