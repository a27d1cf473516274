INSERT INTO zamu.desk (role, book, name) VALUES ($1, $2, $3)
