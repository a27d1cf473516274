//! What the shared book refused after somebody was answered: shown in attention with its whole content, to be done again or let go.
//! It belongs to this desk, which gave the answer, so it lies in its own file and is no record of the book.

use chrono::SecondsFormat;
use serde_json::{Value, json};
use zamu_core::decide::Stamp;
use zamu_core::outcome::{Outcome, Report};
use zamu_core::reading::{ItemReading, RemedyReading};
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;
use zamu_core::say;

use crate::desk::{Desk, refused};
use crate::replica::{Parked, Replica};
use crate::store::{Store, StoreError};
use crate::sync::Shared;

const ITEM: &str = "refused/";
const AGAIN: &str = "again";
const LET_GO: &str = "let_go";

/// The attention items of what was refused: one for each command, with those that needed it.
pub async fn items(book: &Replica, stamp: &Stamp) -> Result<Vec<ItemReading>, StoreError> {
    let parked = book.parked().await?;
    let first = parked.iter().filter(|parked| parked.needs.is_none());
    Ok(first.map(|first| item(first, with_it(&parked, first).count(), stamp)).collect())
}

fn with_it<'a>(all: &'a [Parked], first: &'a Parked) -> impl Iterator<Item = &'a Parked> {
    all.iter().filter(|other| other.needs == Some(first.issued.id))
}

fn item(parked: &Parked, more: usize, stamp: &Stamp) -> ItemReading {
    let id = format!("{ITEM}{}", parked.issued.id);
    let line = json!(parked.issued.command);
    ItemReading {
        appointment: line["appointment"].as_str().map(ToString::to_string),
        kind: "refused_when_syncing".into(),
        date: None,
        start: None,
        customer_name: None,
        phone: None,
        service_name: None,
        why: why(parked, more, stamp.language),
        minutes: 0,
        opened_at: parked.parked_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        message: None,
        remedies: vec![
            remedy(&id, AGAIN, say!(stamp.language, "Do it again", "Fanya tena")),
            remedy(&id, LET_GO, say!(stamp.language, "Let it go", "Achana nayo")),
        ],
        id,
    }
}

fn why(parked: &Parked, more: usize, language: Language) -> String {
    let Parked { text, why, .. } = parked;
    let said = say!(
        language,
        "Done here while the line was down, refused by the shared book. {text}: {why}",
        "Ilifanywa hapa bila mtandao, kitabu cha pamoja kimekataa. {text}: {why}"
    );
    match more {
        0 => said,
        _ => {
            let tail = say!(language, "{more} later steps needed it.", "Hatua {more} za baadaye zilihitaji.");
            format!("{said} {tail}")
        }
    }
}

fn remedy(item: &str, id: &str, text: String) -> RemedyReading {
    let command = json!({ "command": "resolve", "item": item, "remedy": id });
    RemedyReading { id: id.into(), text, clears: 1, command }
}

/// Whether a line is about such an item, and which command it is.
fn named(line: &Value) -> Option<(&str, &str)> {
    let resolves = line["command"] == "resolve";
    let command = line["item"].as_str()?.strip_prefix(ITEM)?;
    resolves.then_some((command, line["remedy"].as_str()?))
}

impl<S: Store, T: Shared> Desk<S, T> {
    /// Does a refused command again, or lets it go. None: the line is about something else.
    pub(crate) async fn deal_with_refused(&self, line: &Value) -> Result<Option<Outcome>, StoreError> {
        let (Some((command, remedy)), Some(sync)) = (named(line), &self.sync) else { return Ok(None) };
        let stamp = self.stamp().await?;
        let all = sync.book.parked().await?;
        let Some(first) = all.iter().find(|parked| parked.issued.id.to_string() == command) else {
            return Ok(Some(refused(&Refusal::unknown("item", command), &stamp)));
        };
        let outcome = match remedy {
            LET_GO => Outcome::Done(Report { text: first.text.clone(), ..Report::default() }),
            AGAIN => self.again(first, &all).await?,
            other => refused(&Refusal::unknown("remedy", other), &stamp),
        };
        if matches!(outcome, Outcome::Done(_)) {
            sync.book.forget_parked(first.issued.id).await?;
        }
        Ok(Some(outcome))
    }

    /// What it would do now. Nothing is written.
    pub(crate) async fn look_at_refused(&self, line: &Value) -> Result<Option<Outcome>, StoreError> {
        let (Some((command, remedy)), Some(sync)) = (named(line), &self.sync) else { return Ok(None) };
        let all = sync.book.parked().await?;
        let first = all.iter().find(|parked| parked.issued.id.to_string() == command);
        Ok(match first {
            Some(first) if remedy == AGAIN => {
                Some(Box::pin(self.preview(json!(first.issued.command))).await?)
            }
            _ => Some(Outcome::Done(Report::default())),
        })
    }

    /// The command as a new one, and then those that needed it, as far as they go.
    async fn again(&self, first: &Parked, all: &[Parked]) -> Result<Outcome, StoreError> {
        let outcome = Box::pin(self.perform(json!(first.issued.command))).await?;
        if matches!(outcome, Outcome::Done(_)) {
            for later in with_it(all, first) {
                Box::pin(self.perform(json!(later.issued.command))).await?;
            }
        }
        Ok(outcome)
    }
}
