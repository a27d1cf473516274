UPDATE site SET revision = $1
