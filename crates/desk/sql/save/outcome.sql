INSERT INTO outcome (command, answered_at, outcome)
VALUES ($1, $2, $3)
