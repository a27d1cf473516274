//! What goes wrong with the machine, in words that say what to do. Refusals, which people cause, are not errors.
//! The mapping of SQLite's codes is here and nowhere else.

use std::path::{Path, PathBuf};

use thiserror::Error;
use zamu_core::both;
use zamu_core::words::Words;

#[derive(Debug, Error)]
pub enum StoreError {
    NoBook(PathBuf),
    Exists(PathBuf),
    /// It has no site.
    Empty,
    NotABook(PathBuf),
    Newer {
        found: i64,
        known: i64,
    },
    Damaged {
        book: PathBuf,
        backup: Option<PathBuf>,
        why: String,
    },
    /// The disk or the file refuses to be written; reading goes on.
    CannotWrite(Words),
    Busy,
    Unreadable(#[from] serde_json::Error),
    Unreachable(Words),
    NotLetIn(Words),
    WrongAddress(Words),
    /// The shared book wants a newer program than this one.
    Outdated,
    /// What must be true first, in words that say what to do.
    NotNow(Words),
    File(#[from] std::io::Error),
    Database(sqlx::Error),
}

zamu_core::displayed_in_english!(StoreError);

impl StoreError {
    /// For people.
    pub fn words(&self) -> Words {
        match self {
            StoreError::NoBook(path) => {
                let path = path.display();
                both!(
                    "there is no book at {path}; `zamu init` makes one",
                    "hakuna kitabu kwenye {path}; `zamu init` hukitengeneza"
                )
            }
            StoreError::Exists(path) => {
                let path = path.display();
                both!(
                    "there is a book at {path} already; it is left as it is",
                    "tayari kuna kitabu kwenye {path}; kimeachwa kilivyo"
                )
            }
            StoreError::Empty => {
                both!("the book is empty: it has no site", "kitabu ni kitupu: hakina biashara")
            }
            StoreError::NotABook(path) => {
                let path = path.display();
                both!("{path} is not a Zamu book", "{path} si kitabu cha Zamu")
            }
            StoreError::Newer { found, known } => both!(
                "This book was last opened by a newer Zamu (its format is {found}, this one knows {known}); update Zamu. The book was left as it is.",
                "Kitabu hiki kilifunguliwa mwisho na Zamu mpya zaidi (muundo wake ni {found}, hii inajua {known}); sasisha Zamu. Kitabu kimeachwa kilivyo."
            ),
            StoreError::Damaged { book, backup, why } => damaged(book, backup.as_deref(), why),
            StoreError::CannotWrite(why) | StoreError::NotNow(why) => why.clone(),
            StoreError::Busy => both!(
                "another program has held the book for too long; try again",
                "programu nyingine imeshikilia kitabu kwa muda mrefu mno; jaribu tena"
            ),
            StoreError::Unreadable(why) => both!(
                "the book holds something this Zamu cannot read: {why}",
                "kitabu kina kitu ambacho Zamu hii haiwezi kusoma: {why}"
            ),
            StoreError::Unreachable(why) => {
                both!("the shared book cannot be reached: {}", "kitabu cha pamoja hakifikiki: {}", why)
            }
            StoreError::NotLetIn(why) => {
                both!(
                    "the shared book did not let this desk in: {}",
                    "kitabu cha pamoja hakikuruhusu dawati hili: {}",
                    why
                )
            }
            StoreError::WrongAddress(why) => {
                both!(
                    "this is no address of a shared book: {}",
                    "hii si anwani ya kitabu cha pamoja: {}",
                    why
                )
            }
            StoreError::Outdated => both!(
                "the shared book wants a newer Zamu: this desk only reads until it is updated",
                "kitabu cha pamoja kinahitaji Zamu mpya zaidi: dawati hili linasoma tu hadi lisasishwe"
            ),
            StoreError::File(why) => Words::from(why.to_string()),
            StoreError::Database(why) => Words::from(why.to_string()),
        }
    }
}

fn damaged(book: &Path, backup: Option<&Path>, why: &str) -> Words {
    let book = book.display();
    match backup.map(Path::display) {
        Some(backup) => both!(
            "the book {book} is damaged ({why}). The last backup is {backup}. To go back to it: zamu restore --book {book} {backup}",
            "kitabu {book} kimeharibika ({why}). Nakala ya mwisho ni {backup}. Kuirudia: zamu restore --book {book} {backup}"
        ),
        None => both!(
            "the book {book} is damaged ({why}). There is no backup beside it.",
            "kitabu {book} kimeharibika ({why}). Hakuna nakala kando yake."
        ),
    }
}

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
            _ if code == IO_NO_ROOM => StoreError::CannotWrite(full()),
            FULL => StoreError::CannotWrite(full()),
            READ_ONLY | CANNOT_OPEN => StoreError::CannotWrite(both!(
                "the book's file or folder cannot be written; nothing was saved",
                "faili au folda ya kitabu haiwezi kuandikwa; hakuna kilichohifadhiwa"
            )),
            IO if !IO_READING.contains(&code) => StoreError::CannotWrite(both!(
                "the disk did not take it ({error}); nothing was saved",
                "diski haikupokea ({error}); hakuna kilichohifadhiwa"
            )),
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

fn full() -> Words {
    both!(
        "the disk is full; nothing was saved, free some space",
        "diski imejaa; hakuna kilichohifadhiwa, acha nafasi"
    )
}

/// SQLite's extended result code.
fn code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}
