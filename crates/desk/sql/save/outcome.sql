UPDATE site SET revision = $4 WHERE revision <> $4;
INSERT INTO outcome (command, answered_at, outcome)
VALUES ($1, $2, $3)
