-- Commands since $1 (Unix seconds) that touched attention items; the primary key narrows it to the last $2 revisions first.
SELECT revision, command, done_at, person, desk, line, changes, text
FROM history
WHERE revision > (SELECT max(revision) FROM history) - $2
    AND done_at >= $1
    AND revision IN (SELECT revision FROM touched WHERE kind = 'attention')
ORDER BY revision
