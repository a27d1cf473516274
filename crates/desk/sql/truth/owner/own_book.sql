SELECT book FROM zamu.desk WHERE role = session_user
