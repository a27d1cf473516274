UPDATE history SET undone_by = NULL WHERE undone_by = $1
