DELETE FROM parked WHERE command = $1 OR needs = $1
