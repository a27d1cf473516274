-- The guard: a touched row and another one that would have the same person at the same time. No span is longer than a day.
SELECT staff.name, one.appointment, other.appointment
FROM json_each($1) AS touched
JOIN seat AS one ON one.appointment = touched.value AND one.occupies
JOIN seat AS other ON other.staff = one.staff
    AND other.occupies
    AND other.from_at < one.until_at
    AND other.from_at > one.from_at - 86400
    AND other.until_at > one.from_at
    AND (other.appointment, other.seat) <> (one.appointment, one.seat)
JOIN staff ON staff.handle = one.staff
LIMIT 1
