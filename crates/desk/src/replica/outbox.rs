//! What this file knows of the shared book it is a replica of, and what it has done that is not settled there: written in the same
//! transaction as the rows, so that a command that was answered is never forgotten.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;
use zamu_core::decide::Issued;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;

use super::Replica;
use crate::desk::JOBS;
use crate::store::{Commit, Revision, StoreError};

/// The shared book this file is a replica of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Without its password.
    pub address: String,
    pub book: Uuid,
    pub desk: String,
    /// The shared book's commits up to here are in the file.
    pub revision: Revision,
    pub heard_at: Option<DateTime<Utc>>,
}

/// A command on its way to the shared book.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub number: i64,
    pub issued: Issued,
    pub dates: BTreeSet<NaiveDate>,
    pub tries: u32,
    /// What the shared book said, if it did.
    pub outcome: Option<Outcome>,
}

/// What the shared book refused, until a person has dealt with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parked {
    pub issued: Issued,
    pub text: String,
    pub why: String,
    pub parked_at: DateTime<Utc>,
    /// The refused command that this one needs.
    pub needs: Option<CommandId>,
}

type SharedRow = (String, String, String, Revision, Option<i64>);
type WaitingRow = (i64, Json<Issued>, Json<BTreeSet<NaiveDate>>, bool, u32, Option<Json<Outcome>>);
type ParkedRow = (Json<Issued>, String, String, i64, Option<String>);

impl Replica {
    /// None: the book is this file's own.
    pub async fn shared(&self) -> Result<Option<Shared>, StoreError> {
        let found: Option<SharedRow> =
            sqlx::query_as(include_str!("../../sql/sync/shared.sql")).fetch_optional(&self.readers).await?;
        Ok(found.map(|(address, book, desk, revision, heard_at)| Shared {
            address,
            book: Uuid::parse_str(&book).unwrap_or_default(),
            desk,
            revision,
            heard_at: heard_at.and_then(|at| DateTime::from_timestamp(at, 0)),
        }))
    }

    /// Everything that is not settled yet, in order.
    pub async fn outbox(&self) -> Result<Vec<Waiting>, StoreError> {
        let rows: Vec<WaitingRow> =
            sqlx::query_as(include_str!("../../sql/sync/outbox.sql")).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(waiting).collect())
    }

    /// The answer that was given will be kept: somebody was told. False: it was settled in this very moment.
    pub async fn promise(&self, command: CommandId) -> Result<bool, StoreError> {
        let done = sqlx::query(include_str!("../../sql/sync/promise.sql"))
            .bind(command.to_string())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Keeps what the shared book said of a command. False: it was promised meanwhile, and the answer was for one that was not.
    pub async fn answer(&self, number: i64, promised: bool, outcome: &Outcome) -> Result<bool, StoreError> {
        let done = sqlx::query(include_str!("../../sql/sync/answer.sql"))
            .bind(number)
            .bind(promised)
            .bind(serde_json::to_string(outcome)?)
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// What was said of a command last: by the shared book, or here as long as that has said nothing.
    pub async fn said(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        let said: Option<Json<Outcome>> = sqlx::query_scalar(include_str!("../../sql/sync/said.sql"))
            .bind(command.to_string())
            .fetch_one(&self.readers)
            .await?;
        Ok(said.map(|Json(outcome)| outcome))
    }

    /// One more attempt that failed for no fault of the line.
    pub async fn tried(&self, number: i64) -> Result<(), StoreError> {
        sqlx::query(include_str!("../../sql/sync/tried.sql")).bind(number).execute(&self.writer).await?;
        Ok(())
    }

    pub async fn heard(&self, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query(include_str!("../../sql/sync/heard.sql"))
            .bind(at.timestamp())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Rows that a command has touched which is not settled.
    pub async fn unsettled_rows(&self) -> Result<BTreeSet<String>, StoreError> {
        let rows: Vec<String> =
            sqlx::query_scalar(include_str!("../../sql/sync/unsettled.sql")).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().collect())
    }

    /// What was refused, oldest first.
    pub async fn parked(&self) -> Result<Vec<Parked>, StoreError> {
        let rows: Vec<ParkedRow> =
            sqlx::query_as(include_str!("../../sql/sync/parked.sql")).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(parked).collect())
    }

    /// A person has dealt with it, and with what needed it.
    pub async fn forget_parked(&self, command: CommandId) -> Result<bool, StoreError> {
        let done = sqlx::query(include_str!("../../sql/sync/forget_parked.sql"))
            .bind(command.to_string())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// How many commands wait.
    pub async fn waiting(&self) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(include_str!("../../sql/sync/waiting.sql")).fetch_one(&self.readers).await?)
    }
}

fn waiting((number, issued, dates, promised, tries, outcome): WaitingRow) -> Waiting {
    let issued = Issued { promised, ..issued.0 };
    Waiting { number, issued, dates: dates.0, tries, outcome: outcome.map(|Json(outcome)| outcome) }
}

fn parked((issued, text, why, parked_at, needs): ParkedRow) -> Parked {
    Parked {
        issued: issued.0,
        text,
        why,
        parked_at: DateTime::from_timestamp(parked_at, 0).unwrap_or_default(),
        needs: needs.map(|needs| zamu_core::ids::command_named(&needs)),
    }
}

/// Puts a command that was just decided into the outbox, where the file is a replica. Jobs are the shared book's own.
pub async fn put(to: &mut SqliteConnection, commit: &Commit) -> Result<(), StoreError> {
    if commit.issued.by.desk == JOBS {
        return Ok(());
    }
    sqlx::query(include_str!("../../sql/sync/put.sql"))
        .bind(commit.issued.id.to_string())
        .bind(serde_json::to_string(&commit.issued)?)
        .bind(serde_json::to_string(&commit.dates)?)
        .execute(to)
        .await?;
    Ok(())
}
