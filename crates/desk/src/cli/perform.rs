//! `zamu perform`: one command per line. Each is saved before its outcome is printed, so what was answered is in the book
//! whatever happens next. A line that is no JSON ends the run; the lines before it stay.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Ending, Session, Trouble, say};
use crate::line;

#[derive(Debug, Args)]
pub struct Perform {
    /// A file, or `-` for stdin.
    file: Option<PathBuf>,
}

impl Perform {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let desk = session.logged_desk().await?;
        let mut ending = Ending::Done;
        for (number, text) in lines(self.file.as_deref())?.enumerate() {
            let text = text?;
            if text.trim().is_empty() {
                continue;
            }
            let command =
                line::parse(&text, number + 1).map_err(|unusable| Trouble::Unusable(unusable.to_string()))?;
            let outcome = desk.perform(command).await?;
            if say::outcome(&outcome)? == Ending::Refused {
                ending = Ending::Refused;
            }
        }
        desk.book.close().await;
        Ok(ending)
    }
}

/// The lines of a file or of stdin, as they come.
pub fn lines(file: Option<&Path>) -> Result<Box<dyn Iterator<Item = std::io::Result<String>>>, Trouble> {
    match file {
        Some(file) if file != Path::new("-") => {
            let opened = std::fs::File::open(file)
                .map_err(|error| Trouble::Unusable(format!("{}: {error}", file.display())))?;
            Ok(Box::new(std::io::BufReader::new(opened).lines()))
        }
        _ => Ok(Box::new(std::io::stdin().lock().lines())),
    }
}
