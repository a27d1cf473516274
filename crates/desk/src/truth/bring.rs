//! Bringing an existing book into an empty shared one: all of it with its history, in pieces, in one transaction. Whoever comes second
//! finds the place taken; a line that breaks leaves the shared book as empty as it was.

use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::types::Json;
use zamu_core::changes::{Changes, Records};

use super::Truth;
use super::commit::records;
use super::fault::told;
use crate::BUILD;
use crate::store::{Entry, Revision, StoreError};

/// Rows of one call.
const PIECE: usize = 500;

impl Truth {
    /// False: the shared book has one already. `progress` is told how many of how many pieces are there.
    pub async fn bring(
        &self,
        all: &Records,
        revision: Revision,
        history: &[Entry],
        mut progress: impl FnMut(usize, usize),
    ) -> Result<bool, StoreError> {
        let site = all.site.keys().next().map(ToString::to_string).ok_or(StoreError::Empty)?;
        let pieces = pieces(all, &site, revision, history)?;
        let mut open = self.line.open().await?;
        let mut to = open.begin().await.map_err(told)?;
        for (done, piece) in pieces.iter().enumerate() {
            let answer: String = sqlx::query_scalar(include_str!("../../sql/truth/bring.sql"))
                .bind(Json(piece))
                .fetch_one(&mut *to)
                .await
                .map_err(told)?;
            if answer == "taken" {
                return Ok(false);
            }
            progress(done + 1, pieces.len());
        }
        to.commit().await.map_err(told)?;
        Ok(true)
    }
}

/// Records first, then history; the last piece names the site and so closes the door.
fn pieces(
    all: &Records,
    site: &str,
    revision: Revision,
    history: &[Entry],
) -> Result<Vec<Value>, StoreError> {
    let mut pieces = Vec::new();
    for part in parts(all.as_added()) {
        pieces.push(records(site, &part)?);
    }
    for steps in history.chunks(PIECE) {
        let steps: Vec<Value> = steps.iter().map(step).collect();
        pieces.push(json!({ "saved": [], "removed": [], "history": steps }));
    }
    pieces.push(json!({ "saved": [], "removed": [], "site": site, "revision": revision }));
    Ok(pieces)
}

/// The rows of the sheets in portions, everything else as one.
fn parts(mut all: Changes) -> Vec<Changes> {
    let rows: Vec<_> = std::mem::take(&mut all.appointments).into_iter().collect();
    let customers: Vec<_> = std::mem::take(&mut all.customers).into_iter().collect();
    let mut parts = vec![all];
    parts.extend(
        customers
            .chunks(PIECE)
            .map(|some| Changes { customers: some.iter().cloned().collect(), ..Changes::default() }),
    );
    parts.extend(
        rows.chunks(PIECE)
            .map(|some| Changes { appointments: some.iter().cloned().collect(), ..Changes::default() }),
    );
    parts
}

fn step(entry: &Entry) -> Value {
    json!({
        "revision": entry.revision,
        "command": entry.command,
        "at": entry.at.timestamp(),
        "person": entry.by.person,
        "desk": entry.by.desk,
        "build": BUILD,
        "line": entry.line,
        "changes": entry.changes,
        "text": entry.text,
        "can_be_undone": entry.line.can_be_undone(),
        "undoes": entry.undoes(),
    })
}
