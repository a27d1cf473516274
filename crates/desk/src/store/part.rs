//! A part of a book as it was at a revision, what was asked for to get it, and whether another question lies within.
//! Commits are added to it; it says where they cannot tell all of it. Who keeps a part knows how to find out that the book has moved on.

use chrono::NaiveDate;
use chrono_tz::Tz;
use zamu_core::changes::{Changes, Records};
use zamu_core::record::{Appointment, Message};
use zamu_core::scope::Scope;

use super::within::spans;
use super::{Loaded, Revision, dates_named, within};

#[derive(Debug)]
pub struct Part {
    pub records: Records,
    pub scope: Scope,
    pub revision: Revision,
    /// None: there is no book.
    zone: Option<Tz>,
}

impl Part {
    pub fn new(records: Records, scope: Scope, revision: Revision) -> Part {
        Part { zone: zone(&records), records, scope, revision }
    }

    pub fn of(loaded: &Loaded) -> Part {
        Part::new(loaded.records.clone(), loaded.scope.clone(), loaded.revision)
    }

    pub fn took_place(&mut self, revision: Revision, changes: &Changes) {
        self.records.apply(changes);
        self.revision = revision;
    }

    /// With more of the book as of the same revision.
    pub fn and(mut self, more: Part) -> Part {
        self.records.merge(more.records);
        Part { scope: self.scope.and(more.scope), ..self }
    }

    /// Whether everybody is here whom the rows and messages of the days speak of: one that came from another day may name somebody who
    /// is not. A book in another zone has other days.
    pub fn is_whole(&self) -> bool {
        self.knows_all(self.records.appointments.values(), self.records.messages.values())
    }

    /// The same, where it was whole before these changes.
    pub fn is_whole_after(&self, changes: &Changes) -> bool {
        let rows = changes.appointments.keys().filter_map(|id| self.records.appointments.get(id));
        let messages = changes.messages.keys().filter_map(|id| self.records.messages.get(id));
        self.knows_all(rows, messages)
    }

    fn knows_all<'a>(
        &'a self,
        rows: impl Iterator<Item = &'a std::sync::Arc<Appointment>>,
        messages: impl Iterator<Item = &'a std::sync::Arc<Message>>,
    ) -> bool {
        let Some(zone) = self.zone.filter(|_| zone(&self.records) == self.zone) else { return false };
        let spans = spans(zone, &self.scope);
        let rows = rows.filter(|row| spans.iter().any(|day| day.overlaps(row.span())));
        let messages = messages.filter(|message| self.scope.covers(message.date));
        let mut spoken_of = rows.map(|row| &row.customer).chain(messages.map(|message| &message.customer));
        spoken_of.all(|customer| self.records.customers.contains_key(customer))
    }

    /// Whether all that a scope takes in is here but its commands, also what it names and what is not in the book.
    pub fn covers(&self, asked: &Scope) -> bool {
        let Some(zone) = self.zone else { return false };
        let (held, all) = (&self.scope, &self.records);
        let rows = asked.appointments.difference(&held.appointments);
        let messages = asked.messages.difference(&held.messages);
        let customers = asked.customers.difference(&held.customers);
        self.covers_days(asked)
            && rows.into_iter().all(|id| all.appointments.contains_key(id))
            && messages.into_iter().all(|id| all.messages.contains_key(id))
            && customers.into_iter().all(|id| all.customers.contains_key(id))
            && asked.rows_of.is_subset(&held.rows_of)
            && asked.phones.is_subset(&held.phones)
            && self.covers_named(asked, zone)
    }

    fn covers_days(&self, asked: &Scope) -> bool {
        let from = asked.from.is_none_or(|from| self.scope.from.is_some_and(|held| held <= from));
        from && asked.dates.iter().all(|date| self.has(*date))
    }

    fn has(&self, date: NaiveDate) -> bool {
        self.scope.covers(date)
    }

    /// Whether the days on which the named rows and messages lie now are here.
    fn covers_named(&self, asked: &Scope, zone: Tz) -> bool {
        let named = asked.appointments.iter().filter_map(|id| self.records.appointments.get(id));
        let of_customers = self
            .records
            .appointments
            .values()
            .filter(|row| !asked.rows_of.is_empty() && asked.rows_of.contains(&row.customer));
        let mut messages = asked.messages.iter().filter_map(|id| self.records.messages.get(id));
        named
            .chain(of_customers)
            .all(|row| dates_named(zone, row.span()).into_iter().all(|date| self.has(date)))
            && messages.all(|message| self.has(message.date))
    }

    pub fn within(&self, asked: &Scope) -> (Records, Scope) {
        within(&self.records, asked)
    }
}

fn zone(records: &Records) -> Option<Tz> {
    records.site.values().next().map(|site| site.time_zone)
}
