SELECT json_group_array(json_object(
    'id', handle,
    'customer', customer,
    'date', date,
    'kind', kind,
    'state', state,
    'appointments', json(appointments),
    'text', text,
    'at', strftime('%Y-%m-%dT%H:%M:%SZ', written_at, 'unixepoch'),
    'taken_back', json(iif(taken_back, 'true', 'false'))))
FROM message
WHERE handle IN (SELECT handle FROM wanted_message)
