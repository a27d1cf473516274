INSERT INTO history (revision, command, done_at, person, desk, line, changes, text, can_be_undone, undoes, undone_by, shared_revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11);
INSERT INTO touched (kind, handle, revision)
SELECT value ->> 'kind', value ->> 'id', $1
FROM json_each($12);
UPDATE history SET undone_by = $2 WHERE command = $10
