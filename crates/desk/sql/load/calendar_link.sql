SELECT json_group_array(json_object(
    'id', handle,
    'staff', staff,
    'provider', provider,
    'account', account,
    'held_by', held_by,
    'grant', grant_name,
    'calendars', json(calendars),
    'may_write', json(iif(may_write, 'true', 'false')),
    'push', push,
    'connected_at', connected_at,
    'synced_at', synced_at,
    'trouble', json(trouble)))
FROM calendar_link
