-- $3: [[event, from, until, changed_at], ..]
INSERT INTO calendar_event (grant_name, calendar, event, from_at, until_at, changed_at)
SELECT $1, $2, value ->> 0, value ->> 1, value ->> 2, value ->> 3
FROM json_each($3)
WHERE true
ON CONFLICT (grant_name, calendar, event) DO UPDATE SET
    from_at = excluded.from_at,
    until_at = excluded.until_at,
    changed_at = excluded.changed_at
WHERE excluded.changed_at >= calendar_event.changed_at
