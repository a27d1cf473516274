-- The shared book: one schema, any number of books (one per site), each with its desks.
-- A record is kept as the core writes it (`body`); what guards, scopes or finds is a column beside it. Truth deletes nothing:
-- removed_at_revision is the tombstone. Desks read through row policies and write only through the functions of 0002.
-- Instants are timestamptz, stretches of time half-open tstzrange.

CREATE SCHEMA zamu;

-- The cast from text depends on a session's date style, so a generated column may not use it.
CREATE FUNCTION zamu.civil_date(text text) RETURNS date LANGUAGE sql IMMUTABLE
RETURN make_date(split_part(text, '-', 1)::integer, split_part(text, '-', 2)::integer, split_part(text, '-', 3)::integer);

-- The gate: whoever commits locks this one row, compares the revision and counts it up. Commands of one book are serial, other books are free.
CREATE TABLE zamu.book (
    id uuid NOT NULL PRIMARY KEY,
    -- The site's handle; null until somebody brings a book.
    site text,
    revision bigint NOT NULL DEFAULT 0 CHECK (revision >= 0),
    -- A desk of an older build may read, not write.
    min_build integer NOT NULL DEFAULT 1 CHECK (min_build >= 1),
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Who sits where: a role of the database is one desk of one book.
CREATE TABLE zamu.desk (
    role name NOT NULL PRIMARY KEY,
    book uuid NOT NULL REFERENCES zamu.book (id),
    name text NOT NULL CHECK (name <> ''),
    UNIQUE (book, name)
);

-- Every record but the rows of the sheets.
CREATE TABLE zamu.record (
    book uuid NOT NULL REFERENCES zamu.book (id),
    kind text NOT NULL CHECK (kind IN (
        'site', 'service', 'room', 'staff', 'customer', 'override', 'vacation', 'block', 'room_block', 'busy', 'sheet', 'message', 'attention')),
    handle text NOT NULL CHECK (handle <> ''),
    id uuid NOT NULL,
    -- The sheet it belongs to: sheets, messages, attention items.
    date date GENERATED ALWAYS AS (zamu.civil_date(body ->> 'date')) STORED,
    -- Customers are found by it.
    phone text GENERATED ALWAYS AS (body ->> 'phone') STORED,
    body jsonb NOT NULL CHECK (body ->> 'id' = handle),
    revision bigint NOT NULL,
    removed_at_revision bigint,
    PRIMARY KEY (book, kind, handle)
);

-- Rows of the sheets.
CREATE TABLE zamu.appointment (
    book uuid NOT NULL REFERENCES zamu.book (id),
    handle text NOT NULL CHECK (handle <> ''),
    id uuid NOT NULL,
    service text NOT NULL GENERATED ALWAYS AS (body ->> 'service') STORED,
    customer text NOT NULL GENERATED ALWAYS AS (body ->> 'customer') STORED,
    -- Start to end plus clean-up.
    during tstzrange NOT NULL CHECK (NOT isempty(during) AND upper(during) - lower(during) <= interval '1 day'),
    occupies boolean NOT NULL GENERATED ALWAYS AS (body ->> 'status' = 'booked' AND removed_at_revision IS NULL) STORED,
    body jsonb NOT NULL CHECK (body ->> 'id' = handle AND (body ->> 'minutes')::integer > 0),
    revision bigint NOT NULL,
    removed_at_revision bigint,
    PRIMARY KEY (book, handle)
);

-- The last guard. Every person and every room that a row takes up, and when: nobody and nothing twice at a time.
-- Deferred, so that two people may be swapped in one commit.
CREATE TABLE zamu.taken (
    book uuid NOT NULL,
    appointment text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('staff', 'room')),
    handle text NOT NULL,
    seat integer NOT NULL,
    during tstzrange NOT NULL,
    PRIMARY KEY (book, appointment, kind, seat),
    FOREIGN KEY (book, appointment) REFERENCES zamu.appointment (book, handle),
    CONSTRAINT no_one_is_in_two_places
        EXCLUDE USING gist (book WITH =, kind WITH =, handle WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED
);

-- Every command that changed something, one per revision, without a gap: what desks pull, and the book's history. Only ever added to.
CREATE TABLE zamu.history (
    book uuid NOT NULL REFERENCES zamu.book (id),
    revision bigint NOT NULL,
    command uuid NOT NULL,
    done_at timestamptz NOT NULL,
    person text NOT NULL,
    desk text NOT NULL,
    build integer NOT NULL,
    line jsonb NOT NULL,
    changes jsonb NOT NULL,
    text text NOT NULL,
    can_be_undone boolean NOT NULL,
    -- The command that this one takes back; null: none.
    undoes uuid,
    PRIMARY KEY (book, revision),
    UNIQUE (book, command)
);

-- What every command was answered: a repeated one is answered the same and does nothing. Only ever added to.
CREATE TABLE zamu.applied_command (
    book uuid NOT NULL REFERENCES zamu.book (id),
    command uuid NOT NULL,
    answered_at timestamptz NOT NULL,
    outcome jsonb NOT NULL,
    PRIMARY KEY (book, command)
);

CREATE UNIQUE INDEX record_by_id ON zamu.record (book, id);
CREATE INDEX record_by_date ON zamu.record (book, kind, date) WHERE date IS NOT NULL AND removed_at_revision IS NULL;
CREATE INDEX customer_by_phone ON zamu.record (book, phone) WHERE kind = 'customer';
CREATE UNIQUE INDEX appointment_by_id ON zamu.appointment (book, id);
CREATE INDEX appointment_by_time ON zamu.appointment (book, lower(during)) WHERE removed_at_revision IS NULL;
CREATE INDEX appointment_of_customer ON zamu.appointment (book, customer);
CREATE INDEX history_of_desk ON zamu.history (book, desk, revision);
CREATE INDEX history_of_undone ON zamu.history (book, undoes) WHERE undoes IS NOT NULL;
