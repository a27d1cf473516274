//! The sample spa: a made-up team and two days of rows, laid on today and tomorrow. Today's sheet is final and partly done,
//! tomorrow's is still to be arranged. Customers and numbers are invented.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};
use zamu_core::book::{self, BookFault};
use zamu_core::changes::Records;
use zamu_core::decide::Stamp;
use zamu_core::time::{Clock, Day, Tick, date_of, earlier_day, next_day, parse_local};

const SPA: &str = include_str!("../sample/spa.json");
const ZONE: chrono_tz::Tz = chrono_tz::Africa::Nairobi;
const CUTOFF: Clock = Clock(18 * 60);

/// A book whose day is today.
pub fn spa(stamp: &Stamp) -> Result<Records, BookFault> {
    book::read(&text(stamp.now), stamp)
}

/// A book with nothing in it yet: a name and a zone to change.
pub fn empty(stamp: &Stamp) -> Result<Records, BookFault> {
    book::read(r#"{ "site": { "name": "My spa", "time_zone": "Africa/Nairobi" } }"#, stamp)
}

fn text(now: DateTime<Utc>) -> String {
    let today = date_of(ZONE, Tick::floor(now));
    let mut spa: Map<String, Value> = serde_json::from_str(SPA).unwrap_or_default();
    let mut rows = taken(&mut spa, "today");
    rows.iter_mut().for_each(|row| lived(row, today, now));
    let mut coming = taken(&mut spa, "tomorrow");
    coming.iter_mut().for_each(|row| lay(row, next_day(today)));
    rows.append(&mut coming);
    spa.insert("appointments".into(), rows.into());
    let finalized_at = Day::new(ZONE, earlier_day(today, 1))
        .at(CUTOFF)
        .utc()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    spa.insert("sheets".into(), json!([{ "date": today, "finalized_at": finalized_at }]));
    Value::Object(spa).to_string()
}

fn taken(spa: &mut Map<String, Value>, name: &str) -> Vec<Value> {
    match spa.remove(name) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
}

fn lay(row: &mut Value, date: NaiveDate) {
    let clock = row["start"].as_str().unwrap_or_default().to_string();
    row["start"] = format!("{date}T{clock}").into();
}

/// A row of today: its name is final, and once it has begun its customer is here.
fn lived(row: &mut Value, today: NaiveDate, now: DateTime<Utc>) {
    lay(row, today);
    if row["assignment"] == "provisional" {
        row["assignment"] = "finalized".into();
    }
    let begun =
        parse_local(ZONE, row["start"].as_str().unwrap_or_default()).is_ok_and(|start| start.utc() <= now);
    row["arrived"] = begun.into();
}

#[cfg(test)]
mod tests {
    use super::*;
    use zamu_core::record::Language;

    #[test]
    fn the_sample_fits_at_any_hour_of_any_day() {
        for now in
            ["2026-11-24T06:30:00Z", "2026-11-29T12:00:00Z", "2026-12-31T20:59:00Z", "2027-01-01T21:00:00Z"]
        {
            let stamp = Stamp { now: now.parse().unwrap(), language: Language::English };
            let records = spa(&stamp).unwrap();
            assert_eq!(
                (records.appointments.len(), records.attention.len()),
                (68, 0),
                "{now}: {:?}",
                records.attention.values().next()
            );
            assert!(
                records.appointments.values().all(|row| row.room.is_some()),
                "{now}: a row without a room"
            );
        }
    }
}
