SELECT pg_notify('zamu_' || replace(zamu.my_book()::text, '-', ''), '')
