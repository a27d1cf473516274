-- Rows of the customers in $1: coming ones first, the next one on top, then past ones, the latest on top.
SELECT
    row.handle,
    row.start_at,
    service.name AS service_name,
    row.customer,
    customer.name AS customer_name,
    customer.phone,
    (
        SELECT json_group_array(staff.name ORDER BY seat.seat)
        FROM seat
        JOIN staff ON staff.handle = seat.staff
        WHERE seat.appointment = row.handle
    ) AS staff_names,
    row.status
FROM json_each($1) AS wanted
CROSS JOIN appointment AS row ON row.customer = wanted.value
JOIN customer ON customer.handle = row.customer
JOIN service ON service.handle = row.service
ORDER BY row.start_at > $2 DESC, abs(row.start_at - $2), row.handle
LIMIT $3
