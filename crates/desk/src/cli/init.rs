//! `zamu init`: a new book, never over one that is there.

use std::path::PathBuf;

use clap::Args;
use zamu_core::book;
use zamu_core::changes::Records;
use zamu_core::decide::Stamp;
use zamu_core::record::Language;

use super::{Ending, Session, Trouble};
use crate::desk::Desk;
use crate::place::Place;
use crate::sample;
use crate::truth::Truth;

#[derive(Debug, Args)]
pub struct Init {
    /// The sample spa, with a day that is today.
    #[arg(long, conflicts_with = "from")]
    sample: bool,
    /// A book file (JSON).
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

impl Init {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let stamp = Stamp { now: session.clock.now(), language: Language::English };
        let records = self.records(&stamp)?;
        match &session.book {
            Place::File(path) => {
                Desk::create(path, &records).await?;
                eprintln!("zamu: made {}", path.display());
            }
            Place::Shared(address) => {
                let truth = Truth::at(address.clone(), session.clock);
                if !truth.bring(&records, 0, &[], |_, _| {}).await? {
                    return Err(Trouble::Unusable(format!(
                        "there is a book at {address} already; it is left as it is"
                    )));
                }
                eprintln!("zamu: filled {address}");
            }
        }
        Ok(Ending::Done)
    }

    fn records(&self, stamp: &Stamp) -> Result<Records, Trouble> {
        let made = match &self.from {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| Trouble::Unusable(format!("{}: {error}", file.display())))?;
                return book::read(&text, stamp)
                    .map_err(|fault| Trouble::Unusable(format!("{}: {fault}", file.display())));
            }
            None if self.sample => sample::spa(stamp),
            None => sample::empty(stamp),
        };
        made.map_err(|fault| Trouble::Unusable(fault.to_string()))
    }
}
