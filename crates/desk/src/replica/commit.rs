//! Committing to the file: rows, history and the outcome in one `BEGIN IMMEDIATE` transaction, or nothing.
//! The overlap guard runs inside it, last: whatever was decided, nobody is in two places.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;
use zamu_core::ids::uuid_of;
use zamu_core::outcome::Outcome;

use super::connections::Connections;
use super::{load, outbox, rows};
use crate::store::{Commit, Committed, Entry, Revision, StoreError, named, saved};

/// Names in one refusal.
const MOST_TOLD: usize = 3;

pub async fn commit(writer: &Connections, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
    match transact(writer, base, commit).await {
        Err(StoreError::Database(error)) if is_lost_reference(&error) => {
            Ok(Committed::StillUsed(lost(writer, commit).await?))
        }
        committed => committed,
    }
}

/// SQLITE_CONSTRAINT_FOREIGNKEY: references are checked when the transaction ends.
fn is_lost_reference(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_foreign_key_violation())
}

/// SQLite does not say which record it was: what is named and not there is told, or else all that would go.
async fn lost(readers: &Connections, commit: &Commit) -> Result<String, StoreError> {
    let saved = saved(&commit.changes);
    let named: BTreeMap<Uuid, &str> = named(&saved)
        .iter()
        .filter(|named| !named.is_in(&saved))
        .map(|named| (uuid_of(&commit.site, named.kind(), named.handle()), named.handle()))
        .collect();
    let there = load::handles(readers, &named.keys().copied().collect()).await?;
    let lost = named.iter().filter(|(id, _)| !there.contains_key(*id)).map(|(_, handle)| *handle);
    let lost: Vec<&str> = lost.take(MOST_TOLD).collect();
    Ok(if lost.is_empty() { gone(commit) } else { lost.join(", ") })
}

/// The names of what would go; the handles of what has no name.
fn gone(commit: &Commit) -> String {
    let removed = commit.changes.invert().saved().unwrap_or_default();
    let removed = removed.iter().filter(|(kind, record)| {
        let id = record["id"].as_str().unwrap_or_default();
        commit.changes.gone().iter().any(|(of, gone)| of == kind && gone == id)
    });
    let names = removed.filter_map(|(_, record)| record["name"].as_str().or(record["id"].as_str()));
    names.take(MOST_TOLD).collect::<Vec<_>>().join(", ")
}

async fn transact(writer: &Connections, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
    let mut to = writer.write().await?;
    let (site, revision, answered): (String, Revision, Option<Json<Outcome>>) =
        sqlx::query_as(include_str!("../../sql/read/writing_for.sql"))
            .bind(commit.issued.id.to_string())
            .fetch_one(&mut *to)
            .await?;
    if let Some(Json(outcome)) = answered {
        return Ok(Committed::Repeated(Box::new(outcome)));
    }
    if revision != base {
        to.roll_back().await?;
        return Ok(Committed::Stale);
    }
    let mut reached = revision;
    if commit.is_a_step() {
        reached += 1;
        rows::write(&mut to, &commit.changes, &rows::Page { site: &site, revision: reached }).await?;
        if let Some((who, what)) = clash(&mut to, commit).await? {
            return Ok(Committed::Clash { who, what });
        }
        remember(&mut to, &commit.entry(reached), None).await?;
        outbox::put(&mut to, commit).await?;
    }
    write_outcome(&mut to, commit, reached).await?;
    to.commit().await?;
    Ok(Committed::Done(reached))
}

async fn clash(to: &mut SqliteConnection, commit: &Commit) -> Result<Option<(String, String)>, StoreError> {
    if commit.changes.appointments.is_empty() {
        return Ok(None);
    }
    let touched = json!(commit.changes.appointments.keys().collect::<Vec<_>>()).to_string();
    let found: Option<(String, String, String)> =
        sqlx::query_as(include_str!("../../sql/read/clash.sql")).bind(touched).fetch_optional(to).await?;
    Ok(found.map(|(who, one, other)| (who, format!("{one} and {other}"))))
}

/// Writes a commit into the history of this file; `shared` is its revision in the shared book, if that is where it was committed.
pub async fn remember(
    to: &mut SqliteConnection,
    entry: &Entry,
    shared: Option<Revision>,
) -> Result<(), StoreError> {
    sqlx::query(include_str!("../../sql/save/history.sql"))
        .bind(entry.revision)
        .bind(entry.command.to_string())
        .bind(entry.at.timestamp())
        .bind(&entry.by.person)
        .bind(&entry.by.desk)
        .bind(serde_json::to_string(&entry.line)?)
        .bind(serde_json::to_string(&entry.changes)?)
        .bind(&entry.text)
        .bind(entry.line.can_be_undone())
        .bind(entry.undoes().map(|command| command.to_string()))
        .bind(shared)
        .bind(serde_json::to_string(&entry.changes.touched())?)
        .execute(to)
        .await?;
    Ok(())
}

/// What was answered, and the revision that was reached.
async fn write_outcome(
    to: &mut SqliteConnection,
    commit: &Commit,
    reached: Revision,
) -> Result<(), StoreError> {
    sqlx::query(include_str!("../../sql/save/outcome.sql"))
        .bind(commit.issued.id.to_string())
        .bind(commit.now.timestamp())
        .bind(serde_json::to_string(&commit.outcome)?)
        .bind(reached)
        .execute(to)
        .await?;
    Ok(())
}
