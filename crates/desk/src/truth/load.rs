//! Loading from the shared book: one call brings all that a scope takes in, as of one moment, with the server's clock. A scope that names
//! rows whose days it does not ask for takes a second call; the desk that decided first knows the days, so it seldom happens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;
use zamu_core::changes::{Changes, Records};
use zamu_core::command::Command;
use zamu_core::days::Recorded;
use zamu_core::decide::Actor;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use super::line::Line;
use crate::store::{
    Digest, Digests, Entry, Loaded, Revision, STEPS_KEPT_AT_HAND, Step, StoreError, Stretch,
    dates_of_seconds, wanted,
};

/// A scope grows by the days of the rows it names, and those stay where they are but for a commit in between.
const ROUNDS: u32 = 4;
/// Entries of one call; a page that is not full is the last.
const PAGE: i64 = 500;

/// What `zamu.load` answers.
#[derive(Deserialize)]
struct Answer {
    revision: Revision,
    now: i64,
    records: BTreeMap<String, Value>,
    named: Vec<(i64, i64)>,
    named_dates: Vec<NaiveDate>,
    recorded: BTreeMap<CommandId, RecordedRow>,
}

#[derive(Deserialize)]
struct RecordedRow {
    changes: Changes,
    text: String,
}

pub async fn load(line: &Line, asked: &Scope) -> Result<Loaded, StoreError> {
    let mut scope = asked.clone();
    let mut zone = match line.zone() {
        Some(zone) => zone,
        None => zone(line).await?,
    };
    for _ in 0..ROUNDS {
        let answer = call(line, &scope, zone).await?;
        let records = Records::read(answer.records)?;
        let there = records.site.values().next().map(|site| site.time_zone).ok_or(StoreError::Empty)?;
        let mut reached = scope.clone();
        reached.dates.extend(answer.named.into_iter().flat_map(|span| dates_of_seconds(there, span)));
        reached.dates.extend(answer.named_dates);
        line.remember_zone(there);
        if there == zone && reached.dates.iter().all(|date| scope.covers(*date)) {
            let recorded = |row: RecordedRow| Recorded { changes: row.changes, text: row.text };
            return Ok(Loaded {
                records,
                scope: reached,
                revision: answer.revision,
                recorded: answer.recorded.into_iter().map(|(id, row)| (id, recorded(row))).collect(),
                now: DateTime::from_timestamp(answer.now, 0),
            });
        }
        (scope, zone) = (reached, there);
    }
    Err(StoreError::Busy)
}

type DigestRow = (Revision, NaiveDate, i64, String);

/// What some days hold, in short, as of one revision.
pub async fn digests(line: &Line, days: &[Stretch]) -> Result<Digests, StoreError> {
    let dates: Vec<NaiveDate> = days.iter().map(|day| day.date).collect();
    let begins: Vec<DateTime<Utc>> = days.iter().map(|day| day.from).collect();
    let ends: Vec<DateTime<Utc>> = days.iter().map(|day| day.until).collect();
    let rows: Vec<DigestRow> = line
        .ask(async |server| {
            sqlx::query_as(include_str!("../../sql/truth/digests.sql"))
                .bind(&dates)
                .bind(&begins)
                .bind(&ends)
                .fetch_all(server)
                .await
        })
        .await?;
    let revision = rows.first().map_or(0, |(revision, ..)| *revision);
    let days = rows.into_iter().map(|(_, date, records, hash)| (date, Digest { records, hash })).collect();
    Ok(Digests { revision, days })
}

async fn zone(line: &Line) -> Result<Tz, StoreError> {
    let found: Option<String> = line
        .ask(async |server| {
            sqlx::query_scalar(include_str!("../../sql/truth/zone.sql")).fetch_optional(server).await
        })
        .await?;
    Ok(serde_json::from_value(Value::from(found.ok_or(StoreError::Empty)?))?)
}

async fn call(line: &Line, scope: &Scope, zone: Tz) -> Result<Answer, StoreError> {
    let mut wanted = wanted(scope, zone);
    if scope.is_whole() {
        // Its first day lies before anything a database knows.
        wanted["from"] = Value::Null;
    }
    wanted["customers"] = json!(scope.customers);
    wanted["appointments"] = json!(scope.appointments);
    wanted["rows_of"] = json!(scope.rows_of);
    wanted["messages"] = json!(scope.messages);
    wanted["commands"] = json!(scope.commands);
    let Json(answer): Json<Answer> = line
        .ask(async |server| {
            sqlx::query_scalar(include_str!("../../sql/truth/load.sql"))
                .bind(Json(&wanted))
                .fetch_one(server)
                .await
        })
        .await?;
    Ok(answer)
}

#[derive(sqlx::FromRow)]
pub struct EntryRow {
    pub revision: Revision,
    command: Uuid,
    done_at: i64,
    person: String,
    desk: String,
    line: Json<Command>,
    changes: Json<Changes>,
    text: String,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Entry {
        Entry {
            revision: row.revision,
            command: CommandId(row.command),
            at: DateTime::from_timestamp(row.done_at, 0).unwrap_or_default(),
            by: Actor { person: row.person, desk: row.desk },
            line: row.line.0,
            changes: row.changes.0,
            text: row.text,
        }
    }
}

pub async fn feed(line: &Line, after: Revision) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let from = entries.last().map_or(after, |entry| entry.revision);
        let page: Vec<EntryRow> = line
            .ask(async |server| {
                sqlx::query_as(include_str!("../../sql/truth/feed.sql"))
                    .bind(from)
                    .bind(PAGE)
                    .fetch_all(server)
                    .await
            })
            .await?;
        let is_last = page.len() < PAGE as usize;
        entries.extend(page.into_iter().map(Entry::from));
        if is_last {
            return Ok(entries);
        }
    }
}

/// What happened to one record, newest first.
pub async fn history_of(line: &Line, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
    let Some(list) = Changes::list_of(kind) else { return Ok(Vec::new()) };
    let rows: Vec<EntryRow> = line
        .ask(async |server| {
            sqlx::query_as(include_str!("../../sql/truth/history_of.sql"))
                .bind(list)
                .bind(handle)
                .fetch_all(server)
                .await
        })
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// Commands since a time that touched attention items, oldest first, of the latest so many.
pub async fn about_attention(line: &Line, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = line
        .ask(async |server| {
            sqlx::query_as(include_str!("../../sql/truth/about_attention.sql"))
                .bind(from)
                .bind(latest)
                .fetch_all(server)
                .await
        })
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

pub async fn answered(line: &Line, command: CommandId) -> Result<Option<Outcome>, StoreError> {
    let found: Option<Json<Outcome>> = line
        .ask(async |server| {
            sqlx::query_scalar(include_str!("../../sql/truth/outcome.sql"))
                .bind(command.0)
                .fetch_optional(server)
                .await
        })
        .await?;
    Ok(found.map(|Json(outcome)| outcome))
}

/// Command, text, whether it can be undone, what it undoes, what undid it.
type StepRow = (Uuid, String, bool, Option<Uuid>, Option<Uuid>);

pub async fn steps(line: &Line, desk: &str) -> Result<Vec<Step>, StoreError> {
    let rows: Vec<StepRow> = line
        .ask(async |server| {
            sqlx::query_as(include_str!("../../sql/truth/steps.sql"))
                .bind(desk)
                .bind(STEPS_KEPT_AT_HAND as i64)
                .fetch_all(server)
                .await
        })
        .await?;
    let step = |(command, text, can_be_undone, undoes, undone_by): StepRow| Step {
        command: CommandId(command),
        text,
        can_be_undone,
        undoes: undoes.map(CommandId),
        undone_by: undone_by.map(CommandId),
    };
    Ok(rows.into_iter().map(step).collect())
}

pub async fn handles(line: &Line, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let rows: Vec<(Uuid, String)> = line
        .ask(async |server| {
            sqlx::query_as(include_str!("../../sql/truth/handles.sql")).bind(&ids).fetch_all(server).await
        })
        .await?;
    Ok(rows.into_iter().collect())
}
