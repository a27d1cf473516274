//! Committing to the file: rows, history and the outcome in one `BEGIN IMMEDIATE` transaction, or nothing.
//! The overlap guard runs inside it, last: whatever was decided, nobody is in two places.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::{Connection, SqliteConnection, SqlitePool};
use uuid::Uuid;
use zamu_core::ids::uuid_of;

use super::{load, outbox, rows};
use crate::store::{Commit, Committed, Revision, StoreError, named, saved};

/// Names in one refusal.
const MOST_TOLD: usize = 3;

/// A full disk makes SQLite roll back by itself, which the connection's own count of transactions does not learn: after a fault
/// it is given up for a new one.
pub async fn commit(writer: &SqlitePool, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
    let mut connection = writer.acquire().await?;
    let committed = transact(&mut connection, base, commit).await;
    if committed.is_err() {
        connection.close_on_drop();
    }
    drop(connection);
    match committed {
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
async fn lost(readers: &SqlitePool, commit: &Commit) -> Result<String, StoreError> {
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

async fn transact(
    connection: &mut SqliteConnection,
    base: Revision,
    commit: &Commit,
) -> Result<Committed, StoreError> {
    let mut to = connection.begin_with("BEGIN IMMEDIATE").await?;
    if let Some(outcome) = load::answered(&mut to, commit.issued.id).await? {
        return Ok(Committed::Repeated(Box::new(outcome)));
    }
    let (site, revision): (String, Revision) =
        sqlx::query_as(include_str!("../../sql/read/writing_to.sql")).fetch_one(&mut *to).await?;
    if revision != base {
        return Ok(Committed::Stale);
    }
    let mut reached = revision;
    if commit.is_a_step() {
        reached += 1;
        rows::write(&mut to, &commit.changes, &rows::Page { site: &site, revision: reached }).await?;
        if let Some((who, what)) = clash(&mut to, commit).await? {
            return Ok(Committed::Clash { who, what });
        }
        write_history(&mut to, reached, commit).await?;
        outbox::put(&mut to, commit).await?;
        sqlx::query(include_str!("../../sql/save/revision.sql")).bind(reached).execute(&mut *to).await?;
    }
    write_outcome(&mut to, commit).await?;
    to.commit().await?;
    Ok(Committed::Done(reached))
}

async fn clash(to: &mut SqliteConnection, commit: &Commit) -> Result<Option<(String, String)>, StoreError> {
    if commit.changes.appointments.is_empty() {
        return Ok(None);
    }
    let touched = json!(commit.changes.appointments.keys().collect::<Vec<_>>()).to_string();
    for guard in [
        include_str!("../../sql/read/clash_of_people.sql"),
        include_str!("../../sql/read/clash_of_rooms.sql"),
    ] {
        let found: Option<(String, String, String)> =
            sqlx::query_as(guard).bind(&touched).fetch_optional(&mut *to).await?;
        if let Some((who, one, other)) = found {
            return Ok(Some((who, format!("{one} and {other}"))));
        }
    }
    Ok(None)
}

async fn write_history(
    to: &mut SqliteConnection,
    revision: Revision,
    commit: &Commit,
) -> Result<(), StoreError> {
    let issued = &commit.issued;
    let undoes = commit.undoes().map(|command| command.to_string());
    sqlx::query(include_str!("../../sql/save/history.sql"))
        .bind(revision)
        .bind(issued.id.to_string())
        .bind(issued.at.timestamp())
        .bind(&issued.by.person)
        .bind(&issued.by.desk)
        .bind(serde_json::to_string(&issued.command)?)
        .bind(serde_json::to_string(&commit.changes)?)
        .bind(&commit.text)
        .bind(issued.command.can_be_undone())
        .bind(&undoes)
        .execute(&mut *to)
        .await?;
    let touched = serde_json::to_string(&commit.changes.touched())?;
    sqlx::query(include_str!("../../sql/save/touched.sql"))
        .bind(touched)
        .bind(revision)
        .execute(&mut *to)
        .await?;
    if undoes.is_some() {
        sqlx::query(include_str!("../../sql/save/undone.sql"))
            .bind(undoes)
            .bind(issued.id.to_string())
            .execute(to)
            .await?;
    }
    Ok(())
}

async fn write_outcome(to: &mut SqliteConnection, commit: &Commit) -> Result<(), StoreError> {
    sqlx::query(include_str!("../../sql/save/outcome.sql"))
        .bind(commit.issued.id.to_string())
        .bind(commit.now.timestamp())
        .bind(serde_json::to_string(&commit.outcome)?)
        .execute(to)
        .await?;
    Ok(())
}
