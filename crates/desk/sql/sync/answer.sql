UPDATE outbox SET outcome = $3 WHERE number = $1 AND promised = $2
