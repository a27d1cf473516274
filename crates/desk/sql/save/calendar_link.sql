INSERT INTO calendar_link (
    handle, id, staff, provider, account, held_by, grant_name, calendars, may_write, push, connected_at, synced_at, trouble, revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'staff',
    value ->> 'provider',
    value ->> 'account',
    value ->> 'held_by',
    value ->> 'grant',
    value -> 'calendars',
    value ->> 'may_write',
    value ->> 'push',
    value ->> 'connected_at',
    value ->> 'synced_at',
    nullif(value -> 'trouble', 'null'),
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    staff = excluded.staff,
    provider = excluded.provider,
    account = excluded.account,
    held_by = excluded.held_by,
    grant_name = excluded.grant_name,
    calendars = excluded.calendars,
    may_write = excluded.may_write,
    push = excluded.push,
    connected_at = excluded.connected_at,
    synced_at = excluded.synced_at,
    trouble = excluded.trouble,
    revision = excluded.revision
