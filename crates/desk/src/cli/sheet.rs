//! `zamu sheet DATE`: one day, as JSON, as text for a terminal, or as a page to print.

use clap::Args;

use super::{Ending, Session, Trouble, say};
use crate::print;

#[derive(Debug, Args)]
pub struct Sheet {
    /// The day, like 2026-11-24.
    date: String,
    /// A page to print (the default is text).
    #[arg(long, conflicts_with_all = ["text", "json"])]
    html: bool,
    #[arg(long, conflicts_with = "json")]
    text: bool,
}

impl Sheet {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let desk = session.desk().await?;
        let site = desk.site().await?.map(|site| site.name).unwrap_or_default();
        let read = desk.sheet(&self.date).await?;
        say::reading(read, session.json, |sheet| {
            if self.html { print::html(sheet, &site) } else { print::text(sheet, &site) }
        })
    }
}
