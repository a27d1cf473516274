//! What the jobs of a connection need of the book, and how they tell it something: with a shared book at the truth, like every job.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde_json::Value;
use zamu_core::availability::shift_spans;
use zamu_core::calendars::{self, NameOut, Privacy};
use zamu_core::command::Command;
use zamu_core::days::Days;
use zamu_core::decide::{Actor, Issued, Stamp};
use zamu_core::ids::{AppointmentId, uuid_of};
use zamu_core::outcome::Outcome;
use zamu_core::record::{Busy, CalendarLink};
use zamu_core::scope::Scope;
use zamu_core::time::{Day, Span, Tick, date_of, earlier_day, later_day};

use super::Trouble;
use crate::BUILD;
use crate::desk::{Desk, JOBS, perform};
use crate::replica::Replica;
use crate::store::StoreError;
use crate::sync::Shared;

/// How final names are told of customers, as this desk has chosen.
pub const PRIVACY: &str = "calendar_privacy";
/// Read further ahead than anything can be booked, so that a new day need not be read anew.
const AHEAD_DAYS: u64 = 8;

/// The part of the book that a connection is about.
#[derive(Clone, Debug)]
pub struct Part {
    pub link: CalendarLink,
    /// The book's name in the marks of our events.
    pub book: String,
    pub zone: chrono_tz::Tz,
    pub today: NaiveDate,
    /// From the start of today to the end of what can be booked.
    pub horizon: Span,
    /// What the book holds of this connection.
    pub busy: Vec<Span>,
    /// What should stand in the person's calendar.
    pub names: BTreeMap<AppointmentId, NameOut>,
    /// The person has hours today or tomorrow.
    pub soon: bool,
}

impl Part {
    /// What to read: a day back, for what runs over midnight, and further than can be booked.
    pub fn wanted(&self) -> (i64, i64) {
        let from = Day::new(self.zone, earlier_day(self.today, 1)).span.from;
        let until = self.horizon.until.utc() + TimeDelta::days(i64::try_from(AHEAD_DAYS).unwrap_or(0));
        (from.seconds(), until.timestamp())
    }
}

/// None: the book has no such connection.
pub async fn part<T: Shared>(desk: &Desk<Replica, T>, link: &str) -> Result<Option<Part>, StoreError> {
    Ok(parts(desk).await?.remove(link))
}

/// Every connection of the book, by its handle.
pub async fn parts<T: Shared>(desk: &Desk<Replica, T>) -> Result<BTreeMap<String, Part>, StoreError> {
    let privacy = desk.book.settings().await?.remove(PRIVACY).unwrap_or_default();
    let privacy = Privacy::named(&privacy);
    let scope = Scope::from(desk.today().await?);
    let asked = desk.ask(scope, |days, stamp| {
        let links = days.records().calendar_links.values();
        Ok(links.map(|link| (link.id.to_string(), of(days, link, stamp, privacy))).collect())
    });
    asked.await?.map_err(|_| StoreError::Empty)
}

fn of(days: &Days, link: &CalendarLink, stamp: &Stamp, privacy: Privacy) -> Part {
    let (zone, site) = (days.zone(), days.site());
    let today = date_of(zone, Tick::floor(stamp.now));
    let last = later_day(today, u64::from(site.horizon_days));
    let said = |busy: &&std::sync::Arc<Busy>| busy.link.as_ref() == Some(&link.id);
    let mut busy: Vec<Span> = days.records().busy.values().filter(said).map(|busy| busy.span).collect();
    busy.sort();
    let staff = days.records().staff.get(&link.staff);
    let works = |date| {
        staff.is_some_and(|staff| !shift_spans(staff, days.person(&staff.id), &days.day(date)).is_empty())
    };
    let names = match (&link.push, link.may_write) {
        (Some(_), true) => calendars::names_out(days, &link.staff, today, privacy),
        _ => Default::default(),
    };
    Part {
        book: uuid_of(site.id.as_str(), "book", "calendars").simple().to_string(),
        zone,
        today,
        horizon: Span::new(days.day(today).span.from, days.day(last).span.until),
        busy,
        names,
        soon: works(today) || works(later_day(today, 1)),
        link: link.clone(),
    }
}

/// Tells the book something as a job: nobody's step, nothing to undo, decided where jobs are decided.
pub async fn tell<T: Shared>(desk: &Desk<Replica, T>, line: Value) -> Result<(), Trouble> {
    let command: Command = serde_json::from_value(line)?;
    let stamp = desk.stamp().await?;
    let issued = Issued {
        id: desk.clock.new_id(),
        at: stamp.now,
        by: Actor { person: JOBS.into(), desk: JOBS.into() },
        build: BUILD,
        promised: false,
        digest: None,
        command,
    };
    let outcome = match &desk.sync {
        Some(sync) => {
            let outcome = perform(&sync.deciding, &issued, &stamp).await?;
            sync.truth.wake().await?;
            sync.settle().await?;
            outcome
        }
        None => perform(&desk.book, &issued, &stamp).await?,
    };
    match outcome {
        Outcome::Refused(refused) => Err(Trouble::Refused(refused.why.into())),
        Outcome::Done(_) | Outcome::Changed(_) => Ok(()),
    }
}
