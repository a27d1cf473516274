-- Calendars elsewhere. What the book knows of a connection is `calendar_link`; the tables after it are this desk's own: what it has read
-- there and written there. Titles of other people's events are never kept, only their times. Tokens are in the keyring, nowhere here.

-- No reference to staff: who leaves the team takes no connection along unasked.
CREATE TABLE calendar_link (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    provider TEXT NOT NULL,
    account TEXT NOT NULL,
    held_by TEXT NOT NULL,
    grant_name TEXT NOT NULL,
    calendars TEXT NOT NULL,
    may_write INTEGER NOT NULL,
    -- Null: final names are written nowhere.
    push TEXT,
    connected_at TEXT NOT NULL,
    -- Null: never read yet.
    synced_at TEXT,
    -- JSON; null: none.
    trouble TEXT,
    revision INTEGER NOT NULL
) STRICT;

-- The connection that says so; null: a person or script did.
ALTER TABLE busy ADD COLUMN link TEXT;

-- How this program presents itself to a provider: client id, its non-confidential secret, addresses. JSON.
CREATE TABLE calendar_client (
    provider TEXT NOT NULL PRIMARY KEY,
    client TEXT NOT NULL
) STRICT;

-- A connection whose way in is in this desk's keyring, and when its jobs are due. Times are Unix seconds of the machine's own clock.
CREATE TABLE calendar_grant (
    grant_name TEXT NOT NULL PRIMARY KEY,
    link TEXT NOT NULL,
    -- Where this file lay when the permission was given. A copy of it elsewhere works on no calendar: it would put old times back.
    file TEXT NOT NULL,
    -- One program at a time works on it.
    leased_by TEXT NOT NULL DEFAULT '',
    leased_until INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why the last attempt failed; null: it did not.
    why TEXT,
    -- When all was last read, by the desk's clock, exactly; null: never yet.
    synced_at INTEGER
) STRICT;

-- How far a calendar was read.
CREATE TABLE calendar_mark (
    grant_name TEXT NOT NULL REFERENCES calendar_grant (grant_name) ON DELETE CASCADE,
    calendar TEXT NOT NULL,
    -- What the provider wants to hear the next time; null: all must be read.
    mark TEXT,
    -- Events are known between these instants, Unix seconds.
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    -- Why it cannot be read now; null: it can.
    why TEXT,
    PRIMARY KEY (grant_name, calendar)
) STRICT, WITHOUT ROWID;

-- When a calendar's owner is busy, by event, and nothing more about it. Free and cancelled ones are not here.
CREATE TABLE calendar_event (
    grant_name TEXT NOT NULL REFERENCES calendar_grant (grant_name) ON DELETE CASCADE,
    calendar TEXT NOT NULL,
    event TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    -- The provider's time of its last change: an older one that comes later is not believed.
    changed_at TEXT NOT NULL,
    PRIMARY KEY (grant_name, calendar, event)
) STRICT, WITHOUT ROWID;

-- Events of ours: written before the provider is asked, so that none is ever forgotten there.
CREATE TABLE calendar_name (
    grant_name TEXT NOT NULL REFERENCES calendar_grant (grant_name) ON DELETE CASCADE,
    -- The row's handle.
    row TEXT NOT NULL,
    calendar TEXT NOT NULL,
    event TEXT NOT NULL,
    -- Counts up when an event of this id was deleted there: a deleted id is never free again.
    generation INTEGER NOT NULL,
    -- The version that we know; null: it may be there or not.
    version TEXT,
    changed_at TEXT NOT NULL,
    -- What it says there, as a fingerprint; empty: not known, or somebody changed it.
    said TEXT NOT NULL,
    -- When it is over, Unix seconds: what is past stays there as it is.
    until_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    -- Trying again will not help, a person might.
    stuck INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (grant_name, row, calendar)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
