SELECT body ->> 'time_zone' FROM zamu.record WHERE book = zamu.my_book() AND kind = 'site' AND removed_at_revision IS NULL
