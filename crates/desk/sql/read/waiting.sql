-- Open attention items whose row is not over, and messages that wait for a person. $1 now, $2 today.
SELECT
    (
        SELECT count(*)
        FROM attention
        LEFT JOIN appointment AS row ON row.handle = attention.appointment
        WHERE attention.date >= $2 AND (row.handle IS NULL OR row.start_at + 60 * row.minutes >= $1)
    ),
    (SELECT count(*) FROM message WHERE date >= $2 AND state IN ('held', 'ready'))
