//! Digests of days: a short text for everything that a sheet holds, the same wherever it is kept, so that a replica can be compared with
//! the shared book without carrying the rows. Rows, sheets, messages and attention items, by kind and handle, written as Postgres
//! writes jsonb (keys by length and then by bytes, one space after colon and comma), through SHA-256.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zamu_core::changes::{Kept, Records};
use zamu_core::days::Days;
use zamu_core::record::{Appointment, Item, Message, Sheet};
use zamu_core::time::{Clock, next_day};

use super::{Revision, StoreError};

/// A civil day with its first instant and that of the day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub date: NaiveDate,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Stretch {
    pub fn of(days: &Days, date: NaiveDate) -> Stretch {
        let begin = |date| days.day(date).at(Clock(0)).utc();
        Stretch { date, from: begin(date), until: begin(next_day(date)) }
    }
}

/// What days hold, as of one revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    pub revision: Revision,
    pub days: BTreeMap<NaiveDate, Digest>,
}

/// How many records a day holds, and SHA-256 over them in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    pub records: i64,
    pub hash: String,
}

/// The digests of some days that are all loaded.
pub fn digests(records: &Records, days: &[Stretch]) -> Result<BTreeMap<NaiveDate, Digest>, StoreError> {
    days.iter().map(|day| Ok((day.date, digest(records, day)?))).collect()
}

fn digest(records: &Records, day: &Stretch) -> Result<Digest, StoreError> {
    let mut lines =
        lines(records, |row: &Appointment| (day.from..day.until).contains(&row.span().from.utc()))?;
    lines.extend(self::lines(records, |item: &Item| item.date == day.date)?);
    lines.extend(self::lines(records, |message: &Message| message.date == day.date)?);
    lines.extend(self::lines(records, |sheet: &Sheet| sheet.date == day.date)?);
    let hash = Sha256::digest(lines.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Digest { records: i64::try_from(lines.len()).unwrap_or(i64::MAX), hash })
}

/// The records of a kind that belong to the day, by handle.
fn lines<R: Kept + serde::Serialize>(
    records: &Records,
    belongs: impl Fn(&R) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (id, record) in R::of(records).iter().filter(|(_, record)| belongs(record)) {
        found.push((id.to_string(), written(&serde_json::to_value(record.as_ref())?)));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, line)| line).collect())
}

/// As Postgres writes jsonb.
fn written(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by_key(|key| (key.len(), key.as_bytes()));
            let pairs =
                keys.iter().map(|key| format!("{}: {}", Value::from(key.as_str()), written(&fields[*key])));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    }
}
