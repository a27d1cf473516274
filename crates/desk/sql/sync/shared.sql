SELECT address, book, desk, revision, heard_at FROM shared
