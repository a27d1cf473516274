SELECT calendar, mark, from_at, until_at, why FROM calendar_mark WHERE grant_name = $1 ORDER BY calendar
