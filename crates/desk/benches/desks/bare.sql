-- What a note on a row costs at least: the gate, the row, its history and its outcome.
CREATE TABLE bare_gate (id integer PRIMARY KEY, revision bigint NOT NULL);
INSERT INTO bare_gate VALUES (1, 0);
CREATE TABLE bare_row (id integer PRIMARY KEY, body jsonb NOT NULL, revision bigint NOT NULL);
INSERT INTO bare_row SELECT n, jsonb_build_object('id', n, 'note', repeat('x', 200)), 0 FROM generate_series(1, 8) n;
CREATE TABLE bare_taken (id integer PRIMARY KEY, during tstzrange NOT NULL);
INSERT INTO bare_taken SELECT n, tstzrange(now(), now() + interval '1 hour') FROM generate_series(1, 8) n;
CREATE TABLE bare_history (revision bigint PRIMARY KEY, changes jsonb NOT NULL);
CREATE TABLE bare_outcome (command uuid PRIMARY KEY, outcome jsonb NOT NULL);
