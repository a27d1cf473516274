INSERT INTO block (
    handle, id, staff, kind, from_at, until_at, reason, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'staff',
    value ->> 'kind',
    unixepoch(value ->> '$.span.from'),
    unixepoch(value ->> '$.span.until'),
    value ->> 'reason',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    staff = excluded.staff,
    kind = excluded.kind,
    from_at = excluded.from_at,
    until_at = excluded.until_at,
    reason = excluded.reason,
    revision = excluded.revision
