//! Readings: what the window shows and the headless program prints. Most are the core's, asked of the days they need; status
//! and history are put together here. None of them writes.

use chrono::{NaiveDate, SecondsFormat};
use serde_json::Value;
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::ids::AppointmentId;
use zamu_core::reading::*;
use zamu_core::refusal::Refusal;
use zamu_core::scope::Scope;
use zamu_core::time::{Tick, date_of, next_day, parse_date};

use crate::desk::{Desk, THIS_DESK};
use crate::replica;
use crate::steps;
use crate::store::{Store, StoreError};

/// A reading, or why it cannot be given.
pub type Read<T> = Result<Result<T, Refusal>, StoreError>;

impl Desk {
    pub async fn sheet(&self, date: &str) -> Read<SheetReading> {
        let date = match parse_date(date) {
            Ok(date) => date,
            Err(why) => return Ok(Err(Refusal::invalid("date", why))),
        };
        let scope = Scope::date(date).and(Scope::date(next_day(date)));
        self.ask(scope, |days, stamp| sheet(days, date, stamp)).await
    }

    /// The sheet as a page to print, the same as `zamu sheet --html`.
    pub async fn printable(&self, date: &str) -> Read<String> {
        let site = self.site().await?.map(|site| site.name).unwrap_or_default();
        Ok(self.sheet(date).await?.map(|sheet| crate::print::html(&sheet, &site)))
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

    pub async fn attention(&self) -> Read<AttentionReading> {
        let reading =
            self.ask(Scope::from(self.today().await?), |days, stamp| Ok(attention(days, stamp))).await?;
        let Ok(mut reading) = reading else { return Ok(reading) };
        let open = reading.items.iter().map(|item| item.id.clone()).collect();
        reading.cleared = self.cleared_today(&open).await?;
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
        let entries = replica::history_of(&self.book, kind, handle).await?;
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

    /// What the window's frame shows all the time.
    pub async fn status(&self) -> Result<StatusReading, StoreError> {
        let desk = self.book.settings().await?;
        let steps = self.book.steps(THIS_DESK).await?;
        let (attention, messages) = self.counts().await?;
        let loaded = self.book.load(&Scope::default()).await?;
        let revision = u32::try_from(loaded.revision).unwrap_or(u32::MAX);
        let days = loaded.days()?;
        let stamp = self.stamp().await?;
        let today = today(&days, &stamp);
        Ok(StatusReading {
            now: stamp.now.to_rfc3339_opts(SecondsFormat::Secs, true),
            today: today.to_string(),
            tomorrow: next_day(today).to_string(),
            site_name: days.site().name.clone(),
            time_zone: days.zone().name().into(),
            revision,
            sync: "local".into(),
            waiting: 0,
            since: None,
            attention,
            messages,
            first_start: days.records().staff.is_empty() && days.records().services.is_empty(),
            book: self.book.path().display().to_string(),
            actor: desk.get("actor").cloned().unwrap_or_default(),
            undo: steps::to_undo(&steps).map(|step| step.text.clone()),
            redo: steps::to_redo(&steps).map(|step| step.text.clone()),
            warnings: Vec::new(),
            desk,
        })
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

pub fn today(days: &Days, stamp: &Stamp) -> NaiveDate {
    date_of(days.zone(), Tick::floor(stamp.now))
}
