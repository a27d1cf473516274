-- The guard of references, as the local file has it by its foreign keys: whatever a command leaves names only what is there. Until now it
-- looked at rows alone, and only at what went; a desk whose file is stricter than the shared book could then settle no more.
-- A message may outlive its customer and rows, and a connection to a calendar its person.

-- What a record names, by kind and handle.
CREATE FUNCTION zamu.named(of_kind text, body jsonb) RETURNS TABLE (kind text, handle text) LANGUAGE sql IMMUTABLE AS $$
SELECT named.kind, named.handle
FROM (
    SELECT 'service' AS kind, body ->> 'service' AS handle WHERE of_kind = 'appointment'
    UNION ALL SELECT 'customer', body ->> 'customer' WHERE of_kind = 'appointment'
    UNION ALL SELECT 'room', body ->> 'room' WHERE of_kind IN ('appointment', 'room_block')
    UNION ALL SELECT 'staff', body ->> 'staff' WHERE of_kind IN ('override', 'vacation', 'block', 'busy')
    UNION ALL SELECT 'appointment', body ->> 'appointment' WHERE of_kind = 'attention'
    UNION ALL
    SELECT 'staff', person.handle
    FROM jsonb_array_elements(CASE WHEN of_kind = 'appointment' THEN body -> 'seats' END) AS seat
    CROSS JOIN LATERAL (VALUES (seat ->> 'staff'), (seat ->> 'asked_for')) AS person (handle)
) AS named
WHERE named.handle IS NOT NULL
$$;

-- Whether a record that others may name is there.
CREATE FUNCTION zamu.is_there(mine uuid, of_kind text, named text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = zamu, pg_temp AS $$
BEGIN
    IF of_kind = 'appointment' THEN
        RETURN EXISTS (SELECT FROM appointment WHERE book = mine AND handle = named AND removed_at_revision IS NULL);
    END IF;
    RETURN EXISTS (SELECT FROM record WHERE book = mine AND kind = of_kind AND handle = named AND removed_at_revision IS NULL);
END $$;

-- Whether a record that is gone is named by one that stands.
CREATE FUNCTION zamu.is_named(mine uuid, of_kind text, gone text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = zamu, pg_temp AS $$
BEGIN
    RETURN CASE of_kind
        WHEN 'service' THEN
            EXISTS (SELECT FROM appointment WHERE book = mine AND removed_at_revision IS NULL AND service = gone)
        WHEN 'customer' THEN
            EXISTS (SELECT FROM appointment WHERE book = mine AND removed_at_revision IS NULL AND customer = gone)
        WHEN 'room' THEN
            EXISTS (SELECT FROM appointment WHERE book = mine AND removed_at_revision IS NULL AND body ->> 'room' = gone)
            OR EXISTS (
                SELECT FROM record
                WHERE book = mine AND kind = 'room_block' AND removed_at_revision IS NULL AND body ->> 'room' = gone)
        WHEN 'staff' THEN
            EXISTS (
                SELECT FROM appointment
                WHERE book = mine AND removed_at_revision IS NULL
                    AND (body -> 'seats' @> jsonb_build_array(jsonb_build_object('staff', gone))
                        OR body -> 'seats' @> jsonb_build_array(jsonb_build_object('asked_for', gone))))
            OR EXISTS (
                SELECT FROM record
                WHERE book = mine AND kind IN ('override', 'vacation', 'block', 'busy') AND removed_at_revision IS NULL
                    AND body ->> 'staff' = gone)
        -- Every item has a date; its index holds the few that are open.
        WHEN 'appointment' THEN
            EXISTS (
                SELECT FROM record
                WHERE book = mine AND kind = 'attention' AND date IS NOT NULL AND removed_at_revision IS NULL
                    AND body ->> 'appointment' = gone)
        ELSE false
    END;
END $$;

-- What would be named and not be there after this command: its name, or null.
CREATE OR REPLACE FUNCTION zamu.still_used(mine uuid, entry jsonb) RETURNS text LANGUAGE plpgsql STABLE SET search_path = zamu, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(nullif(was.body ->> 'name', ''), lost.handle)
        FROM (
            SELECT gone ->> 'kind' AS kind, gone ->> 'handle' AS handle
            FROM jsonb_array_elements(entry -> 'removed') AS gone
            WHERE is_named(mine, gone ->> 'kind', gone ->> 'handle')
            UNION ALL
            SELECT named.kind, named.handle
            FROM jsonb_array_elements(entry -> 'saved') AS row
            CROSS JOIN LATERAL named(row ->> 'kind', row -> 'body') AS named
            WHERE NOT is_there(mine, named.kind, named.handle)
        ) AS lost
        LEFT JOIN record AS was ON was.book = mine AND was.kind = lost.kind AND was.handle = lost.handle
        LIMIT 1);
END $$;
