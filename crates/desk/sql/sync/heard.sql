UPDATE shared SET heard_at = $1
