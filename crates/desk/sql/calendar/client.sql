SELECT client FROM calendar_client WHERE provider = $1
