//! What goes wrong with the machine, in words that say what to do. Refusals, which people cause, are not errors.
//! The mapping of SQLite's codes is here and nowhere else.

use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("there is no book at {}; `zamu init` makes one", .0.display())]
    NoBook(PathBuf),
    #[error("there is a book at {} already; it is left as it is", .0.display())]
    Exists(PathBuf),
    #[error("the book is empty: it has no site")]
    Empty,
    #[error("{} is not a Zamu book", .0.display())]
    NotABook(PathBuf),
    #[error(
        "This book was last opened by a newer Zamu (its format is {found}, this one knows {known}); update Zamu. The book was left as it is."
    )]
    Newer { found: i64, known: i64 },
    #[error("{}", damaged(.book, .backup, .why))]
    Damaged { book: PathBuf, backup: Option<PathBuf>, why: String },
    /// The disk or the file refuses to be written; reading goes on.
    #[error("{0}")]
    CannotWrite(String),
    #[error("another program has held the book for too long; try again")]
    Busy,
    #[error("the book holds something this Zamu cannot read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("the shared book cannot be reached: {0}")]
    Unreachable(String),
    #[error("the shared book did not let this desk in: {0}")]
    NotLetIn(String),
    #[error("this is no address of a shared book: {0}")]
    WrongAddress(String),
    #[error("the shared book wants a newer Zamu: this desk only reads until it is updated")]
    Outdated,
    /// What must be true first, in words that say what to do.
    #[error("{0}")]
    NotNow(String),
    #[error(transparent)]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Database(sqlx::Error),
}

fn damaged(book: &std::path::Path, backup: &Option<PathBuf>, why: &str) -> String {
    let way_back = match backup {
        Some(backup) => format!(
            "The last backup is {}. To go back to it: zamu restore --book {} {}",
            backup.display(),
            book.display(),
            backup.display()
        ),
        None => "There is no backup beside it.".into(),
    };
    format!("the book {} is damaged ({why}). {way_back}", book.display())
}

const FULL_DISK: &str = "the disk is full; nothing was saved, free some space";
const BUSY: i32 = 5;
const READ_ONLY: i32 = 8;
const IO: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;
const NOT_A_DATABASE: i32 = 26;
/// Extended IO codes of reading; every other one is a failed write.
const IO_READING: [i32; 2] = [266, 522];
/// No room for the memory that the programs on one book share.
const IO_NO_ROOM: i32 = 4874;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let Some(code) = code(&error) else { return StoreError::Database(error) };
        match code & 0xff {
            _ if code == IO_NO_ROOM => StoreError::CannotWrite(FULL_DISK.into()),
            FULL => StoreError::CannotWrite(FULL_DISK.into()),
            READ_ONLY | CANNOT_OPEN => StoreError::CannotWrite(
                "the book's file or folder cannot be written; nothing was saved".into(),
            ),
            IO if !IO_READING.contains(&code) => {
                StoreError::CannotWrite(format!("the disk did not take it ({error}); nothing was saved"))
            }
            BUSY => StoreError::Busy,
            _ => StoreError::Database(error),
        }
    }
}

impl StoreError {
    /// There is no line, or nobody who may be spoken to: the command itself is not at fault.
    pub fn is_of_the_line(&self) -> bool {
        matches!(
            self,
            StoreError::Unreachable(_)
                | StoreError::NotLetIn(_)
                | StoreError::Outdated
                | StoreError::Busy
                | StoreError::Empty
        )
    }

    /// SQLite says the file itself is broken.
    pub fn tells_of_damage(&self) -> bool {
        matches!(self, StoreError::Database(error) if code(error).is_some_and(|code| [CORRUPT, NOT_A_DATABASE].contains(&(code & 0xff))))
    }
}

/// SQLite's extended result code.
fn code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}
