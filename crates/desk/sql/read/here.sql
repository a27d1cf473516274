SELECT time_zone, country FROM site
