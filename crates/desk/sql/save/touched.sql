INSERT INTO touched (kind, handle, revision)
SELECT value ->> 'kind', value ->> 'id', $2
FROM json_each($1)
