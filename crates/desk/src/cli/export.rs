//! `zamu export`: the whole book but its history, as a book file, to stdout or into a file.

use std::path::PathBuf;

use clap::Args;

use super::{Ending, Session, Trouble, say};

#[derive(Debug, Args)]
pub struct Export {
    file: Option<PathBuf>,
}

impl Export {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let text = session.desk().await?.export().await?;
        match &self.file {
            Some(file) => std::fs::write(file, text)
                .map_err(|error| Trouble::Unusable(format!("{}: {error}", file.display())))?,
            None => say::line(text.trim_end_matches('\n'))?,
        }
        Ok(Ending::Done)
    }
}
