SELECT
    done.command,
    done.text,
    done.can_be_undone,
    done.undoes,
    (
        SELECT later.command
        FROM zamu.history AS later
        WHERE later.book = done.book AND later.undoes = done.command
        ORDER BY later.revision DESC
        LIMIT 1
    ) AS undone_by
FROM zamu.history AS done
WHERE done.book = zamu.my_book() AND done.desk = $1
ORDER BY done.revision DESC
LIMIT $2
