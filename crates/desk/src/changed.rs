//! What changed: told of one record for its history, field by field in words, and of the whole book for a window that looks on.

use std::collections::BTreeSet;

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Map, Value};
use zamu_core::changes::{Change, Changed};
use zamu_core::days::Days;
use zamu_core::ids::{CustomerId, RoomId, ServiceId, StaffId};
use zamu_core::reading::{FieldChange, HistoryEntry};
use zamu_core::record::Record;
use zamu_core::time::local_text;

use crate::desk::Desk;
use crate::store::{Entry, Revision, Store, StoreError};

/// What was committed since a revision, here or by another program on the same file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Since {
    pub revision: Revision,
    /// Kinds of records to read again.
    pub kinds: BTreeSet<String>,
    /// Attention items that opened, for a notification.
    pub opened: Vec<String>,
}

impl Desk {
    /// None: nothing. Cheap enough to ask every second.
    pub async fn changed_since(&self, after: Revision) -> Result<Option<Since>, StoreError> {
        let revision = self.book.revision().await?;
        if revision <= after {
            return Ok(None);
        }
        let entries = self.book.feed(after).await?;
        let kinds = entries.iter().flat_map(|entry| zamu_core::decide::kinds(&entry.changes)).collect();
        let items = entries.iter().flat_map(|entry| &entry.changes.attention);
        let opened = items
            .filter(|(_, change)| matches!(change, Change::Added(_)))
            .map(|(id, _)| id.to_string())
            .collect();
        Ok(Some(Since { revision, kinds, opened }))
    }
}

/// An entry of history as people read it.
pub fn told(days: &Days, entry: &Entry) -> HistoryEntry {
    HistoryEntry {
        at: entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        by: if entry.by.person.is_empty() { entry.by.desk.clone() } else { entry.by.person.clone() },
        command: entry.line.name(),
        text: entry.text.clone(),
        changes: fields(days, entry),
    }
}

fn fields(days: &Days, entry: &Entry) -> Vec<FieldChange> {
    let changes = &entry.changes;
    let mut told = Vec::new();
    tell(days, &changes.site, &mut told);
    tell(days, &changes.services, &mut told);
    tell(days, &changes.rooms, &mut told);
    tell(days, &changes.staff, &mut told);
    tell(days, &changes.customers, &mut told);
    tell(days, &changes.appointments, &mut told);
    tell(days, &changes.overrides, &mut told);
    tell(days, &changes.vacations, &mut told);
    tell(days, &changes.blocks, &mut told);
    tell(days, &changes.room_blocks, &mut told);
    tell(days, &changes.sheets, &mut told);
    told
}

fn tell<R: Record + Serialize>(days: &Days, changed: &Changed<R>, told: &mut Vec<FieldChange>) {
    for change in changed.values() {
        let (before, after) = (flat(change.before()), flat(change.after()));
        let id = after.get("id").or(before.get("id")).and_then(Value::as_str).unwrap_or_default().to_string();
        let names: BTreeSet<&String> =
            before.keys().chain(after.keys()).filter(|name| *name != "id").collect();
        for name in names.into_iter().filter(|name| before.get(*name) != after.get(*name)) {
            let word = |side: &Map<String, Value>| {
                side.get(name).map(|value| word(days, name, value)).unwrap_or_default()
            };
            let (before, after) = (word(&before), word(&after));
            if before != after {
                told.push(FieldChange {
                    kind: R::KIND.into(),
                    id: id.clone(),
                    field: name.clone(),
                    before,
                    after,
                });
            }
        }
    }
}

/// The fields of a record, those of a row's seats among them; with one seat its number is left out.
fn flat<R: Serialize>(record: Option<&R>) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(record) else { return Map::new() };
    if let Some(Value::Array(seats)) = fields.remove("seats") {
        let alone = seats.len() == 1;
        for (number, seat) in seats.into_iter().enumerate() {
            let Value::Object(seat) = seat else { continue };
            let named = |field: String| if alone { field } else { format!("{field} {}", number + 1) };
            fields.extend(
                seat.into_iter()
                    .filter(|(field, _)| field != "picked")
                    .map(|(field, value)| (named(field), value)),
            );
        }
    } else if let Some(number) = fields.remove("seats") {
        fields.insert("seats".into(), number);
    }
    fields
}

fn word(days: &Days, field: &str, value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Array(items) => {
            items.iter().map(|item| word(days, field, item)).collect::<Vec<_>>().join(", ")
        }
        Value::String(text) => name(days, field, text),
        Value::Object(fields) => {
            fields.values().map(|item| word(days, field, item)).collect::<Vec<_>>().join(" - ")
        }
        number => number.to_string(),
    }
}

/// A handle as the name behind it, an instant as the site's local time.
fn name(days: &Days, field: &str, text: &str) -> String {
    let records = days.records();
    let known = match field.split(' ').next().unwrap_or(field) {
        "staff" | "asked_for" => records.staff.get(&StaffId::new(text)).map(|staff| staff.name.clone()),
        "service" => records.services.get(&ServiceId::new(text)).map(|service| service.name.clone()),
        "room" => records.rooms.get(&RoomId::new(text)).map(|room| room.name.clone()),
        "customer" => records.customers.get(&CustomerId::new(text)).map(|customer| customer.name.clone()),
        "start" | "span" => {
            serde_json::from_value(Value::from(text)).ok().map(|at| local_text(days.zone(), at))
        }
        _ => None,
    };
    known.unwrap_or_else(|| text.to_string())
}
