SELECT id, handle FROM zamu.record WHERE book = zamu.my_book() AND id = ANY($1)
UNION ALL SELECT id, handle FROM zamu.appointment WHERE book = zamu.my_book() AND id = ANY($1)
