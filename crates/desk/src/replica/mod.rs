//! The book in one SQLite file: WAL, every commit on the disk before it is answered, many readers beside one writer.
//! `open.rs` finds and migrates the file, `load.rs` and `commit.rs` are the store, `rows.rs` maps records to tables.
//! Reading uses connections that cannot write, so a reading or a preview never changes a byte.

pub mod backup;
mod calendars;
mod commit;
mod connections;
mod create;
mod last_loaded;
mod load;
mod migrate;
mod open;
mod outbox;
mod rows;
mod settings;
mod settle;
mod share;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use uuid::Uuid;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;

use crate::desk::THIS_DESK;
use crate::store::{Commit, Committed, Entry, Loaded, Revision, Step, Store, StoreError};

pub use backup::{BACKUP_DAYS, Backup};
pub use calendars::{Grant, Mark, Name, Reading};
pub use connections::Connections;
use last_loaded::LastLoaded;
pub use outbox::{Parked, Shared, Waiting};

/// An open book file.
#[derive(Clone, Debug)]
pub struct Replica {
    path: PathBuf,
    /// Connections that cannot write.
    readers: Connections,
    /// The one connection that writes; opened when first needed.
    writer: Connections,
    last_loaded: LastLoaded,
}

impl Replica {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Connections for readings that are plain SQL.
    pub fn readers(&self) -> &Connections {
        &self.readers
    }

    pub async fn revision(&self) -> Result<Revision, StoreError> {
        Ok(sqlx::query_scalar(include_str!("../../sql/read/revision.sql")).fetch_one(&self.readers).await?)
    }

    /// As the file holds it, whatever was loaded before.
    pub async fn load_anew(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        self.last_loaded.let_go();
        self.load(scope).await
    }

    /// Lets go of the file. The writer goes last: it is the one that can fold the log into it.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Adds to a report of damage where the last backup is.
    pub fn explained(&self, error: StoreError) -> StoreError {
        if error.tells_of_damage() { open::damaged(&self.path, &error.to_string()) } else { error }
    }
}

impl Store for Replica {
    async fn load(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        load::load(&self.readers, &self.last_loaded, scope).await.map_err(|error| self.explained(error))
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        let committed = commit::commit(&self.writer, base, commit).await;
        if let Ok(Committed::Done(reached)) = &committed {
            self.last_loaded.took_place(base, *reached, &commit.changes);
        }
        committed.map_err(|error| self.explained(error))
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        load::feed(&self.readers, after).await
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        load::answered(&self.readers, command).await
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        load::steps(&self.readers, desk).await
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        load::cleared_since(&self.readers, from, latest).await
    }

    async fn desk(&self) -> Result<String, StoreError> {
        Ok(self.shared().await?.map_or_else(|| THIS_DESK.into(), |shared| shared.desk))
    }

    async fn choices(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.settings().await
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        load::history_of(&self.readers, kind, handle).await
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        load::handles(&self.readers, ids).await
    }
}
