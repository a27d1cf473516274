-- What is known stays; it says so.
INSERT INTO calendar_mark (grant_name, calendar, mark, from_at, until_at, why)
VALUES ($1, $2, NULL, 0, 0, $3)
ON CONFLICT (grant_name, calendar) DO UPDATE SET
    why = excluded.why
