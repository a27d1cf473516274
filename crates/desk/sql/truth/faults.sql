-- Seats and rooms that do not say what their row says, and a history with a gap.
SELECT 'seat ' || (seat.number - 1) || ' of ' || row.handle || ' is not guarded'
FROM zamu.appointment AS row
CROSS JOIN jsonb_array_elements(row.body -> 'seats') WITH ORDINALITY AS seat (body, number)
WHERE row.book = zamu.my_book() AND row.occupies AND seat.body ->> 'staff' IS NOT NULL AND NOT EXISTS (
    SELECT 1
    FROM zamu.taken
    WHERE taken.book = row.book AND taken.appointment = row.handle AND taken.kind = 'staff'
        AND taken.seat = seat.number - 1 AND taken.handle = seat.body ->> 'staff' AND taken.during = row.during)
UNION ALL
SELECT 'the history jumps to revision ' || revision
FROM (
    SELECT revision, lag(revision) OVER (ORDER BY revision) AS before
    FROM zamu.history
    WHERE book = zamu.my_book()
) AS step
WHERE before IS NOT NULL AND revision <> before + 1
