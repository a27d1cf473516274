SELECT DISTINCT touched.handle
FROM outbox
JOIN history ON history.command = outbox.command
JOIN touched ON touched.revision = history.revision AND touched.kind = 'appointment'
