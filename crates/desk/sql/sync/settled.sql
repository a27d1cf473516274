UPDATE shared SET revision = $1, heard_at = $2;
UPDATE site SET revision = $3
