SELECT changes, text FROM history WHERE command = $1
