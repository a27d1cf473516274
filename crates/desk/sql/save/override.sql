INSERT INTO override (
    handle, id, staff, date, repeat, open_from, open_until, label, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'staff',
    value ->> 'date',
    value ->> 'repeat',
    value ->> '$.hours[0]',
    value ->> '$.hours[1]',
    value ->> 'label',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    staff = excluded.staff,
    date = excluded.date,
    repeat = excluded.repeat,
    open_from = excluded.open_from,
    open_until = excluded.open_until,
    label = excluded.label,
    revision = excluded.revision
