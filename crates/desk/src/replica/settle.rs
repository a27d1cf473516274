//! Settling: when the shared book has answered everything that waited, what was done here is taken back and the shared book's own image
//! is put in its place, with everything that other desks did, in one transaction. There is no merging: the file is what the shared book's
//! history says, and nothing else.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::types::Json;
use sqlx::{Connection, SqliteConnection};
use zamu_core::changes::Changes;
use zamu_core::decide::Issued;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;

use super::{Replica, rows};
use crate::store::{Entry, Revision, StoreError};

/// An answered command with what it had changed here.
struct Answered {
    issued: Issued,
    outcome: Outcome,
    changes: Changes,
    text: String,
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
}

/// Command, its outcome, what it changed here, its sentence.
type AnsweredRow = (Json<Issued>, Option<Json<Outcome>>, Json<Changes>, String);

impl Replica {
    /// Takes in what the shared book says after `after`. False: something waits that was not answered, or somebody else did it already.
    /// `feed` are the shared book's commits after `after`, in order and without a gap.
    pub async fn settle(&self, after: Revision, feed: &[Entry], at: i64) -> Result<bool, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let settled = transact(&mut connection, after, feed, at).await;
        if settled.is_err() {
            connection.close_on_drop();
        }
        let settled = settled.map_err(|error| self.explained(error))?;
        if let Settled::Done(difference) = &settled {
            self.last_loaded.took_place(difference.base, difference.reached, &difference.net);
        }
        Ok(!matches!(settled, Settled::NotYet))
    }
}

impl Replica {
    /// Puts right what this file holds otherwise than the shared book at `of`. False: it has moved on since, or something waits.
    pub async fn mend(&self, of: Revision, changes: &Changes) -> Result<bool, StoreError> {
        let mut to = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let (site, revision): (String, Revision) =
            sqlx::query_as(include_str!("../../sql/read/writing_to.sql")).fetch_one(&mut *to).await?;
        let known: Option<Revision> =
            sqlx::query_scalar(include_str!("../../sql/sync/known.sql")).fetch_optional(&mut *to).await?;
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
    connection: &mut SqliteConnection,
    after: Revision,
    feed: &[Entry],
    at: i64,
) -> Result<Settled, StoreError> {
    let mut to = connection.begin_with("BEGIN IMMEDIATE").await?;
    let (site, revision): (String, Revision) =
        sqlx::query_as(include_str!("../../sql/read/writing_to.sql")).fetch_one(&mut *to).await?;
    let known: Option<Revision> =
        sqlx::query_scalar(include_str!("../../sql/sync/known.sql")).fetch_optional(&mut *to).await?;
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
    let reached = revision + i64::try_from(feed.len()).unwrap_or(0).max(1);
    rows::write(&mut to, &net, &rows::Page { site: &site, revision: reached }).await?;
    for command in &answered {
        forget(&mut to, command).await?;
    }
    for (number, entry) in (revision + 1..).zip(feed) {
        remember(&mut to, number, entry).await?;
    }
    park_refused(&mut to, &answered, at).await?;
    sqlx::query(include_str!("../../sql/sync/settled.sql"))
        .bind(feed.last().map_or(after, |entry| entry.revision))
        .bind(at)
        .execute(&mut *to)
        .await?;
    sqlx::query(include_str!("../../sql/save/revision.sql")).bind(reached).execute(&mut *to).await?;
    to.commit().await?;
    Ok(Settled::Done(Box::new(Difference { base: revision, reached, net })))
}

/// Everything in the outbox with its answer, oldest first; None when something has none yet.
async fn answered(from: &mut SqliteConnection) -> Result<Option<Vec<Answered>>, StoreError> {
    let rows: Vec<AnsweredRow> =
        sqlx::query_as(include_str!("../../sql/sync/answered.sql")).fetch_all(from).await?;
    let answered = rows.into_iter().map(|(issued, outcome, changes, text)| {
        Some(Answered { issued: issued.0, outcome: outcome?.0, changes: changes.0, text })
    });
    Ok(answered.collect())
}

/// Takes a command out of the history and the outbox of this file; the shared book's own entry follows, if there is one.
async fn forget(to: &mut SqliteConnection, command: &Answered) -> Result<(), StoreError> {
    let id = command.issued.id.to_string();
    for statement in [
        include_str!("../../sql/sync/forget_touched.sql"),
        include_str!("../../sql/sync/forget_undone.sql"),
        include_str!("../../sql/sync/forget_history.sql"),
        include_str!("../../sql/sync/forget_waiting.sql"),
    ] {
        sqlx::query(statement).bind(&id).execute(&mut *to).await?;
    }
    sqlx::query(include_str!("../../sql/sync/outcome.sql"))
        .bind(&id)
        .bind(serde_json::to_string(&command.outcome)?)
        .execute(to)
        .await?;
    Ok(())
}

/// Writes a commit of the shared book into the history of this file.
pub async fn remember(to: &mut SqliteConnection, number: Revision, entry: &Entry) -> Result<(), StoreError> {
    let undoes = entry.undoes().map(|command| command.to_string());
    sqlx::query(include_str!("../../sql/sync/history.sql"))
        .bind(number)
        .bind(entry.command.to_string())
        .bind(entry.at.timestamp())
        .bind(&entry.by.person)
        .bind(&entry.by.desk)
        .bind(serde_json::to_string(&entry.line)?)
        .bind(serde_json::to_string(&entry.changes)?)
        .bind(&entry.text)
        .bind(entry.line.can_be_undone())
        .bind(&undoes)
        .bind(entry.revision)
        .execute(&mut *to)
        .await?;
    sqlx::query(include_str!("../../sql/save/touched.sql"))
        .bind(serde_json::to_string(&entry.changes.touched())?)
        .bind(number)
        .execute(&mut *to)
        .await?;
    if undoes.is_some() {
        sqlx::query(include_str!("../../sql/save/undone.sql"))
            .bind(undoes)
            .bind(entry.command.to_string())
            .execute(to)
            .await?;
    }
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
