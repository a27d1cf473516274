DELETE FROM touched WHERE revision IN (SELECT revision FROM history WHERE command = $1);
UPDATE history SET undone_by = NULL
WHERE undone_by = $1 AND command = (SELECT undoes FROM history WHERE command = $1);
DELETE FROM history WHERE command = $1;
DELETE FROM outbox WHERE command = $1;
UPDATE outcome SET outcome = $2 WHERE command = $1
