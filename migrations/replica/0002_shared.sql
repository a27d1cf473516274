-- The file may be a replica of a shared book: what it is a copy of, and what it has done that is not settled there.

-- No row: the book is this file's own.
CREATE TABLE shared (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    -- Without its password, which is in the keyring.
    address TEXT NOT NULL,
    book TEXT NOT NULL,
    -- This desk's name there.
    desk TEXT NOT NULL,
    -- The shared book's commits up to here are in this file.
    revision INTEGER NOT NULL,
    -- When it was last heard from; null: not yet.
    heard_at INTEGER
) STRICT;

-- Commands that were done here and that the shared book has not settled, in order.
CREATE TABLE outbox (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL UNIQUE,
    -- As it was issued, with the days it was decided on. JSON.
    issued TEXT NOT NULL,
    dates TEXT NOT NULL,
    -- Somebody was answered: its time is kept.
    promised INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    -- What the shared book said, JSON; null: nothing yet.
    outcome TEXT
) STRICT;

-- What the shared book refused, whole, until a person has done it again or let it go.
CREATE TABLE parked (
    command TEXT NOT NULL PRIMARY KEY,
    issued TEXT NOT NULL,
    -- What it was, in one sentence, and why it was refused.
    text TEXT NOT NULL,
    why TEXT NOT NULL,
    parked_at INTEGER NOT NULL,
    -- The refused command that this one needs; null: it was refused itself.
    needs TEXT
) STRICT;

-- The shared book's number of a command; null: not settled there, or the book is this file's own.
ALTER TABLE history ADD COLUMN shared_revision INTEGER;

PRAGMA user_version = 2;
