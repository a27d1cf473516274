INSERT INTO calendar_name (grant_name, row, calendar, event, generation, version, changed_at, said, until_at, tries, next_at, why, stuck)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (grant_name, row, calendar) DO UPDATE SET
    event = excluded.event,
    generation = excluded.generation,
    version = excluded.version,
    changed_at = excluded.changed_at,
    said = excluded.said,
    until_at = excluded.until_at,
    tries = excluded.tries,
    next_at = excluded.next_at,
    why = excluded.why,
    stuck = excluded.stuck
