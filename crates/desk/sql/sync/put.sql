INSERT INTO outbox (command, issued, dates, promised, tries, outcome)
SELECT $1, $2, $3, 0, 0, NULL
FROM shared
