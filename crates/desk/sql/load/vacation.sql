SELECT json_group_array(json_object(
    'id', handle,
    'staff', staff,
    'first', first,
    'last', last,
    'reason', reason))
FROM vacation
