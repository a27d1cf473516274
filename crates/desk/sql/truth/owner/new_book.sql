INSERT INTO zamu.book (id) VALUES (gen_random_uuid()) RETURNING id
