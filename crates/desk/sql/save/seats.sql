INSERT INTO seat (
    appointment, seat, staff, assignment, gender, wish_waived, asked_for, hand_placed, picked, from_at, until_at, occupies)
SELECT
    row.value ->> 'id',
    seat.key,
    seat.value ->> 'staff',
    seat.value ->> 'assignment',
    seat.value ->> 'gender',
    seat.value ->> 'wish_waived',
    seat.value ->> 'asked_for',
    seat.value ->> 'hand_placed',
    nullif(seat.value -> 'picked', 'null'),
    unixepoch(row.value ->> 'start'),
    unixepoch(row.value ->> 'start') + 60 * ((row.value ->> 'minutes') + (row.value ->> 'turnover')),
    (row.value ->> 'status') = 'booked'
FROM json_each($1) AS row, json_each(row.value, '$.seats') AS seat
