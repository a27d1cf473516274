BEGIN; SELECT zamu.take_turn()
