SELECT json_group_array(json_object(
    'id', handle,
    'name', name,
    'gender', gender,
    'skills', json(skills),
    'hours', json(hours),
    'temporary', json(iif(first IS NULL, NULL, json_object('first', first, 'last', last))),
    'left_on', left_on))
FROM staff
