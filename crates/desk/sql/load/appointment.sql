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
WHERE handle IN (SELECT handle FROM wanted_row)
