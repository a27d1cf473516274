//! The attention list (rule N2): by minutes to start, each with its reason and its remedies, solved as they are read.

use chrono::SecondsFormat;

use super::{AttentionReading, ClearedReading, ItemReading};
use crate::attention::{kind_name, why};
use crate::days::Days;
use crate::decide::Stamp;
use crate::record::Item;
use crate::remedy;
use crate::time::{Tick, local_text};

/// Every open item of the loaded days whose row is not over.
pub fn attention(days: &Days, stamp: &Stamp) -> AttentionReading {
    let now = Tick::floor(stamp.now);
    let mut items: Vec<ItemReading> = days
        .records()
        .attention
        .values()
        .filter(|item| !over(days, item, now))
        .map(|item| reading(days, item, stamp))
        .collect();
    items.sort_by(|a, b| (a.minutes, &a.id).cmp(&(b.minutes, &b.id)));
    AttentionReading { items, cleared: Vec::new() }
}

/// An item of the history, told with what its row is now. `at`, `by` and `text` are the history's.
pub fn cleared(days: &Days, item: &Item, at: String, by: String, text: String) -> ClearedReading {
    let row = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id));
    let customer = row.and_then(|row| days.records().customers.get(&row.customer));
    ClearedReading {
        id: item.id.to_string(),
        kind: kind_name(item.kind).into(),
        appointment: item.appointment.as_ref().map(ToString::to_string),
        customer_name: customer.map(|customer| customer.name.clone()),
        start: row.map(|row| local_text(days.zone(), row.start)),
        at,
        by,
        text,
    }
}

fn over(days: &Days, item: &Item, now: Tick) -> bool {
    let row = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id));
    row.is_some_and(|row| row.end() < now)
}

fn reading(days: &Days, item: &Item, stamp: &Stamp) -> ItemReading {
    let row = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id));
    let customer = row.and_then(|row| days.records().customers.get(&row.customer));
    let service = row.and_then(|row| days.records().services.get(&row.service));
    let start = row.map(|row| row.start).unwrap_or(days.day(item.date).span.from);
    ItemReading {
        id: item.id.to_string(),
        kind: kind_name(item.kind).into(),
        appointment: item.appointment.as_ref().map(ToString::to_string),
        date: Some(item.date.to_string()),
        start: row.map(|row| local_text(days.zone(), row.start)),
        customer_name: customer.map(|customer| customer.name.clone()),
        phone: customer.map(|customer| customer.phone.clone()),
        service_name: service.map(|service| service.name.clone()),
        why: why(days, item, stamp),
        minutes: i32::try_from((start.utc() - stamp.now).num_minutes()).unwrap_or(i32::MAX),
        opened_at: item.opened_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        message: item.message.as_ref().map(ToString::to_string),
        remedies: remedy::remedies(days, item, stamp),
    }
}
