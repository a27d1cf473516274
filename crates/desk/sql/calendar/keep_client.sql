INSERT INTO calendar_client (provider, client)
VALUES ($1, $2)
ON CONFLICT (provider) DO UPDATE SET
    client = excluded.client
