//! The first copy: a whole shared book, page by page, as of one moment (REPEATABLE READ), with its history. It is only gathered here;
//! a copy that breaks off leaves nothing behind.

use serde_json::Value;
use sqlx::types::Json;
use sqlx::{Connection, PgConnection};
use std::collections::BTreeMap;
use zamu_core::changes::Records;

use super::fault::told;
use super::load::EntryRow;
use super::{Place, Truth};
use crate::store::{Entry, Revision, StoreError};

const PAGE: i32 = 2000;
/// In the order of their number: what is always needed first.
const KINDS: [&str; 15] = [
    "site",
    "service",
    "room",
    "staff",
    "override",
    "vacation",
    "block",
    "room_block",
    "busy",
    "calendar_link",
    "sheet",
    "attention",
    "message",
    "customer",
    "appointment",
];

/// A book as it was at one revision.
#[derive(Clone, Debug)]
pub struct Copied {
    pub place: Place,
    pub records: Records,
    pub revision: Revision,
    pub history: Vec<Entry>,
}

impl Truth {
    /// Copies everything. `progress` is told how many records have come.
    pub async fn copy(&self, mut progress: impl FnMut(usize)) -> Result<Copied, StoreError> {
        let place = self.place().await?;
        let mut open = self.line.open().await?;
        let mut from =
            open.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(told)?;
        let revision = revision(&mut from).await?;
        let mut by_kind = BTreeMap::new();
        let mut so_far = 0;
        for kind in KINDS {
            let bodies = all_of(&mut from, kind, |came| progress(so_far + came)).await?;
            so_far += bodies.len();
            by_kind.insert(kind.to_string(), Value::Array(bodies));
        }
        let history = history(&mut from).await?;
        from.commit().await.map_err(told)?;
        let records = Records::read(by_kind)?;
        if records.site.is_empty() {
            return Err(StoreError::Empty);
        }
        Ok(Copied { place, records, revision, history })
    }
}

async fn revision(from: &mut PgConnection) -> Result<Revision, StoreError> {
    let found: Option<(Revision,)> = sqlx::query_as(include_str!("../../sql/truth/revision.sql"))
        .fetch_optional(from)
        .await
        .map_err(told)?;
    Ok(found.map_or(0, |found| found.0))
}

async fn all_of(
    from: &mut PgConnection,
    kind: &str,
    mut came: impl FnMut(usize),
) -> Result<Vec<Value>, StoreError> {
    let mut bodies = Vec::new();
    let mut after = String::new();
    loop {
        let page: Vec<(String, Json<Value>)> = sqlx::query_as(include_str!("../../sql/truth/page.sql"))
            .bind(kind)
            .bind(&after)
            .bind(PAGE)
            .fetch_all(&mut *from)
            .await
            .map_err(told)?;
        let Some((last, _)) = page.last() else { return Ok(bodies) };
        after = last.clone();
        bodies.extend(page.into_iter().map(|(_, Json(body))| body));
        came(bodies.len());
    }
}

async fn history(from: &mut PgConnection) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(-1, |entry| entry.revision);
        let page: Vec<EntryRow> = sqlx::query_as(include_str!("../../sql/truth/feed.sql"))
            .bind(after)
            .bind(i64::from(PAGE))
            .fetch_all(&mut *from)
            .await
            .map_err(told)?;
        if page.is_empty() {
            return Ok(entries);
        }
        entries.extend(page.into_iter().map(Entry::from));
    }
}
