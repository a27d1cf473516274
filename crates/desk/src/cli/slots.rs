//! `zamu slots`: times that can be offered, or why there are none.

use clap::Args;
use zamu_core::reading::{SlotQuery, SlotsReading};

use super::{Ending, Session, Trouble, say};

#[derive(Debug, Args)]
pub struct Slots {
    #[arg(long)]
    service: String,
    /// The first day.
    #[arg(long)]
    from: String,
    /// The last day.
    #[arg(long)]
    to: String,
    #[arg(long)]
    gender: Option<String>,
    #[arg(long)]
    staff: Option<String>,
    /// Also times that need other rows to change hands.
    #[arg(long)]
    reshuffle: bool,
}

impl Slots {
    pub async fn run(self, session: &Session) -> Result<Ending, Trouble> {
        let Slots { service, from, to, gender, staff, reshuffle } = self;
        let query = SlotQuery { service, from, to, gender, staff, reshuffle, moving: None, minutes: None };
        say::reading(session.desk().await?.slots(&query).await?, session.json, words)
    }
}

fn words(read: &SlotsReading) -> String {
    let slots = read.slots.iter().map(|slot| {
        format!(
            "{}  {}{}\n",
            slot.start,
            slot.staff.join(", "),
            if slot.reshuffle { "  (others change hands)" } else { "" }
        )
    });
    let none = read.why_none.iter().map(|none| format!("none: {}\n", none.why));
    slots.chain(none).collect()
}
