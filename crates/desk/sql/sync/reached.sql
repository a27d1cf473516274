SELECT site.handle, site.revision, shared.revision
FROM site
LEFT JOIN shared
