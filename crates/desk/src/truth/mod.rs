//! The shared book in Postgres: a store that loads and commits through the functions of `migrations/truth`, and decides nothing.
//! No lock is held across the network: loading is one call, committing another, which locks, compares, writes and lets go. Only where many
//! write at once a command takes its turn before it is decided again (`turn.rs`).
//! `address.rs` reads where it is, `line.rs` finds the host that can be written, `owner.rs` migrates and makes desks.

mod address;
mod bring;
mod commit;
mod copy;
mod fault;
mod line;
mod load;
mod owner;
mod turn;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use uuid::Uuid;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use crate::clock::Clock;
use crate::store::{Commit, Committed, Digests, Entry, Loaded, Revision, Step, Store, StoreError, Stretch};

pub use address::{Address, is_shared};
pub use copy::Copied;
pub use line::Listener;
pub use owner::{NewDesk, create_desk, migrate};

/// A shared book as one desk sees it.
#[derive(Clone, Debug)]
pub struct Truth {
    line: line::Line,
    /// Our name there, once it was asked for.
    name: Arc<OnceLock<String>>,
    /// Decisions take the server's time; a fixed clock of a test or script stands instead of it.
    lends_its_clock: bool,
    turns: turn::Turns,
}

/// Which book this is, and who we are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub book: Uuid,
    /// The desk's name in history.
    pub desk: String,
    /// None: nobody has brought a book yet.
    pub site: Option<String>,
    pub revision: Revision,
    pub min_build: u32,
}

impl Truth {
    /// Knows the address; the line is opened when first needed.
    pub fn at(address: Address, clock: Clock) -> Truth {
        Truth {
            line: line::Line::to(address),
            name: Arc::default(),
            lends_its_clock: clock == Clock::System,
            turns: turn::Turns::none(),
        }
    }

    pub fn address(&self) -> &Address {
        self.line.address()
    }

    /// Whose book this is. The first thing to ask of an address.
    pub async fn place(&self) -> Result<Place, StoreError> {
        let (book, desk, site, revision, min_build): (Uuid, String, Option<String>, i64, i32) = self
            .line
            .ask(async |server| {
                sqlx::query_as(include_str!("../../sql/truth/place.sql")).fetch_optional(server).await
            })
            .await?
            .ok_or_else(|| fault::told_of("ZM001"))?;
        Ok(Place { book, desk, site, revision, min_build: u32::try_from(min_build).unwrap_or(u32::MAX) })
    }

    /// Anything that the tables say twice and not alike, in words.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        self.line
            .ask(async |server| {
                sqlx::query_scalar(include_str!("../../sql/truth/faults.sql")).fetch_all(server).await
            })
            .await
    }

    /// What some days hold, in short.
    pub async fn digests(&self, days: &[Stretch]) -> Result<Digests, StoreError> {
        load::digests(&self.line, days).await
    }

    /// Tells the other desks that there is something new. Apart from the commit: inside it a wake-up costs most of the throughput.
    pub async fn wake(&self) -> Result<(), StoreError> {
        self.line
            .ask(async |server| sqlx::query(include_str!("../../sql/truth/wake.sql")).execute(server).await)
            .await?;
        Ok(())
    }

    /// Hears when another desk has committed.
    pub async fn listen(&self) -> Result<Listener, StoreError> {
        self.line.listen().await
    }

    pub async fn close(&self) {
        self.line.close().await;
    }
}

impl Store for Truth {
    async fn load(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        let loaded = load::load(&self.line, scope).await?;
        Ok(Loaded { now: loaded.now.filter(|_| self.lends_its_clock), ..loaded })
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        let turn = self.turns.of(commit.issued.id);
        commit::commit(&self.line, turn, base, commit).await
    }

    async fn take_turn(&self, command: CommandId, after: Revision) -> Result<Option<Vec<Entry>>, StoreError> {
        self.turns.take(&self.line, command, after).await
    }

    async fn leave_turn(&self, command: CommandId) {
        if let Some(turn) = self.turns.of(command) {
            turn.give_back(&self.line).await;
        }
    }

    fn is_crowded(&self) -> bool {
        self.turns.crowded()
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        load::feed(&self.line, after).await
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        load::answered(&self.line, command).await
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        load::steps(&self.line, desk).await
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        load::about_attention(&self.line, from, latest).await
    }

    async fn desk(&self) -> Result<String, StoreError> {
        if let Some(name) = self.name.get() {
            return Ok(name.clone());
        }
        let name = self.place().await?.desk;
        Ok(self.name.get_or_init(|| name).clone())
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        load::history_of(&self.line, kind, handle).await
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        load::handles(&self.line, ids).await
    }
}
