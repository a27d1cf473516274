-- Who migrates sits at the first book, and may fill it and work in it.
INSERT INTO zamu.book (id) SELECT gen_random_uuid() WHERE NOT EXISTS (SELECT 1 FROM zamu.book);
INSERT INTO zamu.desk (role, book, name)
SELECT session_user, book.id, 'owner'
FROM zamu.book
WHERE NOT EXISTS (SELECT 1 FROM zamu.desk WHERE role = session_user)
ORDER BY made_at, id
LIMIT 1
ON CONFLICT DO NOTHING;
