DELETE FROM shared;
DELETE FROM outbox;
