//! What was loaded last stays at hand: a question that lies within costs one look at the file's revision, not its days anew. Every change
//! of records counts the revision up, whoever makes it, so what is at hand is the book or it is not used. Our own commits are added to it;
//! after another program's it is loaded again, for a replica's settlement rewrites history and commits since would not tell all of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zamu_core::changes::{Changes, Records};
use zamu_core::scope::Scope;

use crate::store::{Part, Revision};

/// More is not kept: a row takes up almost a kilobyte.
const MOST_ROWS: usize = 8_000;

/// Clones share what is at hand.
#[derive(Clone, Debug, Default)]
pub struct LastLoaded(Arc<Mutex<Option<Part>>>);

impl LastLoaded {
    fn held(&self) -> MutexGuard<'_, Option<Part>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The part of the book that a scope takes in, if all of it is here as of this revision.
    pub fn within(&self, revision: Revision, asked: &Scope) -> Option<(Records, Scope)> {
        let held = self.held();
        let part = held.as_ref().filter(|part| part.revision == revision && part.covers(asked))?;
        Some(part.within(asked))
    }

    /// Keeps what was loaded, beside what is here of the same revision.
    pub fn keep(&self, new: Part) {
        if new.scope.is_whole() || new.records.appointments.len() > MOST_ROWS {
            return;
        }
        let mut held = self.held();
        let old = held.take().filter(|old| old.revision >= new.revision);
        *held = Some(match old {
            Some(old) if old.revision > new.revision => old,
            Some(old) if old.records.appointments.len() + new.records.appointments.len() <= MOST_ROWS => {
                old.and(new)
            }
            _ => new,
        });
    }

    pub fn let_go(&self) {
        *self.held() = None;
    }

    /// Adds what was committed on `base`; what cannot be told from changes alone is let go.
    pub fn took_place(&self, base: Revision, reached: Revision, changes: &Changes) {
        let mut held = self.held();
        let Some(part) = held.as_mut().filter(|part| part.revision == base) else { return };
        part.took_place(reached, changes);
        if !part.is_whole_after(changes) {
            *held = None;
        }
    }
}
