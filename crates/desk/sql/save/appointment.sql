INSERT INTO appointment (
    handle, id, service, customer, start_at, minutes, turnover, until_at, status, arrived, note, room, room_fixed, forced, occupies, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'service',
    value ->> 'customer',
    unixepoch(value ->> 'start'),
    value ->> 'minutes',
    value ->> 'turnover',
    unixepoch(value ->> 'start') + 60 * ((value ->> 'minutes') + (value ->> 'turnover')),
    value ->> 'status',
    value ->> 'arrived',
    value ->> 'note',
    value ->> 'room',
    value ->> 'room_fixed',
    value ->> 'forced',
    (value ->> 'status') = 'booked',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    service = excluded.service,
    customer = excluded.customer,
    start_at = excluded.start_at,
    minutes = excluded.minutes,
    turnover = excluded.turnover,
    until_at = excluded.until_at,
    status = excluded.status,
    arrived = excluded.arrived,
    note = excluded.note,
    room = excluded.room,
    room_fixed = excluded.room_fixed,
    forced = excluded.forced,
    occupies = excluded.occupies,
    revision = excluded.revision;
DELETE FROM seat WHERE appointment IN (SELECT value ->> 'id' FROM json_each($1));
INSERT INTO seat (
    appointment, seat, staff, assignment, gender, wish_waived, asked_for, hand_placed, picked, from_at, until_at, occupies)
SELECT
    row.value ->> 'id',
    seat.key,
    seat.value ->> 'staff',
    seat.value ->> 'assignment',
    seat.value ->> 'gender',
    seat.value ->> 'wish_waived',
    seat.value ->> 'asked_for',
    seat.value ->> 'hand_placed',
    nullif(seat.value -> 'picked', 'null'),
    unixepoch(row.value ->> 'start'),
    unixepoch(row.value ->> 'start') + 60 * ((row.value ->> 'minutes') + (row.value ->> 'turnover')),
    (row.value ->> 'status') = 'booked'
FROM json_each($1) AS row, json_each(row.value, '$.seats') AS seat
