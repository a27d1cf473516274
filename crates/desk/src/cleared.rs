//! What needed somebody today and no longer does: the attention items that commands of today ended and that are not open again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SecondsFormat;
use zamu_core::changes::Change;
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::reading::{ClearedReading, cleared};
use zamu_core::record::Item;
use zamu_core::scope::Scope;

use crate::desk::Desk;
use crate::readings::today;
use crate::store::{Entry, Store, StoreError};
use crate::sync::Shared;

/// A day has a few hundred commands at most; older ones are not looked at.
const LATEST: i64 = 1_000;

impl<S: Store, T: Shared> Desk<S, T> {
    /// Newest first; nothing that is open at the moment.
    pub async fn cleared_today(&self, open: &BTreeSet<String>) -> Result<Vec<ClearedReading>, StoreError> {
        let from = self.ask(Scope::default(), |days, stamp| Ok(morning(days, stamp))).await?;
        let Ok(from) = from else { return Ok(Vec::new()) };
        let entries = self.book.about_attention(from, LATEST).await?;
        let ended = ended(&entries, open);
        let rows = ended.values().filter_map(|(item, _)| item.appointment.as_ref());
        let scope = rows.fold(Scope::default(), |scope, row| scope.and(Scope::appointment(row)));
        let told = self
            .ask(scope, |days, _| Ok(ended.values().map(|(item, entry)| told(days, item, entry)).collect()));
        let mut told: Vec<ClearedReading> = told.await?.unwrap_or_default();
        told.sort_by(|a, b| (&b.at, &a.id).cmp(&(&a.at, &b.id)));
        Ok(told)
    }
}

/// Local midnight in Unix seconds.
fn morning(days: &Days, stamp: &Stamp) -> i64 {
    days.day(today(days, stamp)).span.from.seconds()
}

/// Every item by its last end. One that vanished because its cause was taken back was not settled.
fn ended<'a>(entries: &'a [Entry], open: &BTreeSet<String>) -> BTreeMap<String, (&'a Item, &'a Entry)> {
    let kept = entries.iter().filter(|entry| entry.line.name() != "undo");
    let changes = kept.flat_map(|entry| entry.changes.attention.values().map(move |change| (change, entry)));
    let mut ended = BTreeMap::new();
    for (change, entry) in changes {
        match change {
            Change::Removed(item) if !open.contains(&item.id.to_string()) => {
                ended.insert(item.id.to_string(), (item, entry));
            }
            Change::Added(item) => {
                ended.remove(&item.id.to_string());
            }
            _ => {}
        }
    }
    ended
}

fn told(days: &Days, item: &Item, entry: &Entry) -> ClearedReading {
    let by = if entry.by.person.is_empty() { &entry.by.desk } else { &entry.by.person };
    let at = entry.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    cleared(days, item, at, by.clone(), entry.text.clone())
}
