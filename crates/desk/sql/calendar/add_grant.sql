INSERT INTO calendar_grant (grant_name, link, file) VALUES ($1, $2, $3)
