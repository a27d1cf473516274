UPDATE outcome SET outcome = $2 WHERE command = $1
