SELECT desk.book, desk.name, book.site, book.revision, book.min_build
FROM zamu.desk
JOIN zamu.book ON book.id = desk.book
WHERE desk.role = session_user
