//! Comparing: after a settlement and once a day the digests of days here and at the shared book are laid side by side. They are alike, or
//! something is wrong with this file; then the days that differ are copied again, and the log says so.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use zamu_core::scope::Scope;
use zamu_core::time::later_day;

use super::{Shared, Sync};
use crate::store::{Digests, Store, StoreError, Stretch, digests};

/// Days before today that are looked at once a day, and after it.
const BEHIND: u64 = 7;
const AHEAD: u64 = 60;
/// Days in one question.
const AT_ONCE: usize = 8;

impl<T: Shared> Sync<T> {
    /// The days to compare next: those of what was settled, and once a day all that people look at. Empty: nothing is due.
    pub(super) fn due_to_compare(&self) -> BTreeSet<NaiveDate> {
        let mut compared = self.compared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let today = self.clock.now().date_naive();
        let mut due = std::mem::take(&mut compared.due);
        if compared.all_on != Some(today) {
            compared.all_on = Some(today);
            let first = today - chrono::Days::new(BEHIND);
            due.extend((0..BEHIND + AHEAD).map(|days| later_day(first, days)));
        }
        due
    }

    /// Compares what is due. A day that could not be compared, because something waits or the line is gone, has its turn tomorrow.
    pub async fn compare_what_is_due(&self) {
        let due: Vec<NaiveDate> = self.due_to_compare().into_iter().collect();
        for days in due.chunks(AT_ONCE) {
            if let Err(why) = self.compare(days.iter().copied().collect()).await {
                tracing::warn!(%why, "days could not be compared with the shared book");
                return;
            }
        }
    }

    /// Compares some days, and copies again those that differ. How many those were: 0, unless something is wrong with this file.
    pub async fn compare(&self, dates: BTreeSet<NaiveDate>) -> Result<usize, StoreError> {
        let Some(shared) = self.book.shared().await? else { return Ok(0) };
        // It is the file that is compared, not what was loaded of it before.
        let here = self.book.load_anew(&Scope { dates: dates.clone(), ..Scope::default() }).await?;
        let records = here.records.clone();
        let days = here.days()?;
        let stretches: Vec<Stretch> = dates.iter().map(|date| Stretch::of(&days, *date)).collect();
        let there = self.truth.digests(&stretches).await?;
        if there.revision != shared.revision || self.book.waiting().await? > 0 {
            return Ok(0);
        }
        let mine = digests(&records, &stretches)?;
        let differing: BTreeSet<NaiveDate> =
            dates.into_iter().filter(|date| mine.get(date) != there.days.get(date)).collect();
        if differing.is_empty() {
            return Ok(0);
        }
        self.copy_again(shared.revision, &differing).await
    }

    async fn copy_again(&self, revision: i64, dates: &BTreeSet<NaiveDate>) -> Result<usize, StoreError> {
        let scope = Scope { dates: dates.clone(), ..Scope::default() };
        let (here, there) = (self.book.load(&scope).await?, self.truth.load(&scope).await?);
        let mut changes = here.records.until(&there.records);
        // A customer who comes along with a row of one side may have other rows, and is no part of the day.
        changes.customers.retain(|_, change| change.after().is_some());
        if there.revision != revision || !self.book.mend(revision, &changes).await? {
            return Ok(0);
        }
        tracing::error!(days = ?dates, records = changes.touched().len(), "days differed from the shared book and were copied again");
        Ok(dates.len())
    }
}

/// What a store that is asked for its digests answers when it has no shorter way: it loads the days.
pub(super) async fn by_loading<S: Store>(store: &S, days: &[Stretch]) -> Result<Digests, StoreError> {
    let scope = Scope { dates: days.iter().map(|day| day.date).collect(), ..Scope::default() };
    let loaded = store.load(&scope).await?;
    Ok(Digests { revision: loaded.revision, days: digests(&loaded.records, days)? })
}
