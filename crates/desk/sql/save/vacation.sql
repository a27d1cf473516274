INSERT INTO vacation (
    handle, id, staff, first, last, reason, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'staff',
    value ->> 'first',
    value ->> 'last',
    value ->> 'reason',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    staff = excluded.staff,
    first = excluded.first,
    last = excluded.last,
    reason = excluded.reason,
    revision = excluded.revision
