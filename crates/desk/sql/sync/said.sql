-- What was said of a command: beside it while others wait, then in its place.
SELECT coalesce(
    (SELECT outcome FROM outbox WHERE command = $1),
    (SELECT outcome FROM outcome WHERE command = $1))
