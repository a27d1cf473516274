DELETE FROM seat WHERE appointment IN (SELECT value ->> 'id' FROM json_each($1))
