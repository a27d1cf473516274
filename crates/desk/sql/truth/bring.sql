SELECT zamu.bring($1)
