SELECT handle, body FROM zamu.page($1, $2, $3)
