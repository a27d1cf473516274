INSERT INTO calendar_mark (grant_name, calendar, mark, from_at, until_at, why)
VALUES ($1, $2, $3, $4, $5, NULL)
ON CONFLICT (grant_name, calendar) DO UPDATE SET
    mark = excluded.mark,
    from_at = excluded.from_at,
    until_at = excluded.until_at,
    why = NULL
