-- The guard: a touched row and another one that would have the same room at the same time. No span is longer than a day.
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
