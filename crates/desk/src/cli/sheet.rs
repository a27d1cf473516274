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
        if self.html {
            return say::reading(desk.printable(&self.date).await?, false, String::clone);
        }
        let site = desk.site().await?.map(|site| site.name).unwrap_or_default();
        say::reading(desk.sheet(&self.date).await?, session.json, |sheet| print::text(sheet, &site))
    }
}
