INSERT INTO room (
    handle, id, name, kind, retired, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'name',
    value ->> 'kind',
    value ->> 'retired',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    name = excluded.name,
    kind = excluded.kind,
    retired = excluded.retired,
    revision = excluded.revision
