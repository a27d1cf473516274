//! Events: how they are shown, changed and repeated.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::world::Stored;

/// RFC 7386, as PATCH means it: null takes a field away, objects are merged, everything else is replaced.
pub fn merge(into: &mut Value, fields: &Value) {
    let Value::Object(fields) = fields else {
        *into = fields.clone();
        return;
    };
    for (name, field) in fields {
        match field {
            Value::Null => _ = into.as_object_mut().and_then(|into| into.remove(name)),
            Value::Object(_) if into[name].is_object() => merge(&mut into[name], field),
            other => into[name] = other.clone(),
        }
    }
}

/// Milliseconds count changes, so that every change has a time of its own.
pub fn changed_at(changed: u64, clock_off: i64) -> String {
    let since = TimeDelta::seconds(clock_off) + TimeDelta::milliseconds(i64::try_from(changed).unwrap_or(0));
    let begun = Utc.with_ymd_and_hms(2026, 11, 1, 0, 0, 0).single().unwrap_or_default();
    (begun + since).to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub fn version(stored: &Stored) -> String {
    format!("\"{}\"", stored.changed * 2000)
}

/// As an answer shows it.
pub fn shown(id: &str, stored: &Stored, clock_off: i64) -> Value {
    let mut shown = stored.body.clone();
    shown["kind"] = json!("calendar#event");
    shown["id"] = json!(id);
    shown["etag"] = json!(version(stored));
    shown["updated"] = json!(changed_at(stored.changed, clock_off));
    if shown["eventType"].is_null() {
        shown["eventType"] = json!("default");
    }
    shown
}

/// From and until; a whole day in the calendar's zone.
pub fn span(body: &Value, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    Some((at(&body["start"], zone)?, at(&body["end"], zone)?))
}

fn at(when: &Value, zone: Tz) -> Option<DateTime<Utc>> {
    match (when["dateTime"].as_str(), when["date"].as_str()) {
        (Some(text), _) => DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()),
        (None, Some(date)) => {
            let midnight = date.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?;
            zone.from_local_datetime(&midnight).earliest().map(|at| at.to_utc())
        }
        (None, None) => None,
    }
}

/// The instances of a repeated event that begin before an instant: daily or weekly, so many or without end, which is all the tests need.
pub fn instances(id: &str, stored: &Stored, zone: Tz, until: DateTime<Utc>) -> Vec<(String, Stored)> {
    let Some(rule) = stored.body["recurrence"][0].as_str().and_then(|rule| rule.strip_prefix("RRULE:"))
    else {
        return Vec::new();
    };
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(&format!("{name}=")));
    let step = if part("FREQ") == Some("WEEKLY") { 7 } else { 1 };
    let count: usize = part("COUNT").and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let Some((from, end)) = span(&stored.body, zone) else { return Vec::new() };
    let first = from.with_timezone(&zone);
    let mut all = Vec::new();
    for number in 0..count {
        // The same time of day in the calendar's zone.
        let day = first.date_naive() + TimeDelta::days(i64::try_from(number * step).unwrap_or(0));
        let Some(start) =
            zone.from_local_datetime(&day.and_time(first.time())).earliest().map(|at| at.to_utc())
        else {
            continue;
        };
        if start >= until || day.year() > 2100 {
            break;
        }
        let name = format!("{id}_{}", start.format("%Y%m%dT%H%M%SZ"));
        let mut body = stored.body.clone();
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        merge(
            &mut body,
            &json!({ "id": name, "recurrence": null, "recurringEventId": id, "originalStartTime": { "dateTime": text(start) },
            "start": { "dateTime": text(start) }, "end": { "dateTime": text(start + (end - from)) } }),
        );
        all.push((name, Stored { body, changed: stored.changed, before: None }));
    }
    all
}
