-- Turns: a command that was stale three times locks the book's row before it is decided again, so that it is not stale once more.
-- A desk that falls silent in its turn is thrown out after three seconds.

CREATE FUNCTION zamu.take_turn() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
BEGIN
    PERFORM set_config('idle_in_transaction_session_timeout', '3s', true);
    PERFORM 1 FROM book WHERE id = my_book() FOR UPDATE;
END $$;

REVOKE ALL ON FUNCTION zamu.take_turn() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION zamu.take_turn() TO zamu_desk;

-- The next three as in 0002, in a language that keeps their plans: the server planned them anew at every call.
CREATE OR REPLACE FUNCTION zamu.my_book() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
BEGIN
    RETURN (SELECT book FROM desk WHERE role = session_user);
END $$;

CREATE OR REPLACE FUNCTION zamu.clash(mine uuid, entry jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = zamu, pg_temp AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object('who', coalesce(named.body ->> 'name', one.handle), 'one', one.appointment, 'other', other.appointment)
        FROM jsonb_array_elements(entry -> 'saved') AS row
        JOIN taken AS one ON one.book = mine AND one.appointment = row -> 'body' ->> 'id' AND row ->> 'kind' = 'appointment'
        JOIN taken AS other ON other.book = mine AND other.kind = one.kind AND other.handle = one.handle
            AND other.during && one.during AND (other.appointment, other.seat) <> (one.appointment, one.seat)
        LEFT JOIN record AS named ON named.book = mine AND named.kind = one.kind AND named.handle = one.handle
        LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION zamu.still_used(mine uuid, entry jsonb) RETURNS text LANGUAGE plpgsql STABLE SET search_path = zamu, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(nullif(named.body ->> 'name', ''), named.handle)
        FROM jsonb_array_elements(entry -> 'removed') AS gone
        JOIN record AS named ON named.book = mine AND named.kind = gone ->> 'kind' AND named.handle = gone ->> 'handle'
        WHERE named.kind IN ('service', 'customer', 'staff', 'room') AND EXISTS (
            SELECT 1 FROM appointment AS row
            WHERE row.book = mine AND row.removed_at_revision IS NULL
                AND CASE named.kind
                    WHEN 'service' THEN row.service = named.handle
                    WHEN 'customer' THEN row.customer = named.handle
                    WHEN 'room' THEN row.body ->> 'room' = named.handle
                    ELSE row.body -> 'seats' @> jsonb_build_array(jsonb_build_object('staff', named.handle))
                END)
        LIMIT 1);
END $$;

-- As in 0002, but who comes too late neither waits for the lock if that is known before, nor for the disk.
CREATE OR REPLACE FUNCTION zamu.commit(base bigint, entry jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
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
    SELECT * INTO gate FROM book WHERE id = sits.book;
    IF gate.id IS NULL THEN
        RAISE EXCEPTION 'this login is no desk' USING ERRCODE = 'ZM001';
    END IF;
    SELECT outcome INTO earlier FROM applied_command WHERE book = gate.id AND command = asked;
    IF earlier IS NULL AND gate.revision <> base THEN
        RETURN jsonb_build_object('stale', gate.revision);
    END IF;
    SELECT * INTO gate FROM book WHERE id = sits.book FOR UPDATE;
    SELECT outcome INTO earlier FROM applied_command WHERE book = gate.id AND command = asked;
    IF earlier IS NOT NULL THEN
        RETURN jsonb_build_object('repeated', earlier);
    END IF;
    IF (entry ->> 'build')::integer < gate.min_build THEN
        RETURN jsonb_build_object('outdated', gate.min_build);
    END IF;
    IF gate.revision <> base THEN
        -- Nothing was written but the lock.
        PERFORM set_config('synchronous_commit', 'off', true);
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
