SELECT revision, command, extract(epoch FROM done_at)::bigint AS done_at, person, desk, line, changes, text
FROM (
    SELECT *
    FROM zamu.history
    WHERE book = zamu.my_book()
    ORDER BY revision DESC
    LIMIT $2
) AS latest
WHERE done_at >= to_timestamp($1) AND changes ? 'attention'
ORDER BY revision
