SELECT history.revision, command, done_at, person, desk, line, changes, text
FROM touched
JOIN history ON history.revision = touched.revision
WHERE touched.kind = $1 AND touched.handle = $2
ORDER BY history.revision DESC
