//! The desk: load what a command needs, decide it, commit it, answer. `perform` is the one function to read.
//! It holds no state between commands but the open book; what is true is in the file, which other programs may write, too.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use zamu_core::book;
use zamu_core::changes::{Changes, Records};
use zamu_core::command::Command;
use zamu_core::days::Days;
use zamu_core::decide::{Actor, Decision, Issued, Stamp, answer};
use zamu_core::outcome::Outcome;
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;
use zamu_core::scope::Scope;
use zamu_core::time::later_day;

use crate::clock::Clock;
use crate::replica::Replica;
use crate::store::{Commit, Committed, Memory, Revision, Store, StoreError};
use crate::{BUILD, handles, line, log, sample, steps};

/// The desk whose steps undo and redo take back. Every program on one local book sits at it.
pub const THIS_DESK: &str = "local";
/// Who decides the jobs of the day.
pub const JOBS: &str = "zamu";
/// A command that needs more than it said names it in a few rounds; more is a fault of ours.
const ROUNDS: u32 = 16;
/// Other programs commit between our load and our commit; one of all always gets through.
const TRIES: u32 = 200;

/// An open book with a clock.
#[derive(Clone, Debug)]
pub struct Desk {
    pub book: Replica,
    pub clock: Clock,
}

impl Desk {
    pub async fn open(path: &Path, clock: Clock) -> Result<Desk, StoreError> {
        let book = Replica::open(path, clock.now().date_naive()).await?;
        Ok(Desk { book, clock })
    }

    /// Makes a new book and leaves it closed. One that is there already is refused.
    pub async fn create(path: &Path, records: &Records) -> Result<(), StoreError> {
        Replica::create(path, records).await
    }

    /// Fills a book that has no team and no services with the sample spa; any other is refused.
    pub async fn sample_day(&self) -> Result<Result<(), Refusal>, StoreError> {
        let stamp = self.stamp().await?;
        let fault = |why: String| Refusal::invalid("sample", why);
        match sample::spa(&stamp) {
            Err(found) => Ok(Err(fault(found.to_string()))),
            Ok(records) if self.book.fill(&records).await? => Ok(Ok(())),
            Ok(_) => Ok(Err(fault("this book is in use; make a new one for the sample".into()))),
        }
    }

    /// Decides a command line and writes what it changes, or says why not.
    pub async fn perform(&self, line: Value) -> Result<Outcome, StoreError> {
        let stamp = self.stamp().await?;
        match self.issue(&self.book, line).await? {
            Ok(issued) => perform(&self.book, &issued, &stamp).await,
            Err(refusal) => Ok(refused(&refusal, &stamp)),
        }
    }

    /// What a command would do. Nothing is written.
    pub async fn preview(&self, line: Value) -> Result<Outcome, StoreError> {
        let stamp = self.stamp().await?;
        match self.issue(&self.book, line).await? {
            Ok(issued) => preview(&self.book, &issued, &stamp).await,
            Err(refusal) => Ok(refused(&refusal, &stamp)),
        }
    }

    /// Several commands, each seeing the ones before it, on a copy that is thrown away.
    pub async fn preview_all(&self, lines: Vec<Value>) -> Result<Vec<Outcome>, StoreError> {
        let commands =
            lines.iter().filter_map(|line| line["of"].as_str()).map(zamu_core::ids::command_named).collect();
        let copy = Memory::copy_of(self.book.load(&Scope { commands, ..Scope::whole() }).await?);
        let stamp = self.stamp().await?;
        let mut outcomes = Vec::new();
        for line in lines {
            outcomes.push(match self.issue(&copy, line).await? {
                Ok(issued) => perform(&copy, &issued, &stamp).await?,
                Err(refusal) => refused(&refusal, &stamp),
            });
        }
        Ok(outcomes)
    }

    /// Takes back this desk's last step.
    pub async fn undo(&self) -> Result<Outcome, StoreError> {
        let done = self.book.steps(THIS_DESK).await?;
        match steps::to_undo(&done) {
            Some(step) => self.perform(json!({ "command": "undo", "of": step.command })).await,
            None => Ok(refused(&Refusal::NothingToUndo, &self.stamp().await?)),
        }
    }

    /// Does again what the last undo took back.
    pub async fn redo(&self) -> Result<Outcome, StoreError> {
        let done = self.book.steps(THIS_DESK).await?;
        match steps::to_redo(&done) {
            Some(step) => self.perform(json!({ "command": "undo", "of": step.command })).await,
            None => Ok(refused(&Refusal::NothingToRedo, &self.stamp().await?)),
        }
    }

    /// The whole book as a book file.
    pub async fn export(&self) -> Result<String, StoreError> {
        Ok(book::write(&self.book.load(&Scope::whole()).await?.records))
    }

    /// Asks the days a question, loading what it needs.
    pub async fn ask<T>(
        &self,
        scope: Scope,
        question: impl Fn(&Days, &Stamp) -> Result<T, Refusal>,
    ) -> Result<Result<T, Refusal>, StoreError> {
        let stamp = self.stamp().await?;
        Ok(ask(&self.book, scope, |days| question(days, &stamp)).await?.1)
    }

    /// Keeps a choice of this desk.
    pub async fn keep(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.book.keep(key, value).await
    }

    /// The time, and the language this desk reads.
    pub async fn stamp(&self) -> Result<Stamp, StoreError> {
        let settings = self.book.settings().await?;
        let language = if settings.get("language").is_some_and(|language| language == "sw") {
            Language::Swahili
        } else {
            Language::English
        };
        Ok(Stamp { now: self.clock.now(), language })
    }

    async fn issue<S: Store>(&self, store: &S, line: Value) -> Result<Result<Issued, Refusal>, StoreError> {
        let line = match line::read(handles::with_handles(store, line).await?) {
            Ok(line) => line,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let person = self.book.settings().await?.remove("actor").unwrap_or_default();
        let by = Actor { person, desk: THIS_DESK.into() };
        let id = line.id.unwrap_or_else(|| self.clock.new_id());
        Ok(Ok(Issued {
            id,
            at: self.clock.now(),
            by,
            build: BUILD,
            promised: false,
            digest: line.digest,
            command: line.command,
        }))
    }
}

/// Load, decide, commit; again when somebody else committed in between. A command answered before gets the same answer.
pub async fn perform<S: Store>(store: &S, issued: &Issued, stamp: &Stamp) -> Result<Outcome, StoreError> {
    let started = Instant::now();
    if let Some(outcome) = store.answered(issued.id).await? {
        return Ok(outcome);
    }
    for _ in 0..TRIES {
        let (base, decided) = ask(store, issued.command.scope(), |days| answer(issued, days, stamp)).await?;
        let (decision, outcome) = match decided {
            Ok((decision, outcome)) => (Some(decision), outcome),
            Err(refusal) => (None, refused(&refusal, stamp)),
        };
        if !is_kept(issued, &outcome) {
            return Ok(outcome);
        }
        match store.commit(base, &commit_of(issued, stamp, decision.as_ref(), &outcome)).await {
            Ok(Committed::Done(_)) => {
                log::committed(issued, decision.as_ref(), started.elapsed());
                return Ok(outcome);
            }
            Ok(Committed::Repeated(outcome)) => return Ok(*outcome),
            Ok(Committed::Clash { who, what }) => return Ok(refused(&Refusal::Clash { who, what }, stamp)),
            Ok(Committed::Stale) => {}
            Err(StoreError::CannotWrite(why)) => return Ok(refused(&Refusal::ReadOnly { why }, stamp)),
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::Busy)
}

pub async fn preview<S: Store>(store: &S, issued: &Issued, stamp: &Stamp) -> Result<Outcome, StoreError> {
    let (_, decided) = ask(store, issued.command.scope(), |days| answer(issued, days, stamp)).await?;
    Ok(decided.map_or_else(|refusal| refused(&refusal, stamp), |(_, outcome)| outcome))
}

/// `changed` writes nothing at all, so that the same command may be applied to the new preview; a job that was refused is tried again.
fn is_kept(issued: &Issued, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done(_) => true,
        Outcome::Changed(_) => false,
        Outcome::Refused(_) => issued.by.desk != JOBS,
    }
}

fn commit_of(issued: &Issued, stamp: &Stamp, decision: Option<&Decision>, outcome: &Outcome) -> Commit {
    let (changes, text) = decision.map_or((Changes::default(), String::new()), |decision| {
        (decision.changes.clone(), decision.text.clone())
    });
    Commit { issued: issued.clone(), now: stamp.now, changes, text, outcome: outcome.clone() }
}

pub fn refused(refusal: &Refusal, stamp: &Stamp) -> Outcome {
    Outcome::Refused(refusal.refused(stamp.language))
}

/// Loads a scope and asks; what the question finds missing is loaded, too, all of it as of one revision.
pub async fn ask<S: Store, T>(
    store: &S,
    scope: Scope,
    question: impl Fn(&Days) -> Result<T, Refusal>,
) -> Result<(Revision, Result<T, Refusal>), StoreError> {
    let mut scope = scope;
    for round in 0..ROUNDS {
        let loaded = store.load(&scope).await?;
        let (revision, reached) = (loaded.revision, loaded.scope.clone());
        match question(&loaded.days()?) {
            Err(Refusal::NotLoaded(more)) => scope = reached.and(widened(*more, round)),
            answer => return Ok((revision, answer)),
        }
    }
    Ok((0, Err(Refusal::NotLoaded(Box::new(scope)))))
}

/// A long stretch is asked for day by day; each round looks twice as far ahead.
fn widened(more: Scope, round: u32) -> Scope {
    let mut wide = more.clone();
    for date in more.dates {
        wide.dates.extend((1..1 << round.min(6)).map(|days| later_day(date, days)));
    }
    wide
}

/// The command of a job: its name is its id, so that any number of desks and workers do it once.
pub fn job(name: &str, command: Command, stamp: &Stamp) -> Issued {
    let by = Actor { person: JOBS.into(), desk: JOBS.into() };
    let id = zamu_core::ids::command_named(name);
    Issued { id, at: stamp.now, by, build: BUILD, promised: false, digest: None, command }
}
