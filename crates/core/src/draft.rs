//! A decision being made: the loaded days as the command leaves them, and every change on the way. Commands put and remove records here;
//! `settle.rs` then draws what follows. Nobody acts: what people should be told are records, too.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::changes::{Change, Changes, Kept};
use crate::days::Days;
use crate::decide::{Actor, Stamp};
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::time::{self, Tick};

pub struct Draft<'a> {
    pub before: &'a Days,
    pub days: Days,
    pub changes: Changes,
    pub id: CommandId,
    pub by: &'a Actor,
    pub stamp: &'a Stamp,
    /// The row the command is about.
    pub subject: Option<AppointmentId>,
    /// Another record it created.
    pub created: Option<Touched>,
    /// Said to the person at the desk, refusing nothing.
    pub notices: Vec<String>,
    /// What was done, in one sentence.
    pub text: String,
    pub tell: Tell,
    /// When a desk without line answered this to a customer; its time is kept whatever happened meanwhile. None: nobody was promised it.
    pub promised: Option<DateTime<Utc>>,
}

/// How messages about what changed are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// A person did it to this row: its customer's message is ready.
    Ready,
    /// It follows from something else: changed names wait for a person (A4, A5).
    Held,
    /// Records are restored as they were, messages among them.
    Nothing,
}

impl<'a> Draft<'a> {
    pub fn new(before: &'a Days, id: CommandId, by: &'a Actor, stamp: &'a Stamp) -> Draft<'a> {
        Draft {
            before,
            days: before.clone(),
            changes: Changes::default(),
            id,
            by,
            stamp,
            subject: None,
            created: None,
            notices: Vec::new(),
            text: String::new(),
            tell: Tell::Ready,
            promised: None,
        }
    }

    /// The moment by which a booking's lead and past are judged: when the customer was answered.
    pub fn answered_at(&self) -> DateTime<Utc> {
        self.promised.unwrap_or(self.stamp.now)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.stamp.now
    }

    /// The first tick that is not past.
    pub fn now_tick(&self) -> Tick {
        Tick::ceil(self.stamp.now)
    }

    pub fn today(&self) -> NaiveDate {
        time::date_of(self.days.zone(), Tick::floor(self.stamp.now))
    }

    pub fn language(&self) -> Language {
        self.stamp.language
    }

    pub fn put<R: Kept>(&mut self, record: R) {
        let original = R::of(self.before.records()).get(record.id()).map(Arc::as_ref);
        match Change::between(original, Some(&record)) {
            Some(change) => R::changed(&mut self.changes).insert(record.id().clone(), change),
            None => R::changed(&mut self.changes).remove(record.id()),
        };
        self.days.put(record);
    }

    pub fn remove<R: Kept>(&mut self, id: &R::Id) {
        let original = R::of(self.before.records()).get(id);
        match original {
            Some(original) => {
                R::changed(&mut self.changes).insert(id.clone(), Change::Removed(R::clone(original)))
            }
            None => R::changed(&mut self.changes).remove(id),
        };
        self.days.remove::<R>(id);
    }

    /// The handle of a record this command creates.
    pub fn new_handle(&self, kind: &str, which: &str) -> String {
        handle_of(self.id, kind, which)
    }

    /// Rows that this draft has changed so far.
    pub fn touched_rows(&self) -> BTreeSet<AppointmentId> {
        self.changes.appointments.keys().cloned().collect()
    }

    /// The days on which touched rows lie or lay.
    pub fn touched_dates(&self) -> BTreeSet<NaiveDate> {
        let rows = self.changes.appointments.values().flat_map(|change| [change.before(), change.after()]);
        rows.flatten().map(|row| self.days.date_of(row.start)).collect()
    }

    /// T4: a row that has started is never moved by the system.
    pub fn started(&self, row: &Appointment) -> bool {
        row.start.utc() <= self.stamp.now
    }
}
