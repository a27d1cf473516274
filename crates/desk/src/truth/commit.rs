//! Committing to the shared book: one call of a server-side function that locks the book's row, compares the revision, writes rows,
//! history and outcome, and lets go. What the server answers is the whole result; nothing is held across the network but a turn (`turn.rs`).

use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use zamu_core::changes::{Change, Changes};
use zamu_core::ids::uuid_of;
use zamu_core::outcome::Outcome;
use zamu_core::record::{Appointment, Record};

use super::line::Line;
use super::turn::Turn;
use crate::desk::JOBS;
use crate::store::{Commit, Committed, Revision, StoreError};

/// What `zamu.commit` answers.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Done(Revision),
    Stale(#[allow(dead_code)] Revision),
    Repeated(Box<Outcome>),
    Clash { who: String, one: String, other: String },
    StillUsed(String),
    Outdated(#[allow(dead_code)] u32),
}

/// In a turn if the command has one.
pub async fn commit(
    line: &Line,
    turn: Option<Turn>,
    base: Revision,
    commit: &Commit,
) -> Result<Committed, StoreError> {
    let entry = entry(commit)?;
    let answer = match turn {
        Some(turn) => turn.commit(line, async |server| call(server, base, &entry).await).await?,
        None => line.ask(async |server| call(server, base, &entry).await).await?,
    };
    Ok(match answer {
        Answer::Done(revision) => Committed::Done(revision),
        Answer::Stale(_) => Committed::Stale,
        Answer::Repeated(outcome) => Committed::Repeated(outcome),
        Answer::Clash { who, one, other } => Committed::Clash { who, what: format!("{one} and {other}") },
        Answer::StillUsed(name) => Committed::StillUsed(name),
        Answer::Outdated(_) => Committed::Outdated,
    })
}

async fn call(server: &mut PgConnection, base: Revision, entry: &Value) -> Result<Answer, sqlx::Error> {
    let Json(answer) = sqlx::query_scalar(include_str!("../../sql/truth/commit.sql"))
        .bind(base)
        .bind(Json(entry))
        .fetch_one(server)
        .await?;
    Ok(answer)
}

/// A commit as the server reads it.
fn entry(commit: &Commit) -> Result<Value, StoreError> {
    let issued = &commit.issued;
    let mut entry = records(&commit.site, &commit.changes)?;
    let rest = json!({
        "command": issued.id,
        "at": issued.at.timestamp(),
        "person": issued.by.person,
        "desk": issued.by.desk,
        "job": issued.by.desk == JOBS,
        "build": issued.build,
        "is_a_step": commit.is_a_step(),
        "line": issued.command,
        "changes": commit.changes,
        "text": commit.text,
        "can_be_undone": issued.command.can_be_undone(),
        "undoes": commit.undoes(),
        "outcome": commit.outcome,
    });
    if let (Value::Object(entry), Value::Object(rest)) = (&mut entry, rest) {
        entry.extend(rest);
    }
    Ok(entry)
}

/// What changed as `zamu.write` reads it: `saved` with what guards them, and `removed`.
pub fn records(site: &str, changes: &Changes) -> Result<Value, StoreError> {
    let mut saved = Vec::new();
    for (kind, body) in changes.saved()? {
        let handle = body["id"].as_str().unwrap_or_default();
        let mut row = json!({ "kind": kind, "uuid": uuid_of(site, kind, handle) });
        if kind == Appointment::KIND {
            let of_row =
                changes.appointments.values().filter_map(Change::after).find(|row| row.id.as_str() == handle);
            if let Some(of_row) = of_row {
                row["during"] = during(of_row).into();
                row["taken"] = taken(of_row);
            }
        }
        row["body"] = body;
        saved.push(row);
    }
    let removed = changes.gone().into_iter().map(|(kind, handle)| json!({ "kind": kind, "handle": handle }));
    Ok(json!({ "saved": saved, "removed": removed.collect::<Vec<_>>() }))
}

fn during(row: &Appointment) -> String {
    let span = row.span();
    format!("[{},{})", span.from.utc().to_rfc3339(), span.until.utc().to_rfc3339())
}

/// Who and what a row takes up, if it does.
fn taken(row: &Appointment) -> Value {
    if !row.occupies() {
        return json!([]);
    }
    let people =
        row.seats.iter().enumerate().filter_map(|(at, seat)| seat.staff.as_ref().map(|staff| (at, staff)));
    let people = people.map(|(at, staff)| json!({ "kind": "staff", "handle": staff, "seat": at }));
    let room = row.room.iter().map(|room| json!({ "kind": "room", "handle": room, "seat": 0 }));
    people.chain(room).collect()
}
