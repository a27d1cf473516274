SELECT json_group_array(json_object(
    'id', handle,
    'room', room,
    'span', json_object(
        'from', strftime('%Y-%m-%dT%H:%MZ', from_at, 'unixepoch'),
        'until', strftime('%Y-%m-%dT%H:%MZ', until_at, 'unixepoch')),
    'reason', reason))
FROM room_block
