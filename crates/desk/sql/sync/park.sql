INSERT INTO parked (command, issued, text, why, parked_at, needs)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (command) DO NOTHING
