INSERT INTO message (
    handle, id, customer, date, kind, state, appointments, text, written_at, taken_back, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'customer',
    value ->> 'date',
    value ->> 'kind',
    value ->> 'state',
    value -> 'appointments',
    value ->> 'text',
    unixepoch(value ->> 'at'),
    value ->> 'taken_back',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    customer = excluded.customer,
    date = excluded.date,
    kind = excluded.kind,
    state = excluded.state,
    appointments = excluded.appointments,
    text = excluded.text,
    written_at = excluded.written_at,
    taken_back = excluded.taken_back,
    revision = excluded.revision
