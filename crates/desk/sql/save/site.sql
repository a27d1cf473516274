INSERT INTO site (
    handle, id, name, time_zone, country, language, currency, cutoff, slot_step, lead, horizon_days, staff_preference, pick_rule, hours, closed, rotation, row_revision)
SELECT
    value ->> 'id',
    value ->> 'uuid',
    value ->> 'name',
    value ->> 'time_zone',
    value ->> 'country',
    value ->> 'language',
    value ->> 'currency',
    value ->> 'cutoff',
    value ->> 'slot_step',
    value ->> 'lead',
    value ->> 'horizon_days',
    value ->> 'staff_preference',
    value ->> 'pick_rule',
    value -> 'hours',
    value -> 'closed',
    value -> 'rotation',
    $2
FROM json_each($1)
WHERE true
ON CONFLICT (handle) DO UPDATE SET
    id = excluded.id,
    name = excluded.name,
    time_zone = excluded.time_zone,
    country = excluded.country,
    language = excluded.language,
    currency = excluded.currency,
    cutoff = excluded.cutoff,
    slot_step = excluded.slot_step,
    lead = excluded.lead,
    horizon_days = excluded.horizon_days,
    staff_preference = excluded.staff_preference,
    pick_rule = excluded.pick_rule,
    hours = excluded.hours,
    closed = excluded.closed,
    rotation = excluded.rotation,
    row_revision = excluded.row_revision
