//! The desk: load what a command needs, decide it, commit it, answer. `perform` is the one function to read.
//! It holds no state between commands but the open book; what is true is in the book, which other programs may write, too.
//! With a shared book the file is a replica: what is done here is kept at once and settled by `sync`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use zamu_core::book;
use zamu_core::changes::{Changes, Records};
use zamu_core::command::Command;
use zamu_core::days::Days;
use zamu_core::decide::{Actor, Decision, Issued, Stamp, answer};
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;
use zamu_core::scope::Scope;
use zamu_core::time::later_day;

use crate::clock::Clock;
use crate::replica::Replica;
use crate::store::{AtHand, Commit, Committed, Memory, Revision, Store, StoreError};
use crate::sync::{Shared, Sync};
use crate::truth::Truth;
use crate::{BUILD, handles, line, log, sample, steps};

/// The desk whose steps undo and redo take back, where the book is this file's own. Every program on one local book sits at it.
pub const THIS_DESK: &str = "local";
/// Who decides the jobs of the day.
pub const JOBS: &str = "zamu";
/// A command that needs more than it said names it in a few rounds; more is a fault of ours.
const ROUNDS: u32 = 16;
/// So often a command loses to quicker ones before it takes its turn.
const STALE: u32 = 3;
/// Other programs commit between our load and our commit; one of all always gets through.
const TRIES: u32 = 200;

/// An open book with a clock: a file, or a shared book itself.
#[derive(Clone, Debug)]
pub struct Desk<S = Replica, T = Truth> {
    pub book: S,
    pub clock: Clock,
    /// Where the file is a replica: what settles it with the shared book.
    pub sync: Option<Arc<Sync<T>>>,
}

/// Who issues a command here, and when.
#[derive(Clone)]
struct Seat {
    stamp: Stamp,
    by: Actor,
}

impl Desk {
    pub async fn open(path: &Path, clock: Clock) -> Result<Desk, StoreError> {
        let book = Replica::open(path, clock.now().date_naive()).await?;
        let sync = Sync::of(&book, clock).await?.map(Arc::new);
        Ok(Desk { book, clock, sync })
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

    /// Keeps a choice of this desk.
    pub async fn keep(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.book.keep(key, value).await
    }
}

impl Desk<AtHand<Truth>> {
    /// Acts on a shared book itself: no replica, no outbox.
    pub fn direct(truth: Truth, clock: Clock) -> Desk<AtHand<Truth>> {
        Desk { book: AtHand::of(truth), clock, sync: None }
    }
}

impl<S: Store, T: Shared> Desk<S, T> {
    /// Decides a command line and writes what it changes, or says why not.
    pub async fn perform(&self, line: Value) -> Result<Outcome, StoreError> {
        let here = self.seat().await?;
        let stamp = here.stamp;
        if let Some(outcome) = self.deal_with_refused(&line).await? {
            return Ok(outcome);
        }
        if self.sync.as_ref().is_some_and(|sync| sync.line().outdated) {
            return Ok(refused(&Refusal::Outdated, &stamp));
        }
        let issued = match self.issue(&self.book, line, here).await? {
            Ok(issued) => issued,
            Err(refusal) => return Ok(refused(&refusal, &stamp)),
        };
        let outcome = perform(&self.book, &issued, &stamp).await?;
        match &self.sync {
            Some(sync) => sync.answer(issued.id, outcome).await,
            None => Ok(outcome),
        }
    }

    /// What a command would do. Nothing is written.
    pub async fn preview(&self, line: Value) -> Result<Outcome, StoreError> {
        if let Some(outcome) = self.look_at_refused(&line).await? {
            return Ok(outcome);
        }
        let here = self.seat().await?;
        let stamp = here.stamp;
        match self.issue(&self.book, line, here).await? {
            Ok(issued) => preview(&self.book, &issued, &stamp).await,
            Err(refusal) => Ok(refused(&refusal, &stamp)),
        }
    }

    /// Several commands, each seeing the ones before it, on a copy that is thrown away.
    pub async fn preview_all(&self, lines: Vec<Value>) -> Result<Vec<Outcome>, StoreError> {
        let commands =
            lines.iter().filter_map(|line| line["of"].as_str()).map(zamu_core::ids::command_named).collect();
        let copy = Memory::copy_of(self.book.load(&Scope { commands, ..Scope::whole() }).await?);
        let here = self.seat().await?;
        let stamp = here.stamp;
        let mut outcomes = Vec::new();
        for line in lines {
            outcomes.push(match self.issue(&copy, line, here.clone()).await? {
                Ok(issued) => perform(&copy, &issued, &stamp).await?,
                Err(refusal) => refused(&refusal, &stamp),
            });
        }
        Ok(outcomes)
    }

    /// Takes back this desk's last step.
    pub async fn undo(&self) -> Result<Outcome, StoreError> {
        let done = self.book.steps(&self.book.desk().await?).await?;
        match steps::to_undo(&done) {
            Some(step) => self.perform(json!({ "command": "undo", "of": step.command })).await,
            None => Ok(refused(&Refusal::NothingToUndo, &self.stamp().await?)),
        }
    }

    /// Does again what the last undo took back.
    pub async fn redo(&self) -> Result<Outcome, StoreError> {
        let done = self.book.steps(&self.book.desk().await?).await?;
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
    pub async fn ask<A>(
        &self,
        scope: Scope,
        question: impl Fn(&Days, &Stamp) -> Result<A, Refusal>,
    ) -> Result<Result<A, Refusal>, StoreError> {
        let stamp = self.stamp().await?;
        Ok(ask(&self.book, scope, &stamp, question).await?.answer)
    }

    /// The time, and the language this desk reads.
    pub async fn stamp(&self) -> Result<Stamp, StoreError> {
        let choices = self.book.choices().await?;
        Ok(Stamp { now: self.clock.now(), language: language_of(&choices) })
    }

    /// The same, and who sits here.
    async fn seat(&self) -> Result<Seat, StoreError> {
        let mut choices = self.book.choices().await?;
        let stamp = Stamp { now: self.clock.now(), language: language_of(&choices) };
        let person = choices.remove("actor").unwrap_or_default();
        Ok(Seat { stamp, by: Actor { person, desk: self.book.desk().await? } })
    }

    async fn issue<B: Store>(
        &self,
        store: &B,
        line: Value,
        here: Seat,
    ) -> Result<Result<Issued, Refusal>, StoreError> {
        let line = match line::read(handles::with_handles(store, line).await?) {
            Ok(line) => line,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let id = line.id.unwrap_or_else(|| self.clock.new_id());
        Ok(Ok(Issued {
            id,
            at: here.stamp.now,
            by: here.by,
            build: BUILD,
            promised: false,
            digest: line.digest,
            command: line.command,
        }))
    }
}

/// The language that a desk has chosen.
pub fn language_of(choices: &BTreeMap<String, String>) -> Language {
    match choices.get("language").map(String::as_str) {
        Some("sw") => Language::Swahili,
        _ => Language::English,
    }
}

/// Load, decide, commit; again when somebody else committed in between. A command answered before gets the same answer.
pub async fn perform<S: Store>(store: &S, issued: &Issued, stamp: &Stamp) -> Result<Outcome, StoreError> {
    settle(store, issued, issued.command.scope(), stamp, is_kept).await
}

/// The same at the shared book, for a command that a desk has decided already on these days. A refusal that nobody was told is not kept:
/// the desk may promise the same command after all.
pub async fn push<S: Store>(
    store: &S,
    issued: &Issued,
    dates: &BTreeSet<NaiveDate>,
    stamp: &Stamp,
) -> Result<Outcome, StoreError> {
    settle(store, issued, scope_of_push(issued, dates), stamp, |issued, outcome| {
        is_kept(issued, outcome) && (issued.promised || matches!(outcome, Outcome::Done(_)))
    })
    .await
}

/// What is loaded to push a command that was decided on these days.
pub fn scope_of_push(issued: &Issued, dates: &BTreeSet<NaiveDate>) -> Scope {
    issued.command.scope().and(Scope { dates: dates.clone(), ..Scope::default() })
}

async fn settle<S: Store>(
    store: &S,
    issued: &Issued,
    scope: Scope,
    stamp: &Stamp,
    is_kept: impl Fn(&Issued, &Outcome) -> bool,
) -> Result<Outcome, StoreError> {
    let settled = decide_and_commit(store, issued, scope, stamp, is_kept).await;
    store.leave_turn(issued.id).await;
    settled
}

async fn decide_and_commit<S: Store>(
    store: &S,
    issued: &Issued,
    scope: Scope,
    stamp: &Stamp,
    is_kept: impl Fn(&Issued, &Outcome) -> bool,
) -> Result<Outcome, StoreError> {
    let started = Instant::now();
    for round in 0..TRIES {
        if round >= STALE || store.is_crowded() {
            store.take_turn(issued.id, Revision::MAX).await?;
        }
        let asked = ask(store, scope.clone(), stamp, |days, stamp| answer(issued, days, stamp)).await?;
        let (decision, outcome) = match asked.answer {
            Ok((decision, outcome)) => (Some(decision), outcome),
            Err(refusal) => (None, refused(&refusal, stamp)),
        };
        // What was answered before may well be refused now; a commit finds that out by itself.
        if !matches!(outcome, Outcome::Done(_))
            && let Some(answered) = store.answered(issued.id).await?
        {
            return Ok(answered);
        }
        if !is_kept(issued, &outcome) {
            return Ok(outcome);
        }
        let commit = commit_of(issued, decision.as_ref(), &outcome, asked.read);
        match store.commit(asked.revision, &commit).await {
            Ok(Committed::Done(_)) => {
                log::committed(issued, decision.as_ref(), started.elapsed());
                return Ok(outcome);
            }
            Ok(Committed::Repeated(outcome)) => return Ok(*outcome),
            Ok(Committed::StillUsed(text)) => return Ok(refused(&Refusal::DependsOn { text }, stamp)),
            Ok(Committed::Outdated) => return Ok(refused(&Refusal::Outdated, stamp)),
            Ok(Committed::Clash { who, what }) => return Ok(refused(&Refusal::Clash { who, what }, stamp)),
            Ok(Committed::Stale) => step_aside(issued.id, round).await,
            Err(StoreError::CannotWrite(why)) => {
                return Ok(refused(&Refusal::ReadOnly { why: why.to(stamp.language) }, stamp));
            }
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::Busy)
}

/// Somebody else was quicker. Once is chance; who loses again waits a moment of their own length, so that many who work on one day do not
/// all load and decide for the one who wins.
async fn step_aside(command: CommandId, round: u32) {
    if round > 0 {
        let longest = 5_u64 << round.min(5);
        // Ids differ everywhere, and so do the moments.
        let draw = command.0.as_u64_pair().0.rotate_left(11 * round) % longest;
        tokio::time::sleep(std::time::Duration::from_millis(draw)).await;
    }
}

pub async fn preview<S: Store>(store: &S, issued: &Issued, stamp: &Stamp) -> Result<Outcome, StoreError> {
    let asked = ask(store, issued.command.scope(), stamp, |days, stamp| answer(issued, days, stamp)).await?;
    Ok(asked.answer.map_or_else(|refusal| refused(&refusal, stamp), |(_, outcome)| outcome))
}

/// `changed` writes nothing at all, so that the same command may be applied to the new preview; a job that was refused is tried again.
fn is_kept(issued: &Issued, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done(_) => true,
        Outcome::Changed(_) => false,
        Outcome::Refused(_) => issued.by.desk != JOBS,
    }
}

fn commit_of(issued: &Issued, decision: Option<&Decision>, outcome: &Outcome, read: Read) -> Commit {
    let (changes, text) = decision.map_or((Changes::default(), String::new()), |decision| {
        (decision.changes.clone(), decision.text.clone())
    });
    let Read { site, dates, now } = read;
    Commit { site, dates, issued: issued.clone(), now, changes, text, outcome: outcome.clone() }
}

pub fn refused(refusal: &Refusal, stamp: &Stamp) -> Outcome {
    Outcome::Refused(refusal.refused(stamp.language))
}

/// A question's answer, and what it was answered on.
pub struct Asked<T> {
    pub revision: Revision,
    pub read: Read,
    pub answer: Result<T, Refusal>,
}

/// Which site, which days, and the time by which it was decided.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub site: String,
    pub dates: BTreeSet<NaiveDate>,
    pub now: DateTime<Utc>,
}

/// Loads a scope and asks; what the question finds missing is loaded, too, all of it as of one revision. A store with a clock of its own
/// lends it.
pub async fn ask<S: Store, T>(
    store: &S,
    scope: Scope,
    stamp: &Stamp,
    question: impl Fn(&Days, &Stamp) -> Result<T, Refusal>,
) -> Result<Asked<T>, StoreError> {
    let mut scope = scope;
    for round in 0..ROUNDS {
        let loaded = store.load(&scope).await?;
        let (revision, reached) = (loaded.revision, loaded.scope.clone());
        let stamp = Stamp { now: loaded.now.unwrap_or(stamp.now), ..*stamp };
        let days = loaded.days()?;
        let read = Read { site: days.site().id.to_string(), dates: reached.dates.clone(), now: stamp.now };
        match question(&days, &stamp) {
            Err(Refusal::NotLoaded(more)) => scope = reached.and(widened(*more, round)),
            answer => return Ok(Asked { revision, read, answer }),
        }
    }
    Ok(Asked { revision: 0, read: Read::default(), answer: Err(Refusal::NotLoaded(Box::new(scope))) })
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
