SELECT
    customer.handle,
    customer.name,
    customer.phone,
    customer.gender,
    customer.note,
    (SELECT count(*) FROM appointment WHERE appointment.customer = customer.handle AND occupies AND start_at <= $2) AS visits,
    past.start_at AS last_at,
    service.name AS last_service,
    (SELECT min(start_at) FROM appointment WHERE appointment.customer = customer.handle AND occupies AND start_at > $2) AS next_at
FROM customer
LEFT JOIN appointment AS past ON past.handle = (
    SELECT handle
    FROM appointment
    WHERE appointment.customer = customer.handle AND occupies AND start_at <= $2
    ORDER BY start_at DESC
    LIMIT 1)
LEFT JOIN service ON service.handle = past.service
WHERE customer.handle = $1
