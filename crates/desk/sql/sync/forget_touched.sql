DELETE FROM touched WHERE revision IN (SELECT revision FROM history WHERE command = $1)
