SELECT outcome FROM outcome WHERE command = $1
