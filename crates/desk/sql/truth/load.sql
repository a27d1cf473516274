SELECT zamu.load($1)
