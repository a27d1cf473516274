//! What a store does: load a scope, commit a decision by compare-and-set on the book's revision, and tell what was committed since.
//! Stores decide nothing. One conformance suite (`tests/conformance`) runs against each of them.

mod at_hand;
mod digest;
mod error;
mod memory;
mod named;
mod part;
mod wanted;
mod within;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use zamu_core::changes::{Changes, Records};
use zamu_core::command::Command;
use zamu_core::days::{Days, Recorded};
use zamu_core::decide::{Actor, Issued};
use zamu_core::ids::{CommandId, command_named};
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

pub use at_hand::AtHand;
pub use digest::{Digest, Digests, Stretch, digests};
pub use error::StoreError;
pub use memory::Memory;
pub use named::{lost, named, saved};
pub use part::Part;
pub use wanted::wanted;
pub use within::{dates_named, dates_of_seconds, within};

/// Commits of a book, counted from 0.
pub type Revision = i64;

/// What a store loaded: at least what was asked, and `scope` says exactly what.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub records: Records,
    pub scope: Scope,
    pub revision: Revision,
    pub recorded: BTreeMap<CommandId, Recorded>,
    /// The clock of a store that has its own.
    pub now: Option<DateTime<Utc>>,
}

impl Loaded {
    pub fn days(self) -> Result<Days, StoreError> {
        let mut days = Days::new(self.records, self.scope).ok_or(StoreError::Empty)?;
        days.recorded = self.recorded;
        Ok(days)
    }
}

/// A decision on its way into the book. A refusal has no changes: only its outcome is kept.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The site's handle, from which records' ids follow.
    pub site: String,
    /// The days it was decided on.
    pub dates: BTreeSet<NaiveDate>,
    pub issued: Issued,
    pub now: DateTime<Utc>,
    pub changes: Changes,
    pub text: String,
    pub outcome: Outcome,
}

impl Commit {
    /// An undo that finds nothing left to change still counts: the step it takes back is taken back.
    pub fn is_a_step(&self) -> bool {
        !self.changes.is_empty() || matches!(self.outcome, Outcome::Done(_)) && self.undoes().is_some()
    }

    /// As history tells it, once it has reached this revision.
    pub fn entry(&self, revision: Revision) -> Entry {
        let issued = &self.issued;
        Entry {
            revision,
            command: issued.id,
            at: issued.at,
            by: issued.by.clone(),
            line: issued.command.clone(),
            changes: self.changes.clone(),
            text: self.text.clone(),
        }
    }

    pub fn undoes(&self) -> Option<CommandId> {
        undoes(&self.issued.command)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Committed {
    Done(Revision),
    /// The book has moved on since `base`: load and decide again.
    Stale,
    /// This command was answered before.
    Repeated(Box<Outcome>),
    /// The last guard: two rows would share a person or a room. Nothing was written.
    Clash {
        who: String,
        what: String,
    },
    /// A record that would go, or is gone, is named by what would stand: its name. Nothing was written.
    StillUsed(String),
    /// The shared book wants a newer Zamu to write in it. Nothing was written.
    Outdated,
}

/// A committed command, as history and the feed tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub revision: Revision,
    pub command: CommandId,
    pub at: DateTime<Utc>,
    pub by: Actor,
    pub line: Command,
    pub changes: Changes,
    pub text: String,
}

impl Entry {
    /// The command that this one takes back.
    pub fn undoes(&self) -> Option<CommandId> {
        undoes(&self.line)
    }
}

fn undoes(line: &Command) -> Option<CommandId> {
    match line {
        Command::Undo(line) => Some(command_named(&line.of)),
        _ => None,
    }
}

/// What undo and redo need to know of a committed command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub command: CommandId,
    pub text: String,
    pub can_be_undone: bool,
    pub undoes: Option<CommandId>,
    pub undone_by: Option<CommandId>,
}

pub trait Store: Send + Sync {
    fn load(&self, scope: &Scope) -> impl Future<Output = Result<Loaded, StoreError>> + Send;

    fn commit(
        &self,
        base: Revision,
        commit: &Commit,
    ) -> impl Future<Output = Result<Committed, StoreError>> + Send;

    /// Waits until nobody else commits, where many do, so that this command is not stale again; until its commit others wait. Answers what
    /// was committed after a revision; None: there are no turns here, or not on this line.
    fn take_turn(
        &self,
        _command: CommandId,
        _after: Revision,
    ) -> impl Future<Output = Result<Option<Vec<Entry>>, StoreError>> + Send {
        std::future::ready(Ok(None))
    }

    /// Gives a turn back that was not used.
    fn leave_turn(&self, _command: CommandId) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }

    /// Whether commands had to take turns a moment ago.
    fn is_crowded(&self) -> bool {
        false
    }

    /// Everything committed after a revision, in order and without a gap.
    fn feed(&self, after: Revision) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// What this command was answered, if it was.
    fn answered(
        &self,
        command: CommandId,
    ) -> impl Future<Output = Result<Option<Outcome>, StoreError>> + Send;

    /// The last steps of one desk, newest first.
    fn steps(&self, desk: &str) -> impl Future<Output = Result<Vec<Step>, StoreError>> + Send;

    /// What happened to one record, newest first.
    fn history_of(
        &self,
        kind: &str,
        handle: &str,
    ) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// Commands since a time (Unix seconds) that touched attention items, oldest first, of the latest so many.
    fn about_attention(
        &self,
        from: i64,
        latest: i64,
    ) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// The name of the desk that sits at this store: whose steps undo takes back.
    fn desk(&self) -> impl Future<Output = Result<String, StoreError>> + Send;

    /// The desk's own choices, where the store keeps any.
    fn choices(&self) -> impl Future<Output = Result<BTreeMap<String, String>, StoreError>> + Send {
        std::future::ready(Ok(BTreeMap::new()))
    }

    /// The handles of records that are named by id.
    fn handles(
        &self,
        ids: &BTreeSet<Uuid>,
    ) -> impl Future<Output = Result<BTreeMap<Uuid, String>, StoreError>> + Send;
}

/// How many steps back undo can find something.
pub const STEPS_KEPT_AT_HAND: usize = 200;
