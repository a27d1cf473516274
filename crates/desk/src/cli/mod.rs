//! The command line: which words it takes, and how it ends. Stdout is data only, everything else goes to stderr.
//! Exit 0 done, 1 something was refused or changed, 2 unusable input or no usable book. One file per command.

mod attention;
mod calendar;
mod check;
mod days_off;
mod export;
mod history;
mod init;
mod migrate;
mod perform;
mod places;
mod preview;
mod restore;
mod say;
mod share;
mod sheet;
mod slots;
mod solve;
mod undo;
mod worker;

use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use thiserror::Error;

use crate::clock::Clock;
use crate::desk::Desk;
use crate::log;
use crate::place::{Book, Place};
use crate::store::StoreError;

pub use places::default_book;

/// Zamu, the front desk of a spa, without its window.
#[derive(Debug, Parser)]
#[command(name = "zamu", version)]
pub struct Arguments {
    /// The book: a file, or a shared book at postgres://. Without it: the desktop's own.
    #[arg(long, global = true, env = "ZAMU_BOOK")]
    book: Option<String>,
    /// A fixed time instead of the clock, for tests and scripts.
    #[arg(long, global = true, value_name = "RFC3339", value_parser = instant)]
    now: Option<DateTime<Utc>>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a book: empty, with the sample spa, or from a book file.
    Init(init::Init),
    /// Write the book as a book file.
    Export(export::Export),
    /// Is the book whole? Counts and fingerprints per day.
    Check,
    /// Put a backup in the place of the book; the book is set aside.
    Restore(restore::Restore),
    /// Do commands, one JSON object per line; each is saved before its outcome is printed.
    Perform(perform::Perform),
    /// Show what commands would do; each sees the ones before it, nothing is saved.
    Preview(preview::Preview),
    /// One day's sheet.
    Sheet(sheet::Sheet),
    /// Times that can be offered for a service.
    Slots(slots::Slots),
    /// Who could be away on a day without a row more being left.
    DaysOff(days_off::DaysOff),
    /// What needs attention, with what would help.
    Attention,
    /// What happened to a row.
    History(history::History),
    /// Take back this desk's last step.
    Undo,
    /// Do again what undo took back.
    Redo,
    /// Run the jobs of the day: final names at the cutoff, temps, backups.
    Worker(worker::Worker),
    /// Make or bring up the tables of a shared book, and logins for its desks (its owner only).
    Migrate(migrate::Migrate),
    /// Bring this book into an empty shared one.
    Share(share::Text),
    /// Make this desk a replica of a shared book.
    Join(share::Text),
    /// Leave the shared book with a local copy.
    Leave,
    /// People's calendars elsewhere: connect, choose, look, end.
    Calendar(calendar::Calendar),
    /// Solve an assignment problem in the formats of data/pool.
    Solve(solve::Solve),
}

/// How a command that could be carried out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Done,
    Refused,
}

/// Why it could not.
#[derive(Debug, Error)]
enum Trouble {
    #[error("{0}")]
    Unusable(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    File(#[from] std::io::Error),
}

/// What every command is given.
struct Session {
    book: Place,
    clock: Clock,
    json: bool,
}

impl Session {
    async fn desk(&self) -> Result<Desk<Book>, Trouble> {
        Ok(self.book.open(self.clock).await?)
    }

    /// A desk whose deeds are logged beside the book.
    async fn logged_desk(&self) -> Result<Desk<Book>, Trouble> {
        let desk = self.desk().await?;
        if let Place::File(path) = &self.book {
            log::start(&path.with_file_name("log"));
        }
        Ok(desk)
    }

    /// The book's file, for what is done to files only.
    fn file(&self) -> Result<&Path, Trouble> {
        match &self.book {
            Place::File(path) => Ok(path),
            Place::Shared(_) => {
                Err(Trouble::Unusable("this is about a book's file; name one with --book".into()))
            }
        }
    }
}

pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Trouble::File)
        .and_then(|runtime| runtime.block_on(run(arguments)));
    match ended {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Refused) => ExitCode::from(1),
        // Whoever read our output has gone; there is nobody to tell.
        Err(Trouble::File(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("zamu: {trouble}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<Ending, Trouble> {
    let Arguments { book, now, json, command } = arguments;
    let clock = now.map_or(Clock::System, Clock::Fixed);
    if let Command::Solve(solve) = command {
        return solve.run();
    }
    let session = Session { book: places::book(book.as_deref())?, clock, json };
    match command {
        Command::Init(init) => init.run(&session).await,
        Command::Export(export) => export.run(&session).await,
        Command::Check => check::run(&session).await,
        Command::Restore(restore) => restore.run(&session).await,
        Command::Perform(perform) => perform.run(&session).await,
        Command::Preview(preview) => preview.run(&session).await,
        Command::Sheet(sheet) => sheet.run(&session).await,
        Command::Slots(slots) => slots.run(&session).await,
        Command::DaysOff(days_off) => days_off.run(&session).await,
        Command::Attention => attention::run(&session).await,
        Command::History(history) => history.run(&session).await,
        Command::Undo => undo::undo(&session).await,
        Command::Redo => undo::redo(&session).await,
        Command::Worker(worker) => worker.run(&session).await,
        Command::Migrate(migrate) => migrate.run(&session).await,
        Command::Share(text) => share::share(&session, &text).await,
        Command::Join(text) => share::join(&session, &text).await,
        Command::Leave => share::leave(&session).await,
        Command::Calendar(calendar) => calendar.run(&session).await,
        Command::Solve(solve) => solve.run(),
    }
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|_| format!("`{text}` is not an instant like 2026-11-24T08:10:00+03:00"))
}
