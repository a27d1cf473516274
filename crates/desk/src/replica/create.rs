//! Making a book: written whole under another name and then given its own, so that no half book is ever found.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use zamu_core::changes::Records;

use super::{Replica, migrate, rows};
use crate::store::StoreError;

impl Replica {
    /// Writes a new book and leaves it closed. One that is there already is refused.
    pub async fn create(path: &Path, records: &Records) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.into()));
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let draft = unfinished(path);
        let written = write(&draft, records).await.and_then(|()| publish(&draft, path));
        if written.is_err() {
            remove_if_there(&draft)?;
        }
        written
    }

    /// Replaces the site of an empty book by a whole spa. False: somebody works with this book.
    pub async fn fill(&self, records: &Records) -> Result<bool, StoreError> {
        let mut to = self.writer.write().await?;
        let used: bool =
            sqlx::query_scalar(include_str!("../../sql/read/is_used.sql")).fetch_one(&mut *to).await?;
        let (old, revision): (String, i64) =
            sqlx::query_as(include_str!("../../sql/read/writing_to.sql")).fetch_one(&mut *to).await?;
        if used {
            return Ok(false);
        }
        let site = records.site.keys().next().map(ToString::to_string).ok_or(StoreError::Empty)?;
        sqlx::query(include_str!("../../sql/remove/site.sql"))
            .bind(serde_json::json!([old]).to_string())
            .execute(&mut *to)
            .await?;
        rows::write(&mut to, &records.as_added(), &rows::Page { site: &site, revision: revision + 1 })
            .await?;
        sqlx::query(include_str!("../../sql/save/revision.sql")).bind(revision + 1).execute(&mut *to).await?;
        to.commit().await?;
        Ok(true)
    }
}

pub fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    name.into()
}

pub async fn write(draft: &Path, records: &Records) -> Result<(), StoreError> {
    remove_if_there(draft)?;
    let mut to = connect(draft).await?;
    let mut all = to.begin_with("BEGIN IMMEDIATE").await?;
    migrate::apply_after(&mut all, 0, migrate::STEPS).await?;
    let site = records.site.keys().next().map(ToString::to_string).ok_or(StoreError::Empty)?;
    rows::write(&mut all, &records.as_added(), &rows::Page { site: &site, revision: 0 }).await?;
    all.commit().await?;
    sqlx::query(include_str!("../../sql/save/keep_a_log.sql")).execute(&mut to).await?;
    to.close().await?;
    Ok(())
}

/// A file that is not published yet needs no log.
pub async fn connect(draft: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(draft)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Delete);
    Ok(options.connect().await?)
}

/// A link refuses where a book has appeared meanwhile; a disk without links gets a rename.
pub fn publish(draft: &Path, path: &Path) -> Result<(), StoreError> {
    match std::fs::hard_link(draft, path) {
        Ok(()) => remove_if_there(draft),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists(path.into()))
        }
        Err(_) => Ok(std::fs::rename(draft, path)?),
    }
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
