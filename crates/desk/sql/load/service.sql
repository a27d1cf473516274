SELECT json_group_array(json_object(
    'id', handle,
    'name', name,
    'minutes', minutes,
    'turnover', turnover,
    'skills', json(skills),
    'seats', seats,
    'room_kinds', json(room_kinds),
    'price', price,
    'retired', json(iif(retired, 'true', 'false'))))
FROM service
