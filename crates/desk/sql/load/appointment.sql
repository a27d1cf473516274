-- $1 has the stretches of the loaded days; no span is longer than a day, so an index range finds the rows that reach into one.
WITH wanted AS (
    SELECT DISTINCT row.handle
    FROM json_each($1, '$.spans') AS day
    CROSS JOIN appointment AS row
    WHERE row.start_at < day.value ->> 1
        AND row.start_at > (day.value ->> 0) - 86400
        AND row.until_at > day.value ->> 0
)
SELECT json_group_array(json_object(
    'id', handle,
    'service', service,
    'customer', customer,
    'start', strftime('%Y-%m-%dT%H:%MZ', start_at, 'unixepoch'),
    'minutes', minutes,
    'turnover', turnover,
    'status', status,
    'arrived', json(iif(arrived, 'true', 'false')),
    'note', note,
    'room', room,
    'room_fixed', json(iif(room_fixed, 'true', 'false')),
    'forced', json(iif(forced, 'true', 'false')),
    'seats', (
        SELECT json_group_array(json_object(
            'staff', staff,
            'assignment', assignment,
            'gender', gender,
            'wish_waived', json(iif(wish_waived, 'true', 'false')),
            'asked_for', asked_for,
            'hand_placed', json(iif(hand_placed, 'true', 'false')),
            'picked', json(picked)
        ) ORDER BY seat)
        FROM seat
        WHERE seat.appointment = appointment.handle
    )))
FROM appointment
WHERE handle IN (SELECT handle FROM wanted)
