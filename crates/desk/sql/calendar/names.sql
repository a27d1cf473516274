SELECT row, calendar, event, generation, version, changed_at, said, until_at, tries, next_at, why, stuck
FROM calendar_name
WHERE grant_name = $1
ORDER BY row, calendar
