INSERT INTO customer (
    handle, id, name, phone, gender, note, folded, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'name',
    value ->> 'phone',
    value ->> 'gender',
    value ->> 'note',
    value ->> 'folded',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    name = excluded.name,
    phone = excluded.phone,
    gender = excluded.gender,
    note = excluded.note,
    folded = excluded.folded,
    revision = excluded.revision
