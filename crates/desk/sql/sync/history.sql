INSERT INTO history (revision, command, done_at, person, desk, line, changes, text, can_be_undone, undoes, undone_by, shared_revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11)
