//! A store with what it loaded last kept at hand: what lies within that costs the commits since then, not the days anew.
//! It may be behind for a moment, as every load is; the compare-and-set of the store itself decides whether a commit fits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use uuid::Uuid;
use zamu_core::days::Recorded;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use super::part::Part;
use super::{Commit, Committed, Entry, Loaded, Revision, Step, Store, StoreError};
use crate::Clock;

/// Days that are kept; a scope beyond them is loaded alone.
const MOST_DAYS: usize = 62;
/// Commits that are added before all of it is loaded anew.
const MOST_COMMITS: usize = 2000;
/// Both of our clocks have moved alike, but for whole seconds.
const SAME: TimeDelta = TimeDelta::seconds(2);

/// Clones share what is at hand.
#[derive(Clone, Debug)]
pub struct AtHand<S> {
    store: S,
    held: Arc<Mutex<Option<Held>>>,
}

/// A part of the book, and what else is known of it.
#[derive(Debug)]
struct Held {
    part: Part,
    recorded: BTreeMap<CommandId, Recorded>,
    /// The store's clock when it was loaded.
    read_at: Option<DateTime<Utc>>,
    /// And ours at the same moment: the one that counts, and the one on the wall.
    loaded_at: (Instant, DateTime<Utc>),
    since: Since,
}

/// What our last commit told us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    Unknown,
    /// It was done: this is where the book is, no need to ask.
    Nothing,
    /// It was stale: there must be commits.
    Something,
}

impl<S> AtHand<S> {
    pub fn of(store: S) -> AtHand<S> {
        AtHand { store, held: Arc::default() }
    }

    pub fn store(&self) -> &S {
        &self.store
    }
}

impl<S: Store> AtHand<S> {
    /// What the store has committed since is added; what cannot be told from commits alone is let go.
    async fn brought_up_to_date(&self, held: &mut Option<Held>) -> Result<(), StoreError> {
        if held.as_ref().is_some_and(Held::slept) {
            *held = None;
        }
        let Some(old) = held.as_ref().filter(|old| old.since != Since::Nothing) else {
            held.iter_mut().for_each(|held| held.since = Since::Unknown);
            return Ok(());
        };
        let feed = self.store.feed(old.part.revision).await?;
        let lost = old.since == Since::Something && feed.is_empty();
        *held = held.take().filter(|_| !lost).and_then(|old| old.and(feed));
        Ok(())
    }
}

impl Held {
    fn of(loaded: Loaded) -> Held {
        let Loaded { records, scope, revision, recorded, now } = loaded;
        let loaded_at = (Instant::now(), Clock::System.now());
        let part = Part::new(records, scope, revision);
        Held { part, recorded, read_at: now, loaded_at, since: Since::Unknown }
    }

    /// The computer has slept or its clock was set: what was counted is not what has passed.
    fn slept(&self) -> bool {
        let (counted, wall) = self.loaded_at;
        differ(counted.elapsed(), Clock::System.now() - wall)
    }

    /// With what was committed since; None where commits cannot tell all of it.
    fn and(mut self, feed: Vec<Entry>) -> Option<Held> {
        self.since = Since::Unknown;
        for entry in feed {
            let recorded = Recorded { changes: entry.changes, text: entry.text };
            self.took_place(entry.revision, entry.command, recorded);
        }
        Some(self).filter(|held| held.recorded.len() <= MOST_COMMITS && held.part.is_whole())
    }

    fn took_place(&mut self, revision: Revision, command: CommandId, recorded: Recorded) {
        self.part.took_place(revision, &recorded.changes);
        self.recorded.insert(command, recorded);
    }

    /// Whether all that a scope takes in is here.
    fn covers(&self, asked: &Scope) -> bool {
        let commands = asked.commands.iter();
        let known = |id| self.recorded.contains_key(id) || self.part.scope.commands.contains(id);
        self.part.covers(asked) && commands.into_iter().all(known)
    }

    fn loaded(&self, asked: &Scope) -> Loaded {
        let (records, scope) = self.part.within(asked);
        let recorded = self.recorded.iter().filter(|(id, _)| asked.commands.contains(id));
        // Stores' clocks tell whole seconds.
        let passed = TimeDelta::seconds(self.loaded_at.0.elapsed().as_secs().cast_signed());
        Loaded {
            records,
            scope,
            revision: self.part.revision,
            recorded: recorded.map(|(id, recorded)| (*id, recorded.clone())).collect(),
            now: self.read_at.map(|read_at| read_at + passed),
        }
    }
}

fn differ(counted: Duration, on_the_wall: TimeDelta) -> bool {
    let counted = TimeDelta::from_std(counted).unwrap_or(TimeDelta::MAX);
    (on_the_wall - counted).abs() > SAME
}

impl<S: Store> Store for AtHand<S> {
    async fn load(&self, asked: &Scope) -> Result<Loaded, StoreError> {
        if asked.from.is_some() {
            return self.store.load(asked).await;
        }
        let mut held = self.held.lock().await;
        self.brought_up_to_date(&mut held).await?;
        if let Some(held) = held.as_ref().filter(|held| held.covers(asked)) {
            return Ok(held.loaded(asked));
        }
        let before = held.take().map(|held| held.part.scope).unwrap_or_default();
        let more = before.and(asked.clone());
        let wanted = if more.dates.len() > MOST_DAYS { asked.clone() } else { more };
        let new = held.insert(Held::of(self.store.load(&wanted).await?));
        Ok(new.loaded(asked))
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        let committed = self.store.commit(base, commit).await;
        let mut held = self.held.lock().await;
        let Some(held) = held.as_mut().filter(|held| held.part.revision == base) else { return committed };
        match &committed {
            Ok(Committed::Done(reached)) => {
                if commit.is_a_step() {
                    let recorded = Recorded { changes: commit.changes.clone(), text: commit.text.clone() };
                    held.took_place(*reached, commit.issued.id, recorded);
                }
                held.since = Since::Nothing;
            }
            Ok(Committed::Stale) => held.since = Since::Something,
            _ => {}
        }
        committed
    }

    async fn take_turn(&self, command: CommandId, after: Revision) -> Result<Option<Vec<Entry>>, StoreError> {
        let mut held = self.held.lock().await;
        let known = held.as_ref().map_or(after, |held| held.part.revision);
        let Some(feed) = self.store.take_turn(command, known).await? else { return Ok(None) };
        if let Some(old) = held.take() {
            *held = old.and(feed).map(|new| Held { since: Since::Nothing, ..new });
        }
        Ok(Some(Vec::new()))
    }

    async fn leave_turn(&self, command: CommandId) {
        self.store.leave_turn(command).await;
    }

    fn is_crowded(&self) -> bool {
        self.store.is_crowded()
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        self.store.feed(after).await
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        self.store.answered(command).await
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        self.store.steps(desk).await
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        self.store.history_of(kind, handle).await
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        self.store.about_attention(from, latest).await
    }

    async fn desk(&self) -> Result<String, StoreError> {
        self.store.desk().await
    }

    async fn choices(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.store.choices().await
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        self.store.handles(ids).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_asleep_is_noticed() {
        let minute = Duration::from_secs(60);
        assert!(!differ(minute, TimeDelta::seconds(60)));
        assert!(!differ(minute, TimeDelta::seconds(61)));
        assert!(differ(minute, TimeDelta::hours(9)));
        assert!(differ(minute, TimeDelta::seconds(-3600)), "set back");
    }
}
