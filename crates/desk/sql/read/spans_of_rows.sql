-- Where the rows named in $1 lie, and all rows of the customers in $2.
SELECT start_at, until_at
FROM appointment
WHERE handle IN (SELECT value FROM json_each($1))
    OR customer IN (SELECT value FROM json_each($2))
