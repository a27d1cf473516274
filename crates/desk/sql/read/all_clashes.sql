-- Anybody or any room in two places, in words.
SELECT one.staff || ' is in two places: ' || one.appointment || ' and ' || other.appointment
FROM seat AS one
JOIN seat AS other ON other.staff = one.staff
    AND other.occupies
    AND other.from_at < one.until_at
    AND other.from_at > one.from_at - 86400
    AND other.until_at > one.from_at
    AND (other.appointment, other.seat) > (one.appointment, one.seat)
WHERE one.occupies
UNION ALL
SELECT 'room ' || one.room || ' holds two rows: ' || one.handle || ' and ' || other.handle
FROM appointment AS one
JOIN appointment AS other ON other.room = one.room
    AND other.occupies
    AND other.start_at < one.until_at
    AND other.start_at > one.start_at - 86400
    AND other.until_at > one.start_at
    AND other.handle > one.handle
WHERE one.occupies
