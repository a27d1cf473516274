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

-- Who comes too late neither waits for the lock if that is known before, nor for the disk.
ALTER FUNCTION zamu.commit(bigint, jsonb) RENAME TO commit_locked;
REVOKE ALL ON FUNCTION zamu.commit_locked(bigint, jsonb) FROM zamu_desk;

CREATE FUNCTION zamu.commit(base bigint, entry jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
DECLARE
    mine uuid := my_book();
    reached bigint;
    answer jsonb;
BEGIN
    SELECT revision INTO reached FROM book WHERE id = mine;
    IF reached <> base AND NOT EXISTS (
        SELECT FROM applied_command WHERE book = mine AND command = (entry ->> 'command')::uuid)
    THEN
        RETURN jsonb_build_object('stale', reached);
    END IF;
    answer := commit_locked(base, entry);
    IF answer ? 'stale' THEN
        -- Nothing was written but the lock.
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    RETURN answer;
END $$;

REVOKE ALL ON FUNCTION zamu.commit(bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION zamu.commit(bigint, jsonb) TO zamu_desk;
