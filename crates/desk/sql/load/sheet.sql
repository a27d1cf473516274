SELECT json_group_array(json_object(
    'id', handle,
    'date', date,
    'finalized_at', strftime('%Y-%m-%dT%H:%M:%SZ', finalized_at, 'unixepoch')))
FROM sheet
WHERE date >= $1 ->> 'from'
    OR date IN (SELECT value FROM json_each($1, '$.dates'))
