-- The book of one site. Handles are how records know each other; ids are derived from them and are what other programs see.
-- Instants are Unix seconds in *_at columns, dates and times of day are text, lists and maps are JSON text.
-- revision: the number of the commit that last changed the row.

PRAGMA application_id = 2053205365; -- "zamu"
PRAGMA user_version = 1;

CREATE TABLE site (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    country TEXT NOT NULL,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    cutoff TEXT NOT NULL,
    slot_step INTEGER NOT NULL,
    lead INTEGER NOT NULL,
    horizon_days INTEGER NOT NULL,
    staff_preference INTEGER NOT NULL,
    pick_rule TEXT NOT NULL,
    hours TEXT NOT NULL,
    closed TEXT NOT NULL,
    rotation TEXT NOT NULL,
    row_revision INTEGER NOT NULL,
    -- Of the whole book: every commit counts it up by one.
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE service (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    turnover INTEGER NOT NULL,
    skills TEXT NOT NULL,
    seats INTEGER NOT NULL,
    room_kinds TEXT NOT NULL,
    -- Null: no price is set.
    price INTEGER,
    retired INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE room (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    retired INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    gender TEXT NOT NULL,
    skills TEXT NOT NULL,
    hours TEXT NOT NULL,
    -- Both null: not a temp.
    first TEXT,
    last TEXT,
    -- Null: still works here.
    left_on TEXT,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- Null: no wish.
    gender TEXT,
    note TEXT NOT NULL,
    -- The name in lower case without accents, for finding.
    folded TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE appointment (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL REFERENCES service (handle) DEFERRABLE INITIALLY DEFERRED,
    customer TEXT NOT NULL REFERENCES customer (handle) DEFERRABLE INITIALLY DEFERRED,
    start_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    turnover INTEGER NOT NULL,
    -- End of the span: the clean-up is over.
    until_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    arrived INTEGER NOT NULL,
    note TEXT NOT NULL,
    -- Null: needs no room, or has none yet.
    room TEXT REFERENCES room (handle) DEFERRABLE INITIALLY DEFERRED,
    room_fixed INTEGER NOT NULL,
    forced INTEGER NOT NULL,
    occupies INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE seat (
    appointment TEXT NOT NULL REFERENCES appointment (handle) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    seat INTEGER NOT NULL,
    -- Null: nobody has it.
    staff TEXT REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    assignment TEXT NOT NULL,
    gender TEXT,
    wish_waived INTEGER NOT NULL,
    asked_for TEXT REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    hand_placed INTEGER NOT NULL,
    -- JSON; null: nobody was picked yet.
    picked TEXT,
    -- The row's span and whether it takes up time, kept here so that the overlap guard is one indexed query.
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    occupies INTEGER NOT NULL,
    PRIMARY KEY (appointment, seat)
) STRICT;

CREATE TABLE override (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    date TEXT NOT NULL,
    repeat INTEGER NOT NULL,
    -- Both null: off that day.
    open_from TEXT,
    open_until TEXT,
    label TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE vacation (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE block (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE room_block (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL REFERENCES room (handle) DEFERRABLE INITIALLY DEFERRED,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE busy (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL REFERENCES staff (handle) DEFERRABLE INITIALLY DEFERRED,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE sheet (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    date TEXT NOT NULL,
    -- Null: the names are provisional.
    finalized_at INTEGER,
    revision INTEGER NOT NULL
) STRICT;

-- No reference to customer or rows: a withdrawn message stays when the booking it spoke of is undone.
CREATE TABLE message (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    appointments TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    taken_back INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE attention (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    -- Null: it is about no single row, or no message.
    appointment TEXT REFERENCES appointment (handle) DEFERRABLE INITIALLY DEFERRED,
    seat INTEGER NOT NULL,
    message TEXT,
    opened_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- Every command that changed something, one per revision, with exactly what it changed.
CREATE TABLE history (
    revision INTEGER NOT NULL PRIMARY KEY,
    command TEXT NOT NULL UNIQUE,
    done_at INTEGER NOT NULL,
    person TEXT NOT NULL,
    desk TEXT NOT NULL,
    line TEXT NOT NULL,
    changes TEXT NOT NULL,
    text TEXT NOT NULL,
    can_be_undone INTEGER NOT NULL,
    -- The command that this one takes back; null: none.
    undoes TEXT,
    -- The command that took this one back; null while it stands.
    undone_by TEXT
) STRICT;

-- Which rows a revision touched, so that a row's history is found without reading all of it.
CREATE TABLE touched (
    kind TEXT NOT NULL,
    handle TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES history (revision) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (kind, handle, revision)
) STRICT, WITHOUT ROWID;

-- What every command was answered: a repeated id is answered the same and does nothing.
CREATE TABLE outcome (
    command TEXT NOT NULL PRIMARY KEY,
    answered_at INTEGER NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

-- This desk's own choices: language, theme, who sits here. No part of the book.
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE INDEX appointment_by_start ON appointment (start_at);
CREATE INDEX appointment_by_customer ON appointment (customer, start_at);
CREATE INDEX appointment_in_room ON appointment (room, start_at) WHERE occupies;
CREATE INDEX seat_of_staff ON seat (staff, from_at) WHERE occupies;
CREATE INDEX customer_by_phone ON customer (phone);
CREATE INDEX message_by_date ON message (date);
CREATE INDEX attention_by_date ON attention (date);
CREATE INDEX history_of_desk ON history (desk, revision);
