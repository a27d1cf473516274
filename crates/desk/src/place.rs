//! Where a book is that the headless program was told to open: a file, or a shared book itself (no replica, no outbox).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use uuid::Uuid;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use crate::clock::Clock;
use crate::desk::Desk;
use crate::replica::Replica;
use crate::store::{Commit, Committed, Entry, Loaded, Revision, Step, Store, StoreError};
use crate::truth::{Address, Truth, is_shared};

/// What `--book` says.
#[derive(Clone, Debug)]
pub enum Place {
    File(PathBuf),
    Shared(Address),
}

impl Place {
    pub fn read(text: &str) -> Result<Place, StoreError> {
        if is_shared(text) { Ok(Place::Shared(Address::read(text)?)) } else { Ok(Place::File(text.into())) }
    }

    pub async fn open(&self, clock: Clock) -> Result<Desk<Book>, StoreError> {
        match self {
            Place::File(path) => {
                let Desk { book, clock, sync } = Desk::open(path, clock).await?;
                Ok(Desk { book: Book::File(book), clock, sync })
            }
            Place::Shared(address) => {
                let address = match address.password() {
                    Some(_) => address.clone(),
                    None => crate::keys::with_password(address.clone()),
                };
                Ok(Desk { book: Book::Shared(Truth::at(address, clock)), clock, sync: None })
            }
        }
    }
}

/// An open book of either kind.
#[derive(Clone, Debug)]
pub enum Book {
    File(Replica),
    Shared(Truth),
}

impl Book {
    pub async fn close(&self) {
        match self {
            Book::File(book) => book.close().await,
            Book::Shared(book) => book.close().await,
        }
    }
}

impl Desk<Book> {
    /// The same desk on its file, for what only files hold. None: it acts on a shared book itself.
    pub fn of_file(&self) -> Option<Desk> {
        match &self.book {
            Book::File(book) => Some(Desk { book: book.clone(), clock: self.clock, sync: self.sync.clone() }),
            Book::Shared(_) => None,
        }
    }
}

macro_rules! either {
    ($self:ident, $book:ident => $call:expr) => {
        match $self {
            Book::File($book) => $call.await,
            Book::Shared($book) => $call.await,
        }
    };
}

impl Store for Book {
    async fn load(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        either!(self, book => book.load(scope))
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        either!(self, book => book.commit(base, commit))
    }

    async fn take_turn(&self, command: CommandId, after: Revision) -> Result<Option<Vec<Entry>>, StoreError> {
        either!(self, book => book.take_turn(command, after))
    }

    fn is_crowded(&self) -> bool {
        matches!(self, Book::Shared(book) if book.is_crowded())
    }

    async fn leave_turn(&self, command: CommandId) {
        either!(self, book => book.leave_turn(command))
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        either!(self, book => book.feed(after))
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        either!(self, book => book.answered(command))
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        either!(self, book => book.steps(desk))
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        either!(self, book => book.history_of(kind, handle))
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        either!(self, book => book.about_attention(from, latest))
    }

    async fn desk(&self) -> Result<String, StoreError> {
        either!(self, book => book.desk())
    }

    async fn choices(&self) -> Result<BTreeMap<String, String>, StoreError> {
        either!(self, book => book.choices())
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        either!(self, book => book.handles(ids))
    }
}
