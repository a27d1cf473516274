SELECT zamu.commit($1, $2)
