INSERT INTO service (
    handle, id, name, minutes, turnover, skills, seats, room_kinds, price, retired, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'name',
    value ->> 'minutes',
    value ->> 'turnover',
    value -> 'skills',
    value ->> 'seats',
    value -> 'room_kinds',
    value ->> 'price',
    value ->> 'retired',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    name = excluded.name,
    minutes = excluded.minutes,
    turnover = excluded.turnover,
    skills = excluded.skills,
    seats = excluded.seats,
    room_kinds = excluded.room_kinds,
    price = excluded.price,
    retired = excluded.retired,
    revision = excluded.revision
