UPDATE outbox SET promised = 1 WHERE command = $1 AND outcome IS NULL
