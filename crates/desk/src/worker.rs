//! The jobs of the day: names become final at the cutoff, temps whose time is over are archived, the book is backed up.
//! Each job is a command whose id is its name and date, so that any number of windows and workers do it once; what was missed while
//! nothing ran is due at the next start.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use zamu_core::command::Command;
use zamu_core::command::lines::{ArchiveTemps, Finalize};
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::outcome::Outcome;
use zamu_core::reading::cutoff;
use zamu_core::scope::Scope;
use zamu_core::time::{Clock, next_day};

use crate::desk::{Desk, job, perform};
use crate::readings::today;
use crate::replica::Backup;
use crate::store::StoreError;

/// When temps are archived.
const NIGHT: Clock = Clock(3 * 60);
/// The longest sleep between two looks at the clock: it may have been set, or the machine may have slept.
const NAP: Duration = Duration::from_secs(30);

/// A job that should have been done by now: its name, and its command.
type Due = (String, Command);

impl Desk {
    /// Does what is due and answers with what each job did.
    pub async fn run_due_jobs(&self) -> Result<Vec<Outcome>, StoreError> {
        let stamp = self.stamp().await?;
        let mut outcomes = Vec::new();
        for (name, command) in self.due_jobs(&stamp).await? {
            outcomes.push(perform(&self.book, &job(&name, command, &stamp), &stamp).await?);
        }
        Ok(outcomes)
    }

    /// The copy of the day, if there is none yet. Apart from the jobs: a backup that fails must not keep the names from becoming final.
    pub async fn back_up_today(&self) -> Result<Backup, StoreError> {
        self.book.back_up(self.today().await?).await
    }

    /// Runs until the caller drops it, telling what each job did.
    pub async fn work(&self, mut tell: impl FnMut(Result<Vec<Outcome>, StoreError>)) {
        loop {
            tell(self.run_due_jobs().await);
            if let Err(error) = self.back_up_today().await {
                tell(Err(error));
            }
            tokio::time::sleep(self.until_next().await.unwrap_or(NAP)).await;
        }
    }

    async fn due_jobs(&self, stamp: &Stamp) -> Result<Vec<Due>, StoreError> {
        self.days_of_jobs(|days| due(days, stamp)).await
    }

    async fn until_next(&self) -> Result<Duration, StoreError> {
        let stamp = self.stamp().await?;
        let next = self.days_of_jobs(|days| next_cutoff(days, &stamp)).await?;
        let left = next.and_then(|next| (next - stamp.now).to_std().ok());
        Ok(left.map_or(NAP, |left| left.clamp(Duration::from_secs(1), NAP)))
    }

    async fn days_of_jobs<T>(&self, read: impl Fn(&Days) -> T) -> Result<T, StoreError> {
        let date = self.today().await?;
        let scope = Scope::date(date).and(Scope::date(next_day(date)));
        let (_, answer) = crate::desk::ask(&self.book, scope, |days| Ok(read(days))).await?;
        answer.map_err(|_| StoreError::Empty)
    }
}

fn due(days: &Days, stamp: &Stamp) -> Vec<Due> {
    let today = today(days, stamp);
    let mut due = Vec::new();
    if days.day(today).at(NIGHT).utc() <= stamp.now && a_temp_is_over(days, today) {
        due.push((
            format!("archive_temps {today}"),
            Command::ArchiveTemps(ArchiveTemps { date: today.to_string() }),
        ));
    }
    for date in [today, next_day(today)] {
        if cutoff(days, date) <= stamp.now && !days.is_final(date) {
            due.push((format!("finalize {date}"), Command::Finalize(Finalize { date: date.to_string() })));
        }
    }
    due
}

fn a_temp_is_over(days: &Days, today: NaiveDate) -> bool {
    days.records().staff.values().any(|staff| {
        staff.left_on.is_none() && staff.temporary.as_ref().is_some_and(|temp| temp.last < today)
    })
}

fn next_cutoff(days: &Days, stamp: &Stamp) -> Option<DateTime<Utc>> {
    let today = today(days, stamp);
    [next_day(today), next_day(next_day(today))]
        .into_iter()
        .map(|date| cutoff(days, date))
        .find(|at| *at > stamp.now)
}
