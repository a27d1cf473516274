//! `zamu restore FILE`: goes back to a backup. The book that is there is set aside beside it, not removed.

use std::path::PathBuf;

use clap::Args;

use super::{Ending, Session, Trouble};
use crate::replica::Replica;

#[derive(Debug, Args)]
pub struct Restore {
    /// A backup, as `backups/book-2026-11-24.zamu`.
    file: PathBuf,
}

impl Restore {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let aside = Replica::restore(&self.file, session.file()?, session.clock.now()).await?;
        eprintln!("zamu: {} is back; what was there is {}", session.file()?.display(), aside.display());
        Ok(Ending::Done)
    }
}
