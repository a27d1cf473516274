DELETE FROM room_block WHERE handle IN (SELECT value FROM json_each($1))
