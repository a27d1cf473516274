\set row random(1, 8)
BEGIN;
SELECT id, body FROM bare_row;
SELECT revision FROM bare_gate WHERE id = 1 FOR UPDATE;
UPDATE bare_row SET body = jsonb_set(body, '{note}', to_jsonb(repeat('y', 200))), revision = revision + 1 WHERE id = :row;
DELETE FROM bare_taken WHERE id = :row;
INSERT INTO bare_taken VALUES (:row, tstzrange(now(), now() + interval '1 hour'));
UPDATE bare_gate SET revision = revision + 1 WHERE id = 1;
INSERT INTO bare_history SELECT revision, jsonb_build_object('before', repeat('x', 400), 'after', repeat('y', 400)) FROM bare_gate WHERE id = 1;
INSERT INTO bare_outcome VALUES (gen_random_uuid(), jsonb_build_object('outcome', 'done', 'text', repeat('z', 200)));
END;
