//! `Days`: the snapshot a decision reads. Every record that was loaded, indexed once and kept current by `put` and `remove`.
//! It refuses to answer about a day or a record that is not loaded (`Refusal::NotLoaded`), so that a scope can never be silently too small.
//! Days that were loaded by name keep everybody's free time once it was asked; a change drops what it touches (`free_time.rs`).

mod indexed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::changes::{Changes, Kept, Records};
use crate::free_time::{Free, FreeTime};
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::scope::Scope;
use crate::time::{self, Day, Span, Tick};
pub use indexed::Indexed;

/// A stretch that a row occupies of a person or a room.
pub type Occupied = (Span, AppointmentId);

/// Longest span a row may have; a lookup of overlapping rows need not look further back.
pub const LONGEST_SPAN_MINUTES: u32 = 24 * 60;

/// What is known of one person's time.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Spans of booked rows, by start.
    pub rows: Vec<Occupied>,
    pub overrides: BTreeMap<OverrideId, Arc<Override>>,
    pub vacations: BTreeMap<VacationId, Arc<Vacation>>,
    pub blocks: BTreeMap<BlockId, Arc<Block>>,
    pub busy: BTreeMap<BusyId, Arc<Busy>>,
    free_time: FreeTime,
}

/// What is known of one room's time.
#[derive(Clone, Debug, Default)]
pub struct RoomTime {
    pub rows: Vec<Occupied>,
    pub blocks: BTreeMap<RoomBlockId, Arc<RoomBlock>>,
}

#[derive(Clone, Debug)]
pub struct Days {
    site: Arc<Site>,
    records: Records,
    loaded: Scope,
    /// The days that were loaded by name, by date.
    named: Vec<Day>,
    /// Recorded changes of the commands in the scope, and whether each was undone.
    pub recorded: BTreeMap<CommandId, Recorded>,
    people: BTreeMap<StaffId, Person>,
    room_times: BTreeMap<RoomId, RoomTime>,
    by_date: BTreeMap<NaiveDate, BTreeSet<(Tick, AppointmentId)>>,
    by_phone: BTreeMap<String, BTreeSet<CustomerId>>,
    messages_of: BTreeMap<(NaiveDate, CustomerId), BTreeSet<MessageId>>,
    items_on: BTreeMap<NaiveDate, BTreeSet<ItemId>>,
}

/// What history holds of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub changes: Changes,
    pub text: String,
}

impl Days {
    /// The snapshot of what a store loaded. None without a site: there is no book.
    pub fn new(records: Records, loaded: Scope) -> Option<Days> {
        let site = records.site.values().next()?.clone();
        let mut days = Days {
            named: loaded.dates.iter().map(|date| Day::new(site.time_zone, *date)).collect(),
            site,
            records: Records::default(),
            loaded,
            recorded: BTreeMap::new(),
            people: BTreeMap::new(),
            room_times: BTreeMap::new(),
            by_date: BTreeMap::new(),
            by_phone: BTreeMap::new(),
            messages_of: BTreeMap::new(),
            items_on: BTreeMap::new(),
        };
        days.index_all(&records);
        days.records = records;
        Some(days)
    }

    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    pub fn zone(&self) -> Tz {
        self.site.time_zone
    }

    pub fn records(&self) -> &Records {
        &self.records
    }

    pub fn loaded(&self) -> &Scope {
        &self.loaded
    }

    pub fn day(&self, date: NaiveDate) -> Day {
        match self.named_at(date) {
            Some(at) => self.named[at],
            None => Day::new(self.zone(), date),
        }
    }

    fn named_at(&self, date: NaiveDate) -> Option<usize> {
        self.named.binary_search_by_key(&date, |day| day.date).ok()
    }

    /// What a person has free on a day, kept where the day was loaded by name.
    pub(crate) fn kept_free(&self, person: &Person, date: NaiveDate, anew: impl FnOnce() -> Free) -> Free {
        match self.named_at(date) {
            Some(at) => person.free_time.on(at, anew),
            None => anew(),
        }
    }

    pub fn date_of(&self, at: Tick) -> NaiveDate {
        time::date_of(self.zone(), at)
    }

    /// The civil days a span touches.
    pub fn dates_of(&self, span: Span) -> Vec<NaiveDate> {
        let last = self.date_of(Tick(span.until.0 - 1).max(span.from));
        self.date_of(span.from).iter_days().take_while(|date| *date <= last).collect()
    }

    /// Refuses to go on unless this day is loaded.
    pub fn need(&self, date: NaiveDate) -> Result<(), Refusal> {
        if self.loaded.covers(date) { Ok(()) } else { Err(Refusal::NotLoaded(Box::new(Scope::date(date)))) }
    }

    /// Refuses with every missing day of the span at once.
    pub fn need_span(&self, span: Span) -> Result<(), Refusal> {
        let dates: BTreeSet<NaiveDate> =
            self.dates_of(span).into_iter().filter(|date| !self.loaded.covers(*date)).collect();
        if dates.is_empty() {
            Ok(())
        } else {
            Err(Refusal::NotLoaded(Box::new(Scope { dates, ..Scope::default() })))
        }
    }

    pub fn need_from(&self, date: NaiveDate) -> Result<(), Refusal> {
        match self.loaded.from {
            Some(from) if from <= date => Ok(()),
            _ => Err(Refusal::NotLoaded(Box::new(Scope::from(date)))),
        }
    }

    pub fn service(&self, id: &ServiceId) -> Result<&Arc<Service>, Refusal> {
        self.records.services.get(id).ok_or_else(|| Refusal::unknown("service", id.as_str()))
    }

    pub fn room(&self, id: &RoomId) -> Result<&Arc<Room>, Refusal> {
        self.records.rooms.get(id).ok_or_else(|| Refusal::unknown("room", id.as_str()))
    }

    pub fn staff(&self, id: &StaffId) -> Result<&Arc<Staff>, Refusal> {
        self.records.staff.get(id).ok_or_else(|| Refusal::unknown("staff", id.as_str()))
    }

    pub fn customer(&self, id: &CustomerId) -> Result<&Arc<Customer>, Refusal> {
        let asked = self.loaded.is_whole() || self.loaded.customers.contains(id);
        match self.records.customers.get(id) {
            Some(customer) => Ok(customer),
            None if asked => Err(Refusal::unknown("customer", id.as_str())),
            None => Err(Refusal::NotLoaded(Box::new(Scope::customer(id)))),
        }
    }

    /// Customers with this phone; the scope must have asked for it.
    pub fn customers_with(&self, phone: &str) -> Result<Vec<&Arc<Customer>>, Refusal> {
        if !self.loaded.is_whole() && !self.loaded.phones.contains(phone) {
            return Err(Refusal::NotLoaded(Box::new(Scope::phone(phone))));
        }
        let ids = self.by_phone.get(phone).into_iter().flatten();
        Ok(ids.filter_map(|id| self.records.customers.get(id)).collect())
    }

    pub fn appointment(&self, id: &AppointmentId) -> Result<&Arc<Appointment>, Refusal> {
        let asked = self.loaded.is_whole() || self.loaded.appointments.contains(id);
        match self.records.appointments.get(id) {
            Some(row) => Ok(row),
            None if asked => Err(Refusal::unknown("appointment", id.as_str())),
            None => Err(Refusal::NotLoaded(Box::new(Scope::appointment(id)))),
        }
    }

    /// Every row of a customer, of any day and status; the scope must have asked for them.
    pub fn rows_of(&self, id: &CustomerId) -> Result<Vec<&Arc<Appointment>>, Refusal> {
        if !self.loaded.is_whole() && !self.loaded.rows_of.contains(id) {
            return Err(Refusal::NotLoaded(Box::new(Scope::rows_of([id.clone()].into()))));
        }
        Ok(self.records.appointments.values().filter(|row| row.customer == *id).collect())
    }

    pub fn message(&self, id: &MessageId) -> Result<&Arc<Message>, Refusal> {
        let asked = self.loaded.is_whole() || self.loaded.messages.contains(id);
        match self.records.messages.get(id) {
            Some(message) => Ok(message),
            None if asked => Err(Refusal::unknown("message", id.as_str())),
            None => Err(Refusal::NotLoaded(Box::new(Scope::message(id)))),
        }
    }

    pub fn recorded(&self, id: CommandId) -> Result<&Recorded, Refusal> {
        match self.recorded.get(&id) {
            Some(recorded) => Ok(recorded),
            None if self.loaded.commands.contains(&id) => Err(Refusal::unknown("command", &id.to_string())),
            None => Err(Refusal::NotLoaded(Box::new(Scope::command(id)))),
        }
    }

    /// Rows that start on this day, by start and handle, of every status.
    pub fn rows_on(&self, date: NaiveDate) -> impl Iterator<Item = &Arc<Appointment>> {
        let ids = self.by_date.get(&date).into_iter().flatten();
        ids.filter_map(|(_, id)| self.records.appointments.get(id))
    }

    /// Days with rows, from this one on.
    pub fn dates_with_rows(&self, from: NaiveDate) -> Vec<NaiveDate> {
        self.by_date.range(from..).filter(|(_, rows)| !rows.is_empty()).map(|(date, _)| *date).collect()
    }

    pub fn person(&self, id: &StaffId) -> Option<&Person> {
        self.people.get(id)
    }

    pub fn room_time(&self, id: &RoomId) -> Option<&RoomTime> {
        self.room_times.get(id)
    }

    pub fn sheet(&self, date: NaiveDate) -> Option<&Arc<Sheet>> {
        self.records.sheets.get(&SheetId::new(&date.to_string()))
    }

    pub fn is_final(&self, date: NaiveDate) -> bool {
        self.sheet(date).is_some_and(|sheet| sheet.finalized_at.is_some())
    }

    pub fn messages_of(&self, customer: &CustomerId, date: NaiveDate) -> impl Iterator<Item = &Arc<Message>> {
        let ids = self.messages_of.get(&(date, customer.clone())).into_iter().flatten();
        ids.filter_map(|id| self.records.messages.get(id))
    }

    pub fn items_on(&self, date: NaiveDate) -> impl Iterator<Item = &Arc<Item>> {
        let ids = self.items_on.get(&date).into_iter().flatten();
        ids.filter_map(|id| self.records.attention.get(id))
    }

    pub fn put<R: Kept>(&mut self, record: R) {
        self.remove::<R>(record.id());
        let record = Arc::new(record);
        R::enter(&record, self);
        R::of_mut(&mut self.records).insert(record.id().clone(), record);
    }

    pub fn remove<R: Kept>(&mut self, id: &R::Id) -> Option<Arc<R>> {
        let old = R::of_mut(&mut self.records).remove(id)?;
        old.leave(self);
        Some(old)
    }

    /// A snapshot with more in it; what was there stays as it is.
    pub fn grown(mut self, records: Records, loaded: Scope) -> Option<Days> {
        let recorded = std::mem::take(&mut self.recorded);
        self.records.merge(records);
        let mut days = Days::new(self.records, self.loaded.and(loaded))?;
        days.recorded = recorded;
        Some(days)
    }
}

/// The part of an index that overlaps a span.
pub fn overlapping(rows: &[Occupied], span: Span) -> impl Iterator<Item = &Occupied> {
    let earliest = Tick(span.from.0 - i64::from(LONGEST_SPAN_MINUTES / time::TICK_MINUTES));
    let first = rows.partition_point(|(row, _)| row.from < earliest);
    rows[first..]
        .iter()
        .take_while(move |(row, _)| row.from < span.until)
        .filter(move |(row, _)| row.overlaps(span))
}
