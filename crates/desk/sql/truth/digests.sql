-- One line per day asked for ($1 dates, $2 first instants, $3 first instants of the day after), all as of one revision.
WITH asked AS (SELECT * FROM unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) AS day (date, begins, ends)),
held AS (
    SELECT asked.date, 'appointment' AS kind, a.handle, a.body
    FROM asked JOIN zamu.appointment a
        ON a.book = zamu.my_book() AND a.removed_at_revision IS NULL AND lower(a.during) >= asked.begins AND lower(a.during) < asked.ends
    UNION ALL
    SELECT asked.date, r.kind, r.handle, r.body
    FROM asked JOIN zamu.record r
        ON r.book = zamu.my_book() AND r.kind IN ('attention', 'message', 'sheet') AND r.date = asked.date AND r.removed_at_revision IS NULL
)
SELECT
    (SELECT revision FROM zamu.book WHERE id = zamu.my_book()) AS revision,
    asked.date,
    count(held.handle) AS records,
    encode(sha256(convert_to(
        coalesce(string_agg(held.body::text, E'\n' ORDER BY held.kind COLLATE "C", held.handle COLLATE "C"), ''), 'UTF8')), 'hex') AS hash
FROM asked LEFT JOIN held ON held.date = asked.date
GROUP BY asked.date
