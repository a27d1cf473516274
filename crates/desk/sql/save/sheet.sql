INSERT INTO sheet (
    handle, id, date, finalized_at, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'date',
    unixepoch(value ->> 'finalized_at'),
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    date = excluded.date,
    finalized_at = excluded.finalized_at,
    revision = excluded.revision
