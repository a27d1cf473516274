-- What each kind is picked by; `$1` is a scope as JSON. It has the stretches of the loaded days; no span is longer than a day, so an index
-- range finds the rows that reach into one.
WITH wanted_row AS MATERIALIZED (
    SELECT DISTINCT row.handle, row.customer
    FROM json_each($1, '$.spans') AS day
    CROSS JOIN appointment AS row
    WHERE row.start_at < day.value ->> 1
        AND row.start_at > (day.value ->> 0) - 86400
        AND row.until_at > day.value ->> 0
),
wanted_message AS MATERIALIZED (
    SELECT handle, customer
    FROM message
    WHERE date >= $1 ->> 'from'
        OR date IN (SELECT value FROM json_each($1, '$.dates'))
)
