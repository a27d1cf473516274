SELECT json_group_array(json_object(
    'id', handle,
    'name', name,
    'kind', kind,
    'retired', json(iif(retired, 'true', 'false'))))
FROM room
