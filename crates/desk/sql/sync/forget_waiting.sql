DELETE FROM outbox WHERE command = $1
