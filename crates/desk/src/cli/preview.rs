//! `zamu preview`: what commands would do, each seeing the ones before it, on a copy that is thrown away.

use std::path::PathBuf;

use clap::Args;

use super::perform::lines;
use super::{Ending, Session, Trouble, say};
use crate::line::{self, Unusable};

#[derive(Debug, Args)]
pub struct Preview {
    /// A file, or `-` for stdin.
    file: Option<PathBuf>,
}

impl Preview {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let desk = session.desk().await?;
        let (mut commands, mut unusable): (Vec<_>, Option<Unusable>) = (Vec::new(), None);
        for (number, text) in lines(self.file.as_deref())?.enumerate() {
            let text = text?;
            match line::parse(&text, number + 1) {
                _ if text.trim().is_empty() => {}
                Ok(command) => commands.push(command),
                Err(found) => {
                    unusable = Some(found);
                    break;
                }
            }
        }
        let mut ending = Ending::Done;
        for outcome in desk.preview_all(commands).await? {
            if say::outcome(&outcome)? == Ending::Refused {
                ending = Ending::Refused;
            }
        }
        unusable.map_or(Ok(ending), |unusable| Err(Trouble::Unusable(unusable.to_string())))
    }
}
