SELECT json_group_array(json_object(
    'id', handle,
    'name', name,
    'phone', phone,
    'gender', gender,
    'note', note))
FROM customer
WHERE $1 ->> 'whole'
    OR handle IN (SELECT customer FROM wanted_row)
    OR handle IN (SELECT customer FROM wanted_message)
    OR handle IN (SELECT value FROM json_each($1, '$.customers'))
    OR phone IN (SELECT value FROM json_each($1, '$.phones'))
