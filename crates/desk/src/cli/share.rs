//! `zamu share`, `zamu join`, `zamu leave`: bringing this book into an empty shared one, making this desk a replica of one, and leaving
//! with a local copy. The text is the one that `zamu migrate --create-desk` prints.

use std::io::IsTerminal;

use clap::Args;

use super::{Ending, Session, Trouble};
use crate::sync;

#[derive(Debug, Args)]
pub struct Text {
    /// postgres://role:password@host/database
    text: String,
}

pub async fn share(session: &Session, text: &Text) -> Result<Ending, Trouble> {
    let shown = std::io::stderr().is_terminal();
    let progress = |done, all| {
        if shown {
            eprint!("\r{done} of {all}");
        }
    };
    let joined = sync::bring(session.file()?, &text.text, session.clock, progress).await?;
    eprintln!("zamu: {} rows are shared now; this desk is {}", joined.rows, joined.desk);
    Ok(Ending::Done)
}

pub async fn join(session: &Session, text: &Text) -> Result<Ending, Trouble> {
    let shown = std::io::stderr().is_terminal();
    let progress = |came| {
        if shown {
            eprint!("\r{came} records");
        }
    };
    let joined = sync::join(session.file()?, &text.text, session.clock, progress).await?;
    eprintln!("zamu: joined with {} rows; this desk is {}", joined.rows, joined.desk);
    if let Some(aside) = joined.set_aside {
        eprintln!("zamu: the book that was here is {}", aside.display());
    }
    Ok(Ending::Done)
}

pub async fn leave(session: &Session) -> Result<Ending, Trouble> {
    sync::leave(session.file()?, session.clock).await?;
    eprintln!("zamu: {} is this computer's own now", session.file()?.display());
    Ok(Ending::Done)
}
