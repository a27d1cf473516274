//! `zamu history ROW`: who did what to a row, newest first.

use clap::Args;
use zamu_core::reading::{HistoryEntry, HistoryReading};

use super::{Ending, Session, Trouble, say};

#[derive(Debug, Args)]
pub struct History {
    /// A row's handle or id; `staff/grace` for another record.
    row: String,
}

impl History {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        say::reading(session.desk().await?.history(&self.row).await?, session.json, words)
    }
}

fn words(read: &HistoryReading) -> String {
    read.entries.iter().map(entry).collect()
}

fn entry(entry: &HistoryEntry) -> String {
    let changes: String = entry
        .changes
        .iter()
        .map(|change| {
            format!(
                "    {} {} {}: {} -> {}\n",
                change.kind, change.id, change.field, change.before, change.after
            )
        })
        .collect();
    format!("{}  {}  {}\n{changes}", entry.at, entry.by, entry.text)
}
