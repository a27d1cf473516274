SELECT json_group_array(json_object(
    'id', handle,
    'staff', staff,
    'span', json_object(
        'from', strftime('%Y-%m-%dT%H:%MZ', from_at, 'unixepoch'),
        'until', strftime('%Y-%m-%dT%H:%MZ', until_at, 'unixepoch')),
    'link', link))
FROM busy
