-- What a desk may do: read the rows of its own book, and call these functions. It writes no table and makes nothing.
-- A desk is known by its login (`session_user`), never by a variable it could set.

CREATE FUNCTION zamu.my_book() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = zamu, pg_temp
RETURN (SELECT book FROM zamu.desk WHERE role = session_user);

-- Everything a decision needs, as of one moment: `wanted` is a scope, `spans` its days in Unix seconds.
-- `named` are the stretches of the rows and the dates of the messages that the scope names, for the desk to see whether it asked for their days.
CREATE FUNCTION zamu.load(wanted jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
DECLARE
    gate book;
    day_rows jsonb;
    dated jsonb;
    always jsonb;
    people jsonb;
BEGIN
    SELECT * INTO gate FROM book WHERE id = my_book();
    IF gate.id IS NULL THEN
        RAISE EXCEPTION 'this login is no desk' USING ERRCODE = 'ZM001';
    END IF;
    SELECT coalesce(jsonb_agg(DISTINCT row.body), '[]') INTO day_rows
    FROM jsonb_array_elements(wanted -> 'spans') AS day
    JOIN appointment AS row ON row.book = gate.id
        AND row.removed_at_revision IS NULL
        AND lower(row.during) < to_timestamp((day ->> 1)::bigint)
        AND lower(row.during) > to_timestamp((day ->> 0)::bigint - 86400)
        AND upper(row.during) > to_timestamp((day ->> 0)::bigint);
    SELECT coalesce(jsonb_object_agg(kind, bodies), '{}') INTO always FROM (
        SELECT kind, jsonb_agg(body) AS bodies FROM record
        WHERE book = gate.id AND removed_at_revision IS NULL
            AND kind IN ('site', 'service', 'room', 'staff', 'override', 'vacation', 'block', 'room_block', 'busy')
        GROUP BY kind) AS of_kind;
    SELECT coalesce(jsonb_object_agg(kind, bodies), '{}') INTO dated FROM (
        SELECT kind, jsonb_agg(body) AS bodies FROM record
        WHERE book = gate.id AND removed_at_revision IS NULL
            AND kind IN ('sheet', 'message', 'attention')
            AND (date >= (wanted ->> 'from')::date OR wanted -> 'dates' ? (body ->> 'date') OR (wanted ->> 'whole')::boolean)
        GROUP BY kind) AS of_kind;
    SELECT coalesce(jsonb_agg(body), '[]') INTO people FROM record
    WHERE book = gate.id AND removed_at_revision IS NULL AND kind = 'customer'
        AND ((wanted ->> 'whole')::boolean
            OR handle IN (
                SELECT value FROM jsonb_array_elements_text(wanted -> 'customers')
                UNION SELECT row ->> 'customer' FROM jsonb_array_elements(day_rows) AS row
                UNION SELECT message ->> 'customer' FROM jsonb_array_elements(coalesce(dated -> 'message', '[]')) AS message)
            OR phone IN (SELECT value FROM jsonb_array_elements_text(wanted -> 'phones')));
    RETURN jsonb_build_object(
        'revision', gate.revision,
        'min_build', gate.min_build,
        'now', extract(epoch FROM clock_timestamp())::bigint,
        'records', always || dated || jsonb_build_object('appointment', day_rows, 'customer', people),
        'named', (
            SELECT coalesce(jsonb_agg(jsonb_build_array(extract(epoch FROM lower(during))::bigint, extract(epoch FROM upper(during))::bigint)), '[]')
            FROM appointment
            WHERE book = gate.id AND removed_at_revision IS NULL
                AND (handle IN (SELECT value FROM jsonb_array_elements_text(wanted -> 'appointments'))
                    OR customer IN (SELECT value FROM jsonb_array_elements_text(wanted -> 'rows_of')))),
        'named_dates', (
            SELECT coalesce(jsonb_agg(date), '[]') FROM record
            WHERE book = gate.id AND kind = 'message' AND removed_at_revision IS NULL
                AND handle IN (SELECT value FROM jsonb_array_elements_text(wanted -> 'messages'))),
        'recorded', (
            SELECT coalesce(jsonb_object_agg(command, jsonb_build_object('changes', changes, 'text', text)), '{}') FROM history
            WHERE book = gate.id AND command IN (SELECT value::uuid FROM jsonb_array_elements_text(wanted -> 'commands'))));
END $$;

-- Puts what a command changed into the tables. `entry.saved`: {kind, uuid, during?, taken?, body}; `entry.removed`: {kind, handle}.
CREATE FUNCTION zamu.write(mine uuid, reached bigint, entry jsonb) RETURNS void LANGUAGE plpgsql SET search_path = zamu, pg_temp AS $$
BEGIN
    UPDATE record SET removed_at_revision = reached, revision = reached
    FROM jsonb_array_elements(entry -> 'removed') AS gone
    WHERE book = mine AND kind = gone ->> 'kind' AND handle = gone ->> 'handle';
    UPDATE appointment SET removed_at_revision = reached, revision = reached
    FROM jsonb_array_elements(entry -> 'removed') AS gone
    WHERE book = mine AND gone ->> 'kind' = 'appointment' AND handle = gone ->> 'handle';

    INSERT INTO record (book, kind, handle, id, body, revision)
    SELECT mine, row ->> 'kind', row -> 'body' ->> 'id', (row ->> 'uuid')::uuid, row -> 'body', reached
    FROM jsonb_array_elements(entry -> 'saved') AS row
    WHERE row ->> 'kind' <> 'appointment'
    ON CONFLICT (book, kind, handle) DO UPDATE
    SET body = excluded.body, revision = excluded.revision, removed_at_revision = NULL;

    INSERT INTO appointment (book, handle, id, during, body, revision)
    SELECT mine, row -> 'body' ->> 'id', (row ->> 'uuid')::uuid, (row ->> 'during')::tstzrange, row -> 'body', reached
    FROM jsonb_array_elements(entry -> 'saved') AS row
    WHERE row ->> 'kind' = 'appointment'
    ON CONFLICT (book, handle) DO UPDATE
    SET during = excluded.during, body = excluded.body, revision = excluded.revision, removed_at_revision = NULL;

    DELETE FROM taken USING jsonb_array_elements(entry -> 'saved') AS row
    WHERE book = mine AND row ->> 'kind' = 'appointment' AND appointment = row -> 'body' ->> 'id';
    DELETE FROM taken USING jsonb_array_elements(entry -> 'removed') AS gone
    WHERE book = mine AND gone ->> 'kind' = 'appointment' AND appointment = gone ->> 'handle';
    INSERT INTO taken (book, appointment, kind, handle, seat, during)
    SELECT mine, row -> 'body' ->> 'id', place ->> 'kind', place ->> 'handle', (place ->> 'seat')::integer, (row ->> 'during')::tstzrange
    FROM jsonb_array_elements(entry -> 'saved') AS row, jsonb_array_elements(row -> 'taken') AS place
    WHERE row ->> 'kind' = 'appointment';
END $$;

-- Who would be in two places because of this command: {who, one, other}, or null.
CREATE FUNCTION zamu.clash(mine uuid, entry jsonb) RETURNS jsonb LANGUAGE sql STABLE SET search_path = zamu, pg_temp
RETURN (
    SELECT jsonb_build_object('who', coalesce(named.body ->> 'name', one.handle), 'one', one.appointment, 'other', other.appointment)
    FROM jsonb_array_elements(entry -> 'saved') AS row
    JOIN zamu.taken AS one ON one.book = mine AND one.appointment = row -> 'body' ->> 'id' AND row ->> 'kind' = 'appointment'
    JOIN zamu.taken AS other ON other.book = mine AND other.kind = one.kind AND other.handle = one.handle
        AND other.during && one.during AND (other.appointment, other.seat) <> (one.appointment, one.seat)
    LEFT JOIN zamu.record AS named ON named.book = mine AND named.kind = one.kind AND named.handle = one.handle
    LIMIT 1);

-- A removed record that rows still speak of: its name, or null.
CREATE FUNCTION zamu.still_used(mine uuid, entry jsonb) RETURNS text LANGUAGE sql STABLE SET search_path = zamu, pg_temp
RETURN (
    SELECT coalesce(nullif(named.body ->> 'name', ''), named.handle)
    FROM jsonb_array_elements(entry -> 'removed') AS gone
    JOIN zamu.record AS named ON named.book = mine AND named.kind = gone ->> 'kind' AND named.handle = gone ->> 'handle'
    WHERE named.kind IN ('service', 'customer', 'staff', 'room') AND EXISTS (
        SELECT 1 FROM zamu.appointment AS row
        WHERE row.book = mine AND row.removed_at_revision IS NULL
            AND CASE named.kind
                WHEN 'service' THEN row.service = named.handle
                WHEN 'customer' THEN row.customer = named.handle
                WHEN 'room' THEN row.body ->> 'room' = named.handle
                ELSE row.body -> 'seats' @> jsonb_build_array(jsonb_build_object('staff', named.handle))
            END)
    LIMIT 1);

-- The one way to write: compare and set on the book's revision. One call, no lock held across the network.
-- Answers {done: revision} | {stale: revision} | {repeated: outcome} | {clash: {..}} | {still_used: name} | {outdated: min_build}.
CREATE FUNCTION zamu.commit(base bigint, entry jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
DECLARE
    gate book;
    sits desk;
    reached bigint;
    earlier jsonb;
    found jsonb;
    name text;
    asked uuid := (entry ->> 'command')::uuid;
BEGIN
    SELECT * INTO sits FROM desk WHERE role = session_user;
    SELECT * INTO gate FROM book WHERE id = sits.book FOR UPDATE;
    IF gate.id IS NULL THEN
        RAISE EXCEPTION 'this login is no desk' USING ERRCODE = 'ZM001';
    END IF;
    SELECT outcome INTO earlier FROM applied_command WHERE book = gate.id AND command = asked;
    IF earlier IS NOT NULL THEN
        RETURN jsonb_build_object('repeated', earlier);
    END IF;
    IF (entry ->> 'build')::integer < gate.min_build THEN
        RETURN jsonb_build_object('outdated', gate.min_build);
    END IF;
    IF gate.revision <> base THEN
        RETURN jsonb_build_object('stale', gate.revision);
    END IF;
    reached := gate.revision;
    IF (entry ->> 'is_a_step')::boolean THEN
        reached := reached + 1;
        BEGIN
            PERFORM write(gate.id, reached, entry);
            -- Afterwards: a record may go together with the row that spoke of it.
            name := still_used(gate.id, entry);
            found := clash(gate.id, entry);
            IF found IS NOT NULL OR name IS NOT NULL THEN
                RAISE EXCEPTION 'refused' USING ERRCODE = 'ZM002';
            END IF;
            SET CONSTRAINTS zamu.no_one_is_in_two_places IMMEDIATE;
        EXCEPTION
            WHEN SQLSTATE 'ZM002' THEN
                RETURN CASE WHEN found IS NULL THEN jsonb_build_object('still_used', name) ELSE jsonb_build_object('clash', found) END;
        END;
        INSERT INTO history (book, revision, command, done_at, person, desk, build, line, changes, text, can_be_undone, undoes)
        VALUES (
            gate.id, reached, asked, to_timestamp((entry ->> 'at')::bigint), entry ->> 'person',
            -- Jobs are nobody's step; anything else is the login's own.
            CASE WHEN (entry ->> 'job')::boolean THEN entry ->> 'desk' ELSE sits.name END,
            (entry ->> 'build')::integer, entry -> 'line', entry -> 'changes', entry ->> 'text',
            (entry ->> 'can_be_undone')::boolean, (entry ->> 'undoes')::uuid);
        UPDATE book SET revision = reached WHERE id = gate.id;
    END IF;
    INSERT INTO applied_command (book, command, answered_at, outcome)
    VALUES (gate.id, asked, clock_timestamp(), entry -> 'outcome');
    RETURN jsonb_build_object('done', reached);
END $$;

-- Brings a whole book into an empty one, in pieces, within one transaction. The first piece takes the gate and names the site;
-- the last one says the revision the book had.
CREATE FUNCTION zamu.bring(piece jsonb) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
DECLARE
    gate book;
    sits desk;
BEGIN
    SELECT * INTO sits FROM desk WHERE role = session_user;
    SELECT * INTO gate FROM book WHERE id = sits.book FOR UPDATE;
    IF gate.id IS NULL THEN
        RAISE EXCEPTION 'this login is no desk' USING ERRCODE = 'ZM001';
    END IF;
    IF gate.site IS NOT NULL THEN
        RETURN 'taken';
    END IF;
    PERFORM write(gate.id, 0, piece);
    INSERT INTO history (book, revision, command, done_at, person, desk, build, line, changes, text, can_be_undone, undoes)
    SELECT gate.id, (step ->> 'revision')::bigint, (step ->> 'command')::uuid, to_timestamp((step ->> 'at')::bigint), step ->> 'person',
        step ->> 'desk', (step ->> 'build')::integer, step -> 'line', step -> 'changes', step ->> 'text',
        (step ->> 'can_be_undone')::boolean, (step ->> 'undoes')::uuid
    FROM jsonb_array_elements(piece -> 'history') AS step;
    IF piece ? 'site' THEN
        UPDATE book SET site = piece ->> 'site', revision = (piece ->> 'revision')::bigint WHERE id = gate.id;
    END IF;
    RETURN 'brought';
END $$;

-- One page of a book for a first copy, in order of kind and handle; what is removed is left out.
CREATE FUNCTION zamu.page(of_kind text, after text, size integer) RETURNS TABLE (handle text, body jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = zamu, pg_temp
BEGIN ATOMIC
    SELECT page.handle, page.body FROM (
        SELECT record.handle, record.body FROM zamu.record
        WHERE of_kind <> 'appointment' AND book = zamu.my_book() AND kind = of_kind AND record.handle > after AND removed_at_revision IS NULL
        UNION ALL
        SELECT row.handle, row.body FROM zamu.appointment AS row
        WHERE of_kind = 'appointment' AND row.book = zamu.my_book() AND row.handle > after AND row.removed_at_revision IS NULL
    ) AS page
    ORDER BY page.handle
    LIMIT size;
END;

ALTER TABLE zamu.book ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.desk ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.record ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.taken ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.history ENABLE ROW LEVEL SECURITY;
ALTER TABLE zamu.applied_command ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON zamu.book FOR SELECT USING (id = zamu.my_book());
CREATE POLICY own ON zamu.desk FOR SELECT USING (book = zamu.my_book());
CREATE POLICY own ON zamu.record FOR SELECT USING (book = zamu.my_book());
CREATE POLICY own ON zamu.appointment FOR SELECT USING (book = zamu.my_book());
CREATE POLICY own ON zamu.taken FOR SELECT USING (book = zamu.my_book());
CREATE POLICY own ON zamu.history FOR SELECT USING (book = zamu.my_book());
CREATE POLICY own ON zamu.applied_command FOR SELECT USING (book = zamu.my_book());

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA zamu FROM PUBLIC;
GRANT USAGE ON SCHEMA zamu TO zamu_desk;
GRANT SELECT ON ALL TABLES IN SCHEMA zamu TO zamu_desk;
GRANT EXECUTE ON FUNCTION zamu.my_book(), zamu.load(jsonb), zamu.commit(bigint, jsonb), zamu.bring(jsonb), zamu.page(text, text, integer)
    TO zamu_desk;
