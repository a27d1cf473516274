INSERT INTO busy (
    handle, id, staff, from_at, until_at, link, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'staff',
    unixepoch(value ->> '$.span.from'),
    unixepoch(value ->> '$.span.until'),
    value ->> 'link',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    staff = excluded.staff,
    from_at = excluded.from_at,
    until_at = excluded.until_at,
    link = excluded.link,
    revision = excluded.revision
