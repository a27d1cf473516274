SELECT revision FROM site
