//! A book in memory: the reference the other stores are compared with, and the scratch copy on which a preview of several lines runs.
//! It keeps nothing when it is dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;
use zamu_core::changes::Records;
use zamu_core::days::Recorded;
use zamu_core::ids::{CommandId, uuid_of};
use zamu_core::outcome::Outcome;
use zamu_core::record::Appointment;
use zamu_core::scope::Scope;

use super::{
    Commit, Committed, Entry, Loaded, Revision, STEPS_KEPT_AT_HAND, Step, Store, StoreError, lost, within,
};

/// Clones are the same book, as several desks see it.
#[derive(Clone, Default)]
pub struct Memory {
    book: Arc<Mutex<Book>>,
}

#[derive(Default)]
struct Book {
    records: Records,
    revision: Revision,
    history: Vec<(Entry, Step)>,
    outcomes: BTreeMap<CommandId, Outcome>,
    /// Recorded by the store this is a copy of.
    recorded: BTreeMap<CommandId, Recorded>,
}

impl Memory {
    pub fn new(records: Records) -> Memory {
        Memory::of(Book { records, ..Book::default() })
    }

    /// A copy of what another store loaded, to try commands on.
    pub fn copy_of(loaded: Loaded) -> Memory {
        let Loaded { records, revision, recorded, .. } = loaded;
        Memory::of(Book { records, revision, recorded, ..Book::default() })
    }

    fn of(book: Book) -> Memory {
        Memory { book: Arc::new(Mutex::new(book)) }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    async fn load(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        let book = self.book();
        let (records, loaded) = within(&book.records, scope);
        let of_entry = |entry: &Entry| {
            (entry.command, Recorded { changes: entry.changes.clone(), text: entry.text.clone() })
        };
        let mut recorded = book.recorded.clone();
        recorded.extend(book.history.iter().map(|(entry, _)| of_entry(entry)));
        recorded.retain(|command, _| scope.commands.contains(command));
        Ok(Loaded { records, scope: loaded, revision: book.revision, recorded, now: None })
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        let mut book = self.book();
        if let Some(outcome) = book.outcomes.get(&commit.issued.id) {
            return Ok(Committed::Repeated(Box::new(outcome.clone())));
        }
        if book.revision != base {
            return Ok(Committed::Stale);
        }
        if commit.is_a_step() {
            let mut records = book.records.clone();
            records.apply(&commit.changes);
            if let Some((who, what)) = overlap(&records) {
                return Ok(Committed::Clash { who, what });
            }
            if let Some(name) = lost(&book.records, &records, &commit.changes) {
                return Ok(Committed::StillUsed(name));
            }
            book.records = records;
            book.revision += 1;
            book.remember(commit);
        }
        book.outcomes.insert(commit.issued.id, commit.outcome.clone());
        Ok(Committed::Done(book.revision))
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        Ok(self
            .book()
            .history
            .iter()
            .map(|(entry, _)| entry)
            .filter(|entry| entry.revision > after)
            .cloned()
            .collect())
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        Ok(self.book().outcomes.get(&command).cloned())
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        let book = self.book();
        let mine = book.history.iter().rev().filter(|(entry, _)| entry.by.desk == desk);
        Ok(mine.map(|(_, step)| step.clone()).take(STEPS_KEPT_AT_HAND).collect())
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        let book = self.book();
        let entries =
            book.history.iter().rev().map(|(entry, _)| entry).take(usize::try_from(latest).unwrap_or(0));
        let about =
            entries.filter(|entry| entry.at.timestamp() >= from && !entry.changes.attention.is_empty());
        let mut about: Vec<Entry> = about.cloned().collect();
        about.reverse();
        Ok(about)
    }

    async fn desk(&self) -> Result<String, StoreError> {
        Ok(crate::desk::THIS_DESK.into())
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        let book = self.book();
        let touches = |entry: &&Entry| {
            entry.changes.touched().iter().any(|record| record.kind == kind && record.id == handle)
        };
        Ok(book.history.iter().rev().map(|(entry, _)| entry).filter(touches).cloned().collect())
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        let book = self.book();
        let site = book.records.site.keys().next().map(ToString::to_string).unwrap_or_default();
        let known = book.records.as_added().touched();
        let by_id = known.into_iter().map(|record| (uuid_of(&site, &record.kind, &record.id), record.id));
        Ok(by_id.filter(|(id, _)| ids.contains(id)).collect())
    }
}

impl Book {
    fn remember(&mut self, commit: &Commit) {
        let issued = &commit.issued;
        let undoes = commit.undoes();
        for (entry, step) in &mut self.history {
            if Some(entry.command) == undoes {
                step.undone_by = Some(issued.id);
            }
        }
        let step = Step {
            command: issued.id,
            text: commit.text.clone(),
            can_be_undone: issued.command.can_be_undone(),
            undoes,
            undone_by: None,
        };
        self.history.push((commit.entry(self.revision), step));
    }
}

/// Two rows that share a person or a room, by handle.
fn overlap(records: &Records) -> Option<(String, String)> {
    let mut taken: Vec<(String, &Appointment)> = Vec::new();
    for row in records.appointments.values().filter(|row| row.occupies()) {
        let people =
            row.seats.iter().filter_map(|seat| seat.staff.as_ref()).map(|staff| format!("staff {staff}"));
        let places = people.chain(row.room.iter().map(|room| format!("room {room}")));
        taken.extend(places.map(|place| (place, &**row)));
    }
    taken.sort_by(|a, b| (&a.0, a.1.start).cmp(&(&b.0, b.1.start)));
    let clash = taken
        .windows(2)
        .find(|pair| pair[0].0 == pair[1].0 && pair[0].1.span().overlaps(pair[1].1.span()))?;
    let who = clash[0].0.split_once(' ')?.1.to_string();
    Some((who, format!("{} and {}", clash[0].1.id, clash[1].1.id)))
}
