SELECT revision, command, done_at, person, desk, line, changes, text
FROM history
WHERE revision > $1
ORDER BY revision
