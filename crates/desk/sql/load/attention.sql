SELECT json_group_array(json_object(
    'id', handle,
    'kind', kind,
    'date', date,
    'appointment', appointment,
    'seat', seat,
    'message', message,
    'opened_at', strftime('%Y-%m-%dT%H:%M:%SZ', opened_at, 'unixepoch')))
FROM attention
WHERE date >= $1 ->> 'from'
    OR date IN (SELECT value FROM json_each($1, '$.dates'))
