SELECT revision, command, extract(epoch FROM done_at)::bigint AS done_at, person, desk, line, changes, text
FROM zamu.history
WHERE book = zamu.my_book() AND changes -> $1 ? $2
ORDER BY revision DESC
