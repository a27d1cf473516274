DELETE FROM history WHERE command = $1
