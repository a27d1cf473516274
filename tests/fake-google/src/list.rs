//! Lists: pages, sync tokens, and what changed since one. A token names the change it was given at and the window it was asked with.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::answer::Refusal;
use crate::events::{instances, shown, span};
use crate::world::{Calendar, Stored, World};

/// Pages that were not fetched yet.
#[derive(Clone, Debug)]
pub struct Rest {
    pub(crate) items: Vec<Value>,
    pub(crate) token: String,
}

type Query<'a> = &'a [(String, String)];

fn one<'a>(query: Query<'a>, name: &str) -> Option<&'a str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// What a token does not go together with.
const NOT_WITH_A_TOKEN: [&str; 8] = [
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
];

pub fn list(world: &mut World, id: &str, query: Query<'_>, empty: bool, old: bool) -> Result<Value, Refusal> {
    let calendar = world.calendars.get(id).filter(|calendar| !calendar.hidden).cloned();
    let calendar = calendar.ok_or(Refusal::new(404, "notFound"))?;
    let rest = match (one(query, "pageToken"), one(query, "syncToken")) {
        (Some(page), _) => world.pages.remove(page).ok_or(Refusal::new(400, "invalidPageToken"))?,
        (None, Some(token)) => since(world, &calendar, query, token, old)?,
        (None, None) => all(world, &calendar, query)?,
    };
    Ok(page(world, &calendar, rest, query, empty))
}

fn page(world: &mut World, calendar: &Calendar, mut rest: Rest, query: Query<'_>, empty: bool) -> Value {
    let asked: usize = one(query, "maxResults").and_then(|size| size.parse().ok()).unwrap_or(250);
    let size = if empty { 0 } else { world.page_size.unwrap_or(2500).min(asked).min(2500) };
    let after = rest.items.split_off(size.min(rest.items.len()));
    let mut answer = json!({ "kind": "calendar#events", "summary": calendar.name, "timeZone": calendar.zone, "accessRole": "owner", "items": rest.items });
    if after.is_empty() && !empty {
        answer["nextSyncToken"] = json!(rest.token);
    } else {
        let name = format!("page-{}-{}", world.asked.len(), world.pages.len());
        world.pages.insert(name.clone(), Rest { items: after, token: rest.token });
        answer["nextPageToken"] = json!(name);
    }
    answer
}

/// Everything in the window, deleted events left out.
fn all(world: &World, calendar: &Calendar, query: Query<'_>) -> Result<Rest, Refusal> {
    let (from, until) = (instant(query, "timeMin")?, instant(query, "timeMax")?);
    let zone = zone(calendar);
    let wanted = |stored: &Stored| {
        let inside = span(&stored.body, zone).is_none_or(|(starts, ends)| {
            from.is_none_or(|from| ends > from) && until.is_none_or(|until| starts < until)
        });
        inside && stored.body["status"] != "cancelled" && has_properties(&stored.body, query)
    };
    let events = expanded(calendar, until.unwrap_or(DateTime::<Utc>::MAX_UTC), single(query));
    let items = events.iter().filter(|(_, stored)| wanted(stored));
    let items = items.map(|(id, stored)| shown(id, stored, world.clock_off)).collect();
    let token = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, |at| at.timestamp().to_string());
    Ok(Rest { items, token: format!("sync-{}-{}-{}", world.changes, token(from), token(until)) })
}

/// Everything that changed since, deleted events too, wherever it lies now: the guides do not say that a window holds for changes.
fn since(
    world: &World,
    calendar: &Calendar,
    query: Query<'_>,
    token: &str,
    old: bool,
) -> Result<Rest, Refusal> {
    if let Some((name, _)) = query.iter().find(|(name, _)| NOT_WITH_A_TOKEN.contains(&name.as_str())) {
        return Err(Refusal::said(400, "badRequest", format!("Sync token cannot be used with {name}")));
    }
    let parts: Vec<&str> = token.split('-').collect();
    let ["sync", after, from, until] = parts.as_slice() else {
        return Err(Refusal::new(410, "fullSyncRequired"));
    };
    let after: u64 = after.parse().map_err(|_| Refusal::new(410, "fullSyncRequired"))?;
    if after < world.forgotten_before {
        return Err(Refusal::new(410, "fullSyncRequired"));
    }
    let end = until
        .parse()
        .ok()
        .and_then(|until| DateTime::from_timestamp(until, 0))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let events = expanded(calendar, end, single(query));
    let mut items: Vec<Value> = Vec::new();
    for (id, stored) in events.iter().filter(|(_, stored)| stored.changed > after) {
        items.push(deleted_bare(shown(id, stored, world.clock_off)));
        if let Some(before) = stored.before.as_ref().filter(|_| old) {
            items.push(items.last().cloned().unwrap_or_default());
            items.push(shown(id, before, world.clock_off));
        }
    }
    Ok(Rest { items, token: format!("sync-{}-{from}-{until}", world.changes) })
}

/// A deleted event keeps little: its id, its time of change and our private mark.
fn deleted_bare(event: Value) -> Value {
    if event["status"] != "cancelled" {
        return event;
    }
    let kept = [
        "kind",
        "id",
        "etag",
        "status",
        "updated",
        "recurringEventId",
        "originalStartTime",
        "extendedProperties",
    ];
    let kept = kept.iter().filter(|name| !event[**name].is_null());
    kept.map(|name| (name.to_string(), event[*name].clone())).collect()
}

/// Repeated events as their instances, exceptions in their place.
fn expanded(calendar: &Calendar, until: DateTime<Utc>, single: bool) -> Vec<(String, Stored)> {
    let zone = zone(calendar);
    let mut events = std::collections::BTreeMap::new();
    for (id, stored) in &calendar.events {
        if single && stored.body["recurrence"].is_array() {
            events.extend(instances(id, stored, zone, until));
        }
    }
    for (id, stored) in &calendar.events {
        if !(single && stored.body["recurrence"].is_array()) {
            events.insert(id.clone(), stored.clone());
        }
    }
    events.into_iter().collect()
}

fn single(query: Query<'_>) -> bool {
    one(query, "singleEvents") == Some("true")
}

fn has_properties(body: &Value, query: Query<'_>) -> bool {
    let wanted = query.iter().filter(|(name, _)| name == "privateExtendedProperty");
    wanted
        .filter_map(|(_, value)| value.split_once('='))
        .all(|(name, value)| body["extendedProperties"]["private"][name] == value)
}

fn instant(query: Query<'_>, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
    let at = |text| DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    one(query, name)
        .map(at)
        .transpose()
        .map_err(|_| Refusal::said(400, "badRequest", format!("{name} is no time")))
}

pub fn zone(calendar: &Calendar) -> Tz {
    calendar.zone.parse().unwrap_or(Tz::UTC)
}
