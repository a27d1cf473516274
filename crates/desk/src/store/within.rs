//! What a scope takes in, as a filter over a whole book: the meaning of `Scope`, written once. The memory store loads with it,
//! and the conformance suite holds the other stores to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use zamu_core::changes::Records;
use zamu_core::ids::CustomerId;
use zamu_core::record::Record;
use zamu_core::scope::Scope;
use zamu_core::time::{Day, Span, Tick, date_of};

/// The days on which a stretch lies: that of its start and, across midnight, that of its end.
pub fn dates_named(zone: Tz, span: Span) -> BTreeSet<NaiveDate> {
    let last = Tick(span.until.0 - 1).max(span.from);
    [date_of(zone, span.from), date_of(zone, last)].into()
}

/// The same, of a stretch in Unix seconds as databases keep it.
pub fn dates_of_seconds(zone: Tz, (from, until): (i64, i64)) -> BTreeSet<NaiveDate> {
    match (Tick::from_seconds(from), Tick::from_seconds(until)) {
        (Some(from), Some(until)) => dates_named(zone, Span::new(from, until)),
        _ => BTreeSet::new(),
    }
}

/// The part of a book that a scope takes in, and the scope with the days that the named rows and messages lie on.
pub fn within(all: &Records, asked: &Scope) -> (Records, Scope) {
    let Some(zone) = all.site.values().next().map(|site| site.time_zone) else {
        return (Records::default(), asked.clone());
    };
    let scope = with_named_days(all, asked, zone);
    let days = spans(zone, &scope);
    let appointments = kept(&all.appointments, |row| days.iter().any(|day| day.overlaps(row.span())));
    let messages = kept(&all.messages, |message| scope.covers(message.date));
    let spoken_of = appointments
        .values()
        .map(|row| &row.customer)
        .chain(messages.values().map(|message| &message.customer));
    let named: BTreeSet<&CustomerId> = spoken_of.chain(&scope.customers).collect();
    let customers = kept(&all.customers, |customer| {
        scope.is_whole() || named.contains(&customer.id) || scope.phones.contains(&customer.phone)
    });
    let records = Records {
        attention: kept(&all.attention, |item| scope.covers(item.date)),
        sheets: kept(&all.sheets, |sheet| scope.covers(sheet.date)),
        appointments,
        messages,
        customers,
        site: all.site.clone(),
        services: all.services.clone(),
        rooms: all.rooms.clone(),
        staff: all.staff.clone(),
        overrides: all.overrides.clone(),
        vacations: all.vacations.clone(),
        blocks: all.blocks.clone(),
        room_blocks: all.room_blocks.clone(),
        busy: all.busy.clone(),
        calendar_links: all.calendar_links.clone(),
    };
    (records, scope)
}

fn with_named_days(all: &Records, asked: &Scope, zone: Tz) -> Scope {
    let mut scope = asked.clone();
    let named = asked.appointments.iter().filter_map(|id| all.appointments.get(id));
    let of_customers = all.appointments.values().filter(|row| asked.rows_of.contains(&row.customer));
    let rows = named.chain(of_customers);
    scope.dates.extend(rows.flat_map(|row| dates_named(zone, row.span())));
    let messages = asked.messages.iter().filter_map(|id| all.messages.get(id));
    scope.dates.extend(messages.map(|message| message.date));
    scope
}

/// The days of a scope, days in a row as one, and the endless one from its `from` on.
pub(super) fn spans(zone: Tz, scope: &Scope) -> Vec<Span> {
    let from = match scope.from {
        Some(_) if scope.is_whole() => Some(Tick(i64::MIN)),
        from => from.map(|from| Day::new(zone, from).span.from),
    };
    let endless = from.map(|from| Span { from, until: Tick(i64::MAX) });
    let mut spans: Vec<Span> = Vec::new();
    for day in scope.dates.iter().map(|date| Day::new(zone, *date).span).chain(endless) {
        match spans.last_mut() {
            Some(last) if last.until == day.from => last.until = day.until,
            _ => spans.push(day),
        }
    }
    spans
}

fn kept<R: Record>(all: &BTreeMap<R::Id, Arc<R>>, wanted: impl Fn(&R) -> bool) -> BTreeMap<R::Id, Arc<R>> {
    all.iter().filter(|(_, record)| wanted(record)).map(|(id, record)| (id.clone(), record.clone())).collect()
}
