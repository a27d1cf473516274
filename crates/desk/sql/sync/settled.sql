UPDATE shared SET revision = $1, heard_at = $2
