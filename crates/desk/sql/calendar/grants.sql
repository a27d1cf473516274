SELECT grant_name, link, next_at, tries, why, synced_at FROM calendar_grant WHERE file = $1 ORDER BY link, grant_name
