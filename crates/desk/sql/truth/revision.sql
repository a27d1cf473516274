SELECT revision FROM zamu.book WHERE id = zamu.my_book()
