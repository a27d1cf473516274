//! `zamu attention`: what waits for a person, by minutes to start, with what would help.

use zamu_core::reading::{AttentionReading, ItemReading};

use super::{Ending, Session, Trouble, say};

pub async fn run(session: &Session) -> Result<Ending, Trouble> {
    say::reading(session.desk().await?.attention().await?, session.json, words)
}

fn words(read: &AttentionReading) -> String {
    read.items.iter().map(item).collect()
}

fn item(item: &ItemReading) -> String {
    let remedies: String = item.remedies.iter().map(|remedy| format!("    {}\n", remedy.text)).collect();
    format!(
        "{}  {}  {}\n{remedies}",
        item.start.as_deref().or(item.date.as_deref()).unwrap_or_default(),
        item.id,
        item.why
    )
}
