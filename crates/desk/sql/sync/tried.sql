UPDATE outbox SET tries = tries + 1 WHERE number = $1
