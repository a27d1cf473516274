//! Settling: when the shared book has answered everything that waited, what was done here is taken back and the shared book's own image
//! is put in its place, with everything that other desks did, in one transaction. There is no merging: the file is what the shared book's
//! history says, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::json;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use zamu_core::changes::Changes;
use zamu_core::decide::Issued;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;

use super::commit::remember;
use super::connections::Connections;
use super::{Replica, rows};
use crate::store::{Entry, Revision, StoreError};

/// An answered command with what it had changed here.
struct Answered {
    issued: Issued,
    outcome: Outcome,
    changes: Changes,
    text: String,
    dates: BTreeSet<NaiveDate>,
}

/// What came of a settlement.
enum Settled {
    /// Something waits that was not answered, or somebody else did it already.
    NotYet,
    Nothing,
    Done(Box<Difference>),
}

/// Between what was here and what the shared book says.
struct Difference {
    base: Revision,
    reached: Revision,
    net: Changes,
    /// The days of what was done here.
    dates: BTreeSet<NaiveDate>,
}

/// Command, its outcome, what it changed here, its sentence, its days.
type AnsweredRow = (Json<Issued>, Option<Json<Outcome>>, Json<Changes>, String, Json<BTreeSet<NaiveDate>>);

impl Replica {
    /// Takes in what the shared book says after `after`, and tells the days of what was done here and is settled now. None: something waits
    /// that was not answered, or somebody else did it already. `feed` are the shared book's commits after `after`, in order and without a gap.
    pub async fn settle(
        &self,
        after: Revision,
        feed: &[Entry],
        at: i64,
    ) -> Result<Option<BTreeSet<NaiveDate>>, StoreError> {
        let settled = transact(&self.writer, after, feed, at).await;
        Ok(match settled.map_err(|error| self.explained(error))? {
            Settled::NotYet => None,
            Settled::Nothing => Some(BTreeSet::new()),
            Settled::Done(done) => {
                self.last_loaded.took_place(done.base, done.reached, &done.net);
                Some(done.dates)
            }
        })
    }
}

impl Replica {
    /// Puts right what this file holds otherwise than the shared book at `of`. False: it has moved on since, or something waits.
    pub async fn mend(&self, of: Revision, changes: &Changes) -> Result<bool, StoreError> {
        let mut to = self.writer.write().await?;
        let (site, revision, known) = reached(&mut to).await?;
        let waits = answered(&mut to).await?.is_none_or(|answered| !answered.is_empty());
        if known != Some(of) || waits {
            return Ok(false);
        }
        rows::write(&mut to, changes, &rows::Page { site: &site, revision: revision + 1 }).await?;
        sqlx::query(include_str!("../../sql/save/revision.sql")).bind(revision + 1).execute(&mut *to).await?;
        to.commit().await?;
        Ok(true)
    }
}

async fn transact(
    writer: &Connections,
    after: Revision,
    feed: &[Entry],
    at: i64,
) -> Result<Settled, StoreError> {
    let mut to = writer.write().await?;
    let (site, revision, known) = reached(&mut to).await?;
    let Some(answered) = answered(&mut to).await? else { return Ok(Settled::NotYet) };
    if known != Some(after) {
        return Ok(Settled::NotYet);
    }
    if feed.is_empty() && answered.is_empty() {
        return Ok(Settled::Nothing);
    }
    let mut net = Changes::default();
    answered.iter().rev().for_each(|command| net.squash(&command.changes.invert()));
    feed.iter().for_each(|entry| net.squash(&entry.changes));
    let now_at = revision + i64::try_from(feed.len()).unwrap_or(0).max(1);
    rows::write(&mut to, &net, &rows::Page { site: &site, revision: now_at }).await?;
    for command in &answered {
        forget(&mut to, command).await?;
    }
    for (number, entry) in (revision + 1..).zip(feed) {
        let here = Entry { revision: number, ..entry.clone() };
        remember(&mut to, &here, Some(entry.revision)).await?;
    }
    park_refused(&mut to, &answered, at).await?;
    sqlx::query(include_str!("../../sql/sync/settled.sql"))
        .bind(feed.last().map_or(after, |entry| entry.revision))
        .bind(at)
        .bind(now_at)
        .execute(&mut *to)
        .await?;
    to.commit().await?;
    let dates = answered.into_iter().flat_map(|command| command.dates).collect();
    Ok(Settled::Done(Box::new(Difference { base: revision, reached: now_at, net, dates })))
}

/// The site, the file's own revision, and the shared book's that it knows.
async fn reached(from: &mut SqliteConnection) -> Result<(String, Revision, Option<Revision>), StoreError> {
    Ok(sqlx::query_as(include_str!("../../sql/sync/reached.sql")).fetch_one(from).await?)
}

/// Everything in the outbox with its answer, oldest first; None when something has none yet.
async fn answered(from: &mut SqliteConnection) -> Result<Option<Vec<Answered>>, StoreError> {
    let rows: Vec<AnsweredRow> =
        sqlx::query_as(include_str!("../../sql/sync/answered.sql")).fetch_all(from).await?;
    let answered = rows.into_iter().map(|(issued, outcome, changes, text, dates)| {
        Some(Answered { issued: issued.0, outcome: outcome?.0, changes: changes.0, text, dates: dates.0 })
    });
    Ok(answered.collect())
}

/// Takes a command out of the history and the outbox of this file; the shared book's own entry follows, if there is one.
async fn forget(to: &mut SqliteConnection, command: &Answered) -> Result<(), StoreError> {
    sqlx::query(include_str!("../../sql/sync/forget.sql"))
        .bind(command.issued.id.to_string())
        .bind(serde_json::to_string(&command.outcome)?)
        .execute(to)
        .await?;
    Ok(())
}

/// What somebody was promised and the shared book refused is kept whole for a person, with every later command that needed it.
async fn park_refused(to: &mut SqliteConnection, answered: &[Answered], at: i64) -> Result<(), StoreError> {
    let mut refused: BTreeMap<CommandId, &Answered> = BTreeMap::new();
    for command in answered.iter().filter(|command| command.issued.promised) {
        let Outcome::Refused(why) = &command.outcome else { continue };
        let needs = refused.values().find(|earlier| needs(command, earlier)).map(|earlier| earlier.issued.id);
        sqlx::query(include_str!("../../sql/sync/park.sql"))
            .bind(command.issued.id.to_string())
            .bind(serde_json::to_string(&command.issued)?)
            .bind(&command.text)
            .bind(&why.why)
            .bind(at)
            .bind(needs.map(|needs| needs.to_string()))
            .execute(&mut *to)
            .await?;
        refused.insert(command.issued.id, command);
    }
    Ok(())
}

/// Whether a command speaks of something that an earlier one made, or takes it back.
fn needs(command: &Answered, earlier: &Answered) -> bool {
    let line = json!(command.issued.command).to_string();
    let made = earlier.changes.invert().gone();
    line.contains(&earlier.issued.id.to_string())
        || made.iter().any(|(_, handle)| line.contains(&json!(handle).to_string()))
}
