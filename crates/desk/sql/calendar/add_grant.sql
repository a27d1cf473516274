INSERT INTO calendar_grant (grant_name, link) VALUES ($1, $2)
