//! `zamu days-off DATE`: who could be away that day without a row more being left.

use clap::Args;
use zamu_core::reading::DaysOffReading;

use super::{Ending, Session, Trouble, say};

#[derive(Debug, Args)]
pub struct DaysOff {
    /// The day, like 2026-11-24.
    date: String,
}

impl DaysOff {
    pub async fn run(self, session: &Session) -> Result<Ending, Trouble> {
        say::reading(session.desk().await?.days_off(&self.date).await?, session.json, words)
    }
}

fn words(read: &DaysOffReading) -> String {
    let names: Vec<&str> = read.may_go.iter().map(|person| person.name.as_str()).collect();
    let could = format!("{}: as many rows could be served by {} of {}", read.date, read.needed, read.working);
    if names.is_empty() { format!("{could}\n") } else { format!("{could}: without {}\n", names.join(", ")) }
}
