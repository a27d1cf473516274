BEGIN;
SELECT zamu.take_turn();
SELECT revision, command, extract(epoch FROM done_at)::bigint AS done_at, person, desk, line, changes, text
FROM zamu.history
WHERE book = zamu.my_book() AND revision > $1
ORDER BY revision
