SELECT outcome FROM zamu.applied_command WHERE book = zamu.my_book() AND command = $1
