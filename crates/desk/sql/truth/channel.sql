SELECT 'zamu_' || replace(zamu.my_book()::text, '-', '')
