SELECT
    json_set(outbox.issued, '$.promised', json(iif(outbox.promised, 'true', 'false'))),
    outbox.outcome,
    history.changes,
    history.text,
    outbox.dates
FROM outbox
JOIN history ON history.command = outbox.command
ORDER BY outbox.number
