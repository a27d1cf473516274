//! The file becomes a replica, or a book of its own again: each in one transaction, or by a new file that takes the place of the old one.

use std::path::{Path, PathBuf};

use sqlx::{Connection, SqliteConnection};
use zamu_core::changes::Records;

use super::{Replica, Shared, backup, commit, create};
use crate::store::{Entry, Revision, StoreError};

impl Replica {
    /// A new replica in the place of `path`; what was there is set aside, its choices (language, theme) are kept.
    pub async fn replace(
        path: &Path,
        records: &Records,
        history: &[Entry],
        shared: &Shared,
        mark: &str,
    ) -> Result<Option<PathBuf>, StoreError> {
        let choices = if path.exists() {
            let old = Replica::open(path, chrono::NaiveDate::default()).await?;
            let choices = old.settings().await?;
            old.close().await;
            choices
        } else {
            Default::default()
        };
        let draft = create::unfinished(path);
        create::write(&draft, records).await?;
        let mut to = create::connect(&draft).await?;
        let mut all = to.begin_with("BEGIN IMMEDIATE").await?;
        for entry in history {
            commit::remember(&mut all, entry, Some(entry.revision)).await?;
        }
        write_shared(&mut all, shared).await?;
        for (key, value) in choices {
            sqlx::query(include_str!("../../sql/save/setting.sql"))
                .bind(key)
                .bind(value)
                .execute(&mut *all)
                .await?;
        }
        sqlx::query(include_str!("../../sql/save/revision.sql"))
            .bind(shared.revision)
            .execute(&mut *all)
            .await?;
        all.commit().await?;
        sqlx::query(include_str!("../../sql/save/keep_a_log.sql")).execute(&mut to).await?;
        to.close().await?;
        let aside = path.exists().then(|| backup::set_aside(path, mark)).transpose()?;
        create::publish(&draft, path)?;
        Ok(aside)
    }

    /// From now on this file is a replica. False: somebody committed since `revision`.
    pub async fn begin_sharing(&self, shared: &Shared, revision: Revision) -> Result<bool, StoreError> {
        let mut to = self.writer.write().await?;
        let (_, now): (String, Revision) =
            sqlx::query_as(include_str!("../../sql/read/writing_to.sql")).fetch_one(&mut *to).await?;
        if now != revision {
            return Ok(false);
        }
        write_shared(&mut to, shared).await?;
        to.commit().await?;
        Ok(true)
    }

    /// Takes `begin_sharing` back: what was done meanwhile stays this file's own.
    pub async fn stop_sharing(&self) -> Result<(), StoreError> {
        let mut to = self.writer.write().await?;
        run(&mut to, include_str!("../../sql/sync/stop.sql")).await?;
        to.commit().await?;
        Ok(())
    }

    /// A book of its own from now on, without what the shared book has still to tell customers.
    pub async fn leave(&self) -> Result<(), StoreError> {
        let mut to = self.writer.write().await?;
        run(&mut to, include_str!("../../sql/sync/stop.sql")).await?;
        run(&mut to, include_str!("../../sql/sync/leave.sql")).await?;
        to.commit().await?;
        Ok(())
    }
}

async fn write_shared(to: &mut SqliteConnection, shared: &Shared) -> Result<(), StoreError> {
    sqlx::query(include_str!("../../sql/sync/share.sql"))
        .bind(&shared.address)
        .bind(shared.book.to_string())
        .bind(&shared.desk)
        .bind(shared.revision)
        .execute(to)
        .await?;
    Ok(())
}

async fn run(to: &mut SqliteConnection, text: &'static str) -> Result<(), StoreError> {
    sqlx::raw_sql(text).execute(to).await?;
    Ok(())
}
