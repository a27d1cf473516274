SELECT start_at, until_at FROM appointment WHERE handle IN (SELECT value FROM json_each($1))
