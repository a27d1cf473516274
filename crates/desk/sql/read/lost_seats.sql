-- Seats that do not say what their row says.
SELECT 'seat ' || seat.seat || ' of ' || row.handle || ' does not lie where its row does'
FROM seat
JOIN appointment AS row ON row.handle = seat.appointment
WHERE (seat.from_at, seat.until_at, seat.occupies) <> (row.start_at, row.until_at, row.occupies)
