SELECT revision FROM shared
