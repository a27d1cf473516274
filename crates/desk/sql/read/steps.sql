SELECT command, text, can_be_undone, undoes, undone_by
FROM history
WHERE desk = $1
ORDER BY revision DESC
LIMIT $2
