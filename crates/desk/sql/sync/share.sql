INSERT INTO shared (one, address, book, desk, revision, heard_at)
VALUES (1, $1, $2, $3, $4, NULL)
ON CONFLICT (one) DO UPDATE SET
    address = excluded.address,
    book = excluded.book,
    desk = excluded.desk,
    revision = excluded.revision
