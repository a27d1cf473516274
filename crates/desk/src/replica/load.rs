//! Loading from the file: exactly what a scope takes in (`store::within` says what that is), all of it as of one moment.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{SqliteConnection, SqliteExecutor};
use uuid::Uuid;
use zamu_core::changes::{Changes, Records};
use zamu_core::command::Command;
use zamu_core::days::Recorded;
use zamu_core::decide::Actor;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use super::connections::Connections;
use super::last_loaded::LastLoaded;
use super::rows;
use crate::store::{
    Entry, Loaded, Part, Revision, STEPS_KEPT_AT_HAND, Step, StoreError, dates_of_seconds, wanted,
};

pub async fn load(
    readers: &Connections,
    last_loaded: &LastLoaded,
    asked: &Scope,
) -> Result<Loaded, StoreError> {
    match at_hand(readers, last_loaded, asked).await? {
        Some(loaded) => Ok(loaded),
        None => anew(readers, last_loaded, asked).await,
    }
}

/// What lies within what was loaded last, if the file is still as it was then. History is not at hand.
async fn at_hand(
    readers: &Connections,
    last_loaded: &LastLoaded,
    asked: &Scope,
) -> Result<Option<Loaded>, StoreError> {
    if !asked.commands.is_empty() {
        return Ok(None);
    }
    let (_, revision) = zone_and_revision(readers).await?;
    Ok(last_loaded.within(revision, asked).map(|(records, scope)| Loaded {
        records,
        scope,
        revision,
        recorded: BTreeMap::new(),
        now: None,
    }))
}

async fn anew(readers: &Connections, last_loaded: &LastLoaded, asked: &Scope) -> Result<Loaded, StoreError> {
    let mut from = readers.read().await?;
    let (zone, revision) = zone_and_revision(&mut *from).await?;
    let (records, scope) = match last_loaded.within(revision, asked) {
        Some(at_hand) => at_hand,
        None => {
            let scope = with_named_days(&mut from, asked, zone).await?;
            let records = records(&mut from, &scope, zone).await?;
            last_loaded.keep(Part::new(records.clone(), scope.clone(), revision));
            (records, scope)
        }
    };
    let recorded = recorded(&mut from, &scope).await?;
    from.commit().await?;
    Ok(Loaded { records, scope, revision, recorded, now: None })
}

async fn zone_and_revision(from: impl SqliteExecutor<'_>) -> Result<(Tz, Revision), StoreError> {
    let found: Option<(String, Revision)> =
        sqlx::query_as(include_str!("../../sql/read/zone.sql")).fetch_optional(from).await?;
    let (zone, revision) = found.ok_or(StoreError::Empty)?;
    let zone = serde_json::from_value(Value::String(zone))?;
    Ok((zone, revision))
}

/// Adds the days on which the named rows and messages lie.
async fn with_named_days(from: &mut SqliteConnection, asked: &Scope, zone: Tz) -> Result<Scope, StoreError> {
    let mut scope = asked.clone();
    if !(asked.appointments.is_empty() && asked.rows_of.is_empty()) {
        let spans: Vec<(i64, i64)> = sqlx::query_as(include_str!("../../sql/read/spans_of_rows.sql"))
            .bind(json!(asked.appointments).to_string())
            .bind(json!(asked.rows_of).to_string())
            .fetch_all(&mut *from)
            .await?;
        scope.dates.extend(spans.into_iter().flat_map(|span| dates_of_seconds(zone, span)));
    }
    if !asked.messages.is_empty() {
        let dates: Vec<NaiveDate> = sqlx::query_scalar(include_str!("../../sql/read/dates_of_messages.sql"))
            .bind(json!(asked.messages).to_string())
            .fetch_all(from)
            .await?;
        scope.dates.extend(dates);
    }
    Ok(scope)
}

async fn records(from: &mut SqliteConnection, scope: &Scope, zone: Tz) -> Result<Records, StoreError> {
    let mut wanted = wanted(scope, zone);
    wanted["customers"] = json!(scope.customers);
    rows::load(from, &wanted.to_string()).await
}

async fn recorded(
    from: &mut SqliteConnection,
    scope: &Scope,
) -> Result<BTreeMap<CommandId, Recorded>, StoreError> {
    let mut recorded = BTreeMap::new();
    for command in &scope.commands {
        let found: Option<(Json<Changes>, String)> =
            sqlx::query_as(include_str!("../../sql/read/recorded.sql"))
                .bind(command.to_string())
                .fetch_optional(&mut *from)
                .await?;
        recorded.extend(found.map(|(Json(changes), text)| (*command, Recorded { changes, text })));
    }
    Ok(recorded)
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    revision: Revision,
    command: String,
    done_at: i64,
    person: String,
    desk: String,
    line: Json<Command>,
    changes: Json<Changes>,
    text: String,
}

pub async fn feed(readers: &Connections, after: Revision) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> =
        sqlx::query_as(include_str!("../../sql/read/feed.sql")).bind(after).fetch_all(readers).await?;
    rows.into_iter().map(entry).collect()
}

/// Commands since a time (Unix seconds) that touched attention items, of the latest so many, oldest first.
pub async fn cleared_since(readers: &Connections, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = sqlx::query_as(include_str!("../../sql/read/cleared.sql"))
        .bind(from)
        .bind(latest)
        .fetch_all(readers)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// What happened to one record, newest first.
pub async fn history_of(readers: &Connections, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = sqlx::query_as(include_str!("../../sql/read/history_of.sql"))
        .bind(kind)
        .bind(handle)
        .fetch_all(readers)
        .await?;
    rows.into_iter().map(entry).collect()
}

fn entry(row: EntryRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        revision: row.revision,
        command: id(&row.command)?,
        at: chrono::DateTime::from_timestamp(row.done_at, 0).unwrap_or_default(),
        by: Actor { person: row.person, desk: row.desk },
        line: row.line.0,
        changes: row.changes.0,
        text: row.text,
    })
}

fn id(text: &str) -> Result<CommandId, StoreError> {
    Ok(serde_json::from_value(Value::from(text))?)
}

pub async fn answered(readers: &Connections, command: CommandId) -> Result<Option<Outcome>, StoreError> {
    let found: Option<Json<Outcome>> = sqlx::query_scalar(include_str!("../../sql/read/outcome.sql"))
        .bind(command.to_string())
        .fetch_optional(readers)
        .await?;
    Ok(found.map(|Json(outcome)| outcome))
}

pub async fn steps(readers: &Connections, desk: &str) -> Result<Vec<Step>, StoreError> {
    let rows: Vec<StepRow> = sqlx::query_as(include_str!("../../sql/read/steps.sql"))
        .bind(desk)
        .bind(STEPS_KEPT_AT_HAND as i64)
        .fetch_all(readers)
        .await?;
    rows.into_iter().map(step).collect()
}

/// Command, text, whether it can be undone, what it undoes, what undid it.
type StepRow = (String, String, bool, Option<String>, Option<String>);

fn step((command, text, can_be_undone, undoes, undone_by): StepRow) -> Result<Step, StoreError> {
    let of = |other: Option<String>| other.as_deref().map(id).transpose();
    Ok(Step { command: id(&command)?, text, can_be_undone, undoes: of(undoes)?, undone_by: of(undone_by)? })
}

pub async fn handles(
    readers: &Connections,
    ids: &BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(include_str!("../../sql/read/handles.sql"))
        .bind(json!(ids).to_string())
        .fetch_all(readers)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, handle)| Some((Uuid::parse_str(&id).ok()?, handle))).collect())
}
