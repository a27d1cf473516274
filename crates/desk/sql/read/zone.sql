SELECT time_zone, revision FROM site
