SELECT handle, revision FROM site
