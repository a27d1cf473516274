INSERT INTO attention (
    handle, id, kind, date, appointment, seat, message, opened_at, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'kind',
    value ->> 'date',
    value ->> 'appointment',
    value ->> 'seat',
    value ->> 'message',
    unixepoch(value ->> 'opened_at'),
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    kind = excluded.kind,
    date = excluded.date,
    appointment = excluded.appointment,
    seat = excluded.seat,
    message = excluded.message,
    opened_at = excluded.opened_at,
    revision = excluded.revision
