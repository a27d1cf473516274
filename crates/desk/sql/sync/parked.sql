SELECT issued, text, why, parked_at, needs FROM parked ORDER BY rowid
