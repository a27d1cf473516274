INSERT INTO staff (
    handle, id, name, gender, skills, hours, first, last, left_on, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'name',
    value ->> 'gender',
    value -> 'skills',
    value -> 'hours',
    value ->> '$.temporary.first',
    value ->> '$.temporary.last',
    value ->> 'left_on',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    name = excluded.name,
    gender = excluded.gender,
    skills = excluded.skills,
    hours = excluded.hours,
    first = excluded.first,
    last = excluded.last,
    left_on = excluded.left_on,
    revision = excluded.revision
