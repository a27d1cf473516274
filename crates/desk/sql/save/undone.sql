UPDATE history SET undone_by = $2 WHERE command = $1
