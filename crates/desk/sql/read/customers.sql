-- $1 words that the name must hold, all of them; $2 digits of a phone, or nothing; $3 now; $4 how many.
SELECT
    customer.handle,
    customer.name,
    customer.phone,
    customer.gender,
    customer.note,
    (SELECT count(*) FROM appointment WHERE appointment.customer = customer.handle AND occupies AND start_at <= $3) AS visits,
    past.start_at AS last_at,
    service.name AS last_service,
    (SELECT min(start_at) FROM appointment WHERE appointment.customer = customer.handle AND occupies AND start_at > $3) AS next_at
FROM customer
LEFT JOIN appointment AS past ON past.handle = (
    SELECT handle
    FROM appointment
    WHERE appointment.customer = customer.handle AND occupies AND start_at <= $3
    ORDER BY start_at DESC
    LIMIT 1)
LEFT JOIN service ON service.handle = past.service
WHERE NOT EXISTS (SELECT 1 FROM json_each($1) AS word WHERE instr(customer.folded, word.value) = 0)
    OR ($2 <> '' AND instr(customer.phone, $2) > 0)
ORDER BY customer.folded, customer.handle
LIMIT $4
