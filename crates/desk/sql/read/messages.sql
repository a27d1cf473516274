-- Unsent messages of $1 (today) and later, and what was sent of days since $2, in the order their rows begin.
SELECT
    message.handle,
    message.kind,
    message.state,
    message.customer,
    coalesce(customer.name, '') AS customer_name,
    coalesce(customer.phone, '') AS phone,
    message.date,
    message.text,
    message.written_at,
    message.appointments,
    site.country
FROM message
CROSS JOIN site
LEFT JOIN customer ON customer.handle = message.customer
WHERE (message.state IN ('held', 'ready') AND message.date >= $1)
    OR (message.state = 'sent' AND message.date >= $2)
ORDER BY
    iif(message.state = 'held', 0, iif(message.state = 'ready', 1, 2)),
    message.date,
    (
        SELECT min(appointment.start_at) FROM appointment
        WHERE appointment.handle IN (SELECT value FROM json_each(message.appointments))
    ),
    message.written_at,
    message.handle
