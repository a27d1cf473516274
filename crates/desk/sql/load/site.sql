SELECT json_group_array(json_object(
    'id', handle,
    'name', name,
    'time_zone', time_zone,
    'country', country,
    'language', language,
    'currency', currency,
    'cutoff', cutoff,
    'slot_step', slot_step,
    'lead', lead,
    'horizon_days', horizon_days,
    'staff_preference', json(iif(staff_preference, 'true', 'false')),
    'pick_rule', pick_rule,
    'hours', json(hours),
    'closed', json(closed),
    'rotation', json(rotation)))
FROM site
