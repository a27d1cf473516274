-- The guard: a touched row and another one that would have the same person or the same room at the same time. No span is longer than a day.
SELECT * FROM (
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
)
UNION ALL
SELECT * FROM (
    SELECT room.name, one.handle, other.handle
    FROM json_each($1) AS touched
    JOIN appointment AS one ON one.handle = touched.value AND one.occupies
    JOIN appointment AS other ON other.room = one.room
        AND other.occupies
        AND other.start_at < one.until_at
        AND other.start_at > one.start_at - 86400
        AND other.until_at > one.start_at
        AND other.handle <> one.handle
    JOIN room ON room.handle = one.room
    LIMIT 1
)
LIMIT 1
