//! Readings: what the window shows and the headless program prints. Most are the core's, asked of the days they need; status
//! and history are put together here. None of them writes.

use chrono::{Datelike, NaiveDate, SecondsFormat};
use serde_json::Value;
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::ids::AppointmentId;
use zamu_core::reading::*;
use zamu_core::refusal::Refusal;
use zamu_core::say;
use zamu_core::scope::Scope;
use zamu_core::time::{Tick, clock_of, date_of, next_day, parse_date};
use zamu_core::words;

use crate::desk::Desk;
use crate::parked;
use crate::print::{Heading, html};
use crate::steps;
use crate::store::{Store, StoreError};
use crate::sync::Shared;

/// A reading, or why it cannot be given.
pub type Read<T> = Result<Result<T, Refusal>, StoreError>;

impl<S: Store, T: Shared> Desk<S, T> {
    pub async fn sheet(&self, date: &str) -> Read<SheetReading> {
        let date = match parse_date(date) {
            Ok(date) => date,
            Err(why) => return Ok(Err(Refusal::invalid("date", why))),
        };
        let scope = Scope::date(date).and(Scope::date(next_day(date)));
        let read = self.ask(scope, |days, stamp| sheet(days, date, stamp)).await?;
        let Some(sync) = &self.sync else { return Ok(read) };
        let unsettled = sync.book.unsettled_rows().await?;
        Ok(read.map(|mut sheet| {
            sheet.rows.iter_mut().for_each(|row| row.unsettled = unsettled.contains(&row.id));
            sheet
        }))
    }

    /// The sheet as a page to print, the same as `zamu sheet --html`.
    pub async fn printable(&self, date: &str) -> Read<String> {
        let heading = self.ask(Scope::default(), |days, stamp| Ok(heading(days, date, stamp))).await?;
        let sheet = self.sheet(date).await?;
        Ok(heading.and_then(|heading| Ok(html(&sheet?, &heading))))
    }

    pub async fn slots(&self, query: &SlotQuery) -> Read<SlotsReading> {
        let row = query
            .moving
            .iter()
            .fold(Scope::default(), |scope, row| scope.and(Scope::appointment(&AppointmentId::new(row))));
        let dates = [&query.from, &query.to].into_iter().filter_map(|date| parse_date(date).ok());
        let scope = dates.fold(row, |scope, date| scope.and(Scope::date(date)));
        self.ask(scope, |days, stamp| slots(days, query, stamp)).await
    }

    pub async fn candidates(&self, appointment: &str, seat: u32) -> Read<CandidatesReading> {
        let row = AppointmentId::new(appointment);
        self.ask(Scope::appointment(&row), |days, stamp| candidates(days, &row, seat, stamp)).await
    }

    /// Who could be away on a day without a row more being left.
    pub async fn days_off(&self, date: &str) -> Read<DaysOffReading> {
        let date = match parse_date(date) {
            Ok(date) => date,
            Err(why) => return Ok(Err(Refusal::invalid("date", why))),
        };
        let scope = Scope::date(date).and(Scope::date(next_day(date)));
        self.ask(scope, |days, stamp| days_off(days, date, stamp)).await
    }

    pub async fn attention(&self) -> Read<AttentionReading> {
        let read =
            self.ask(Scope::from(self.today().await?), |days, stamp| Ok(attention(days, stamp))).await?;
        let Ok(mut reading) = read else { return Ok(read) };
        let open = reading.items.iter().map(|item| item.id.clone()).collect();
        reading.cleared = self.cleared_today(&open).await?;
        reading.items.splice(0..0, self.calendar_items().await?);
        if let Some(sync) = &self.sync {
            let refused = parked::items(&sync.book, &self.stamp().await?).await?;
            reading.items.splice(0..0, refused);
        }
        Ok(Ok(reading))
    }

    pub async fn team(&self) -> Read<TeamReading> {
        self.ask(Scope::from(self.today().await?), |days, stamp| Ok(team(days, stamp))).await
    }

    pub async fn catalogue(&self) -> Read<CatalogueReading> {
        self.ask(Scope::default(), |days, stamp| Ok(catalogue(days, stamp))).await
    }

    pub async fn site(&self) -> Read<SiteReading> {
        self.ask(Scope::default(), |days, _| Ok(site(days))).await
    }

    /// What happened to a row, newest first. `kind/handle` names another record than an appointment.
    pub async fn history(&self, row: &str) -> Read<HistoryReading> {
        let (kind, handle) = row.split_once('/').unwrap_or(("appointment", row));
        let handle = crate::handles::with_handles(&self.book, Value::from(handle)).await?;
        let handle = handle.as_str().unwrap_or_default();
        let entries = self.book.history_of(kind, handle).await?;
        self.ask(Scope::default(), |days, _| {
            Ok(HistoryReading {
                entries: entries.iter().map(|entry| crate::changed::told(days, entry)).collect(),
            })
        })
        .await
    }

    /// The site's civil day of now.
    pub async fn today(&self) -> Result<NaiveDate, StoreError> {
        let loaded = self.ask(Scope::default(), |days, stamp| Ok(today(days, stamp))).await?;
        loaded.map_err(|_| StoreError::Empty)
    }
}

impl Desk {
    /// What the window's frame shows all the time.
    pub async fn status(&self) -> Result<StatusReading, StoreError> {
        let desk = self.book.settings().await?;
        let steps = self.book.steps(&self.book.desk().await?).await?;
        let (attention, messages) = self.counts().await?;
        // Only a desk of a shared book is told whether tomorrow is final; a whole day is much to read for a status.
        let scope = match self.sync {
            Some(_) => Scope::date(next_day(self.today().await?)),
            None => Scope::default(),
        };
        let loaded = self.book.load(&scope).await?;
        let revision = u32::try_from(loaded.revision).unwrap_or(u32::MAX);
        let days = loaded.days()?;
        let stamp = self.stamp().await?;
        let today = today(&days, &stamp);
        let attention = attention + u32::try_from(link_items(&days, &stamp).len()).unwrap_or(0);
        let sync = self.sync_state(&days, &stamp).await?;
        Ok(StatusReading {
            now: stamp.now.to_rfc3339_opts(SecondsFormat::Secs, true),
            today: today.to_string(),
            tomorrow: next_day(today).to_string(),
            site_name: days.site().name.clone(),
            time_zone: days.zone().name().into(),
            revision,
            sync: sync.state,
            waiting: sync.waiting,
            since: sync.since,
            attention,
            messages,
            first_start: days.records().staff.is_empty() && days.records().services.is_empty(),
            book: self.book.path().display().to_string(),
            actor: desk.get("actor").cloned().unwrap_or_default(),
            undo: steps::to_undo(&steps).map(|step| step.text.clone()),
            redo: steps::to_redo(&steps).map(|step| step.text.clone()),
            warnings: sync.warnings,
            desk,
        })
    }

    /// What the chip says of the shared book.
    async fn sync_state(&self, days: &Days, stamp: &Stamp) -> Result<SyncState, StoreError> {
        let Some(sync) = &self.sync else { return Ok(SyncState::of("local", 0)) };
        let (line, waiting) = (sync.line(), self.book.waiting().await?);
        let mut state = match (&line.lost, waiting) {
            (Some((since, _)), _) => SyncState {
                since: Some(clock_of(days.zone(), Tick::floor(*since))),
                ..SyncState::of("disconnected", waiting)
            },
            (None, 0) => SyncState::of("shared", 0),
            (None, _) => SyncState::of("waiting", waiting),
        };
        let tomorrow = next_day(today(days, stamp));
        if line.lost.is_some() && cutoff(days, tomorrow) <= stamp.now && !days.is_final(tomorrow) {
            state.warnings.push(say!(
                stamp.language,
                "The names of tomorrow are not final yet: waiting for the shared book.",
                "Majina ya kesho si ya mwisho bado: tunasubiri kitabu cha pamoja."
            ));
        }
        if line.outdated {
            state.warnings.push(Refusal::Outdated.why(stamp.language));
        }
        Ok(state)
    }

    /// Open attention items whose row is not over, and messages that wait.
    async fn counts(&self) -> Result<(u32, u32), StoreError> {
        let (now, today) = (self.clock.now().timestamp(), self.today().await?);
        Ok(sqlx::query_as(include_str!("../sql/read/waiting.sql"))
            .bind(now)
            .bind(today)
            .fetch_one(self.book.readers())
            .await?)
    }
}

/// What stands above the printed sheet of a date; one that cannot be read is refused with the sheet.
fn heading(days: &Days, date: &str, stamp: &Stamp) -> Heading {
    let language = stamp.language;
    let now = stamp.now.with_timezone(&days.zone());
    Heading {
        site: days.site().name.clone(),
        date: parse_date(date)
            .map(|date| format!("{} {}", words::date(language, date), date.year()))
            .unwrap_or_default(),
        printed: format!("{} {}", words::date(language, now.date_naive()), now.format("%H:%M")),
        language,
    }
}

/// Where this desk stands with its shared book.
struct SyncState {
    state: String,
    waiting: u32,
    /// Local time since when there is no line.
    since: Option<String>,
    warnings: Vec<String>,
}

impl SyncState {
    fn of(state: &str, waiting: u32) -> SyncState {
        SyncState { state: state.into(), waiting, since: None, warnings: Vec::new() }
    }
}

pub fn today(days: &Days, stamp: &Stamp) -> NaiveDate {
    date_of(days.zone(), Tick::floor(stamp.now))
}
