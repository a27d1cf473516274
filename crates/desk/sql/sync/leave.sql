-- What waits to be told to customers is told by the shared book, not twice.
DELETE FROM attention WHERE message IN (SELECT handle FROM message WHERE state IN ('held', 'ready'));
DELETE FROM message WHERE state IN ('held', 'ready');
UPDATE site SET revision = revision + 1;
