-- Calendars elsewhere: one more kind of record, which always comes along as busy windows do.

ALTER TABLE zamu.record DROP CONSTRAINT record_kind_check;
ALTER TABLE zamu.record ADD CONSTRAINT record_kind_check CHECK (kind IN (
    'site', 'service', 'room', 'staff', 'customer', 'override', 'vacation', 'block', 'room_block', 'busy', 'calendar_link', 'sheet', 'message', 'attention'));

-- Everything a decision needs, as of one moment: `wanted` is a scope, `spans` its days in Unix seconds.
-- `named` are the stretches of the rows and the dates of the messages that the scope names, for the desk to see whether it asked for their days.
CREATE OR REPLACE FUNCTION zamu.load(wanted jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = zamu, pg_temp AS $$
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
            AND kind IN ('site', 'service', 'room', 'staff', 'override', 'vacation', 'block', 'room_block', 'busy', 'calendar_link')
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
