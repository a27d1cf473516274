SELECT json_group_array(json_object(
    'id', handle,
    'staff', staff,
    'date', date,
    'repeat', repeat,
    'hours', json(iif(open_from IS NULL, NULL, json_array(open_from, open_until))),
    'label', label))
FROM override
