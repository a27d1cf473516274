SELECT site.handle, site.revision, outcome.outcome
FROM site
LEFT JOIN outcome ON outcome.command = $1
