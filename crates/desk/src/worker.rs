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
use crate::place::Book;
use crate::readings::today;
use crate::replica::{Backup, Replica};
use crate::store::{Store, StoreError};
use crate::sync::Shared;

/// When temps are archived.
const NIGHT: Clock = Clock(3 * 60);
/// The longest sleep between two looks at the clock: it may have been set, or the machine may have slept.
const NAP: Duration = Duration::from_secs(30);

/// A job that should have been done by now: its name, and its command.
type Due = (String, Command);

impl<S: Store, T: Shared> Desk<S, T> {
    /// Does what is due and answers with what each job did. With a shared book it is done there, by the server's clock; without a line
    /// nothing is done, and the names of tomorrow are not final yet.
    pub async fn run_due_jobs(&self) -> Result<Vec<Outcome>, StoreError> {
        let stamp = self.stamp().await?;
        let mut outcomes = Vec::new();
        for (name, command) in self.due_jobs(&stamp).await? {
            let job = job(&name, command, &stamp);
            outcomes.push(match &self.sync {
                Some(sync) => perform(&sync.deciding, &job, &stamp).await?,
                None => perform(&self.book, &job, &stamp).await?,
            });
        }
        match &self.sync {
            Some(sync) if !outcomes.is_empty() => {
                sync.truth.wake().await?;
                sync.settle().await?;
            }
            _ => {}
        }
        Ok(outcomes)
    }

    /// With a shared book: settles what waits and takes in what others did.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        match &self.sync {
            Some(sync) => {
                sync.settle().await?;
                sync.compare_what_is_due().await;
                Ok(())
            }
            None => Ok(()),
        }
    }

    async fn due_jobs(&self, stamp: &Stamp) -> Result<Vec<Due>, StoreError> {
        self.days_of_jobs(|days| due(days, stamp)).await
    }

    /// How long until the next job, at most a nap.
    pub async fn until_next(&self) -> Result<Duration, StoreError> {
        let stamp = self.stamp().await?;
        let next = self.days_of_jobs(|days| next_cutoff(days, &stamp)).await?;
        let left = next.and_then(|next| (next - stamp.now).to_std().ok());
        Ok(left.map_or(NAP, |left| left.clamp(Duration::from_secs(1), NAP)))
    }

    async fn days_of_jobs<A>(&self, read: impl Fn(&Days) -> A) -> Result<A, StoreError> {
        let date = self.today().await?;
        let scope = Scope::date(date).and(Scope::date(next_day(date)));
        self.ask(scope, |days, _| Ok(read(days))).await?.map_err(|_| StoreError::Empty)
    }
}

/// The copy of the day, if there is none yet. Apart from the jobs: a backup that fails must not keep the names from becoming final.
pub async fn back_up_today(book: &Replica, today: NaiveDate) -> Result<Backup, StoreError> {
    book.back_up(today).await
}

impl Desk {
    pub async fn back_up_today(&self) -> Result<Backup, StoreError> {
        back_up_today(&self.book, self.today().await?).await
    }
}

impl Desk<Book> {
    /// None: the server's owner keeps the backups of a shared book.
    pub async fn back_up_today(&self) -> Result<Option<Backup>, StoreError> {
        match &self.book {
            Book::File(book) => Ok(Some(back_up_today(book, self.today().await?).await?)),
            Book::Shared(_) => Ok(None),
        }
    }

    /// Runs until the caller drops it, telling what each job did.
    pub async fn work(&self, mut tell: impl FnMut(Result<Vec<Outcome>, StoreError>)) {
        loop {
            tell(match self.catch_up().await {
                Ok(()) => self.run_due_jobs().await,
                Err(error) => Err(error),
            });
            if let Err(error) = self.back_up_today().await {
                tell(Err(error));
            }
            tokio::time::sleep(self.until_next().await.unwrap_or(NAP)).await;
        }
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
