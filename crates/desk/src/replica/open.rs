//! Opening a book: is it one, is it whole, is it not from a newer Zamu, and does it need a step of migration first.
//! An up-to-date book is only read here; nothing is written until somebody commits.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::connections::Connections;
use super::last_loaded::LastLoaded;
use super::{Replica, backup, migrate};
use crate::store::StoreError;

/// `PRAGMA application_id` of a book: "zamu".
const APPLICATION: i64 = 2_053_205_365;
/// Readings at once: each connection has pages, prepared statements and a thread of its own, and most readings lie within what is at hand.
const READERS: u32 = 2;
const PATIENCE: Duration = Duration::from_secs(5);
/// Kilobytes of pages that a connection keeps, a quarter of SQLite's choice: the system keeps the file's pages, too, and most readings lie
/// within what is at hand.
const PAGES: &str = "-512";

impl Replica {
    /// Opens a book; `today` names the backup that is made if it must be migrated.
    pub async fn open(path: &Path, today: NaiveDate) -> Result<Replica, StoreError> {
        if !path.is_file() {
            return Err(StoreError::NoBook(path.into()));
        }
        let readers = readers(path).await.map_err(|error| found_damaged(path, error))?;
        let book =
            Replica { path: path.into(), readers, writer: writer(path), last_loaded: LastLoaded::default() };
        book.examine(today).await.map_err(|error| found_damaged(path, error))?;
        Ok(book)
    }

    async fn examine(&self, today: NaiveDate) -> Result<(), StoreError> {
        let found = migrate::version(&self.readers).await?;
        if self.application().await? != APPLICATION {
            return Err(StoreError::NotABook(self.path.clone()));
        }
        let known = migrate::reached_by(migrate::STEPS);
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        self.quick_check().await?;
        self.bring_up(found, migrate::STEPS, today).await
    }

    /// Applies the steps that are missing, after a backup.
    async fn bring_up(&self, found: i64, steps: &[&'static str], today: NaiveDate) -> Result<(), StoreError> {
        let reached = migrate::reached_by(steps);
        if found < reached {
            backup::before_migration(self, today, reached).await?;
            migrate::migrate(&self.writer, steps).await?;
        }
        Ok(())
    }

    async fn application(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(include_str!("../../sql/read/application.sql"))
            .fetch_one(&self.readers)
            .await?)
    }

    async fn quick_check(&self) -> Result<(), StoreError> {
        let found: Vec<String> = sqlx::query_scalar(include_str!("../../sql/read/quick_check.sql"))
            .fetch_all(&self.readers)
            .await?;
        match found.as_slice() {
            [all] if all == "ok" => Ok(()),
            faults => Err(damaged(&self.path, faults.first().map_or("no answer", String::as_str))),
        }
    }
}

/// Connections that cannot write. A full disk or a read-only folder may leave no room for the shared memory that readers of a log need;
/// the file is then read as it stands, provided no log waits to be folded in.
async fn readers(path: &Path) -> Result<Connections, StoreError> {
    let options = to(path).read_only(true);
    let normal = Connections::to(options.clone(), READERS);
    match migrate::version(&normal).await {
        Ok(_) => Ok(normal),
        Err(StoreError::CannotWrite(_)) if !log_waits(path) => {
            Ok(Connections::to(options.immutable(true), READERS))
        }
        Err(error) => Err(error),
    }
}

fn log_waits(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// The one writing connection, opened when it is first needed.
fn writer(path: &Path) -> Connections {
    let options =
        to(path).foreign_keys(true).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    Connections::to(options, 1)
}

fn to(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE).pragma("cache_size", PAGES)
}

fn found_damaged(path: &Path, error: StoreError) -> StoreError {
    if error.tells_of_damage() { damaged(path, &error.to_string()) } else { error }
}

pub fn damaged(book: &Path, why: &str) -> StoreError {
    let backup: Option<PathBuf> = backup::newest(book);
    StoreError::Damaged { book: book.into(), backup, why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use zamu_core::decide::Stamp;
    use zamu_core::record::Language;

    const NEXT: &str = "ALTER TABLE room ADD COLUMN floor TEXT NOT NULL DEFAULT ''; PRAGMA user_version = 4;";

    #[tokio::test]
    async fn a_step_of_migration_leaves_a_backup_that_is_the_book_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.zamu");
        let stamp = Stamp { now: "2026-11-24T06:00:00Z".parse().unwrap(), language: Language::English };
        let today = stamp.now.date_naive();
        Replica::create(&path, &sample::spa(&stamp).unwrap()).await.unwrap();
        let book = Replica::open(&path, today).await.unwrap();
        let steps = [migrate::STEPS, &[NEXT]].concat();
        book.bring_up(3, &steps, today).await.unwrap();
        book.bring_up(3, &steps, today).await.unwrap();
        assert_eq!(
            migrate::version(&book.readers).await.unwrap(),
            4,
            "and who comes second finds nothing to do"
        );
        book.close().await;
        assert!(matches!(Replica::open(&path, today).await, Err(StoreError::Newer { found: 4, known: 3 })));
        let before = folder.path().join("backups/book-2026-11-24-before-4.zamu");
        assert!(Replica::open(&before, today).await.unwrap().check().await.unwrap().sound);
    }
}
