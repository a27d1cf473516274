//! Backups: whole copies of the book in a folder `backups` beside it, one a day (kept 14 days) and one before each migration.
//! A copy is a book like any other: `zamu restore` puts it back, and the book it replaces is set aside, never thrown away.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::Replica;
use crate::store::StoreError;

pub const BACKUP_DAYS: u64 = 14;

/// What the daily job did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backup {
    Made(PathBuf),
    /// There is one of today.
    ThereAlready,
}

impl Replica {
    /// One copy a day; those older than 14 days go.
    pub async fn back_up(&self, today: NaiveDate) -> Result<Backup, StoreError> {
        let copy = folder(&self.path).join(format!("{}-{today}.zamu", stem(&self.path)));
        if copy.exists() {
            return Ok(Backup::ThereAlready);
        }
        self.copy_to(&copy).await?;
        forget_old(&self.path, today)?;
        Ok(Backup::Made(copy))
    }

    /// Copied under another name first: a backup that is there is a whole one.
    async fn copy_to(&self, copy: &Path) -> Result<(), StoreError> {
        std::fs::create_dir_all(folder(&self.path))?;
        let draft = copy.with_extension(format!("{}.new", std::process::id()));
        let target = draft.to_string_lossy().into_owned();
        let copied =
            sqlx::query(include_str!("../../sql/save/copy.sql")).bind(target).execute(&self.readers).await;
        let renamed = copied.map_err(StoreError::from).and_then(|_| Ok(std::fs::rename(&draft, copy)?));
        if renamed.is_err() && draft.exists() {
            std::fs::remove_file(&draft)?;
        }
        renamed
    }

    /// Puts a backup in the place of a book; the book found there is set aside. The copy is whole before anything is moved.
    pub async fn restore(backup: &Path, path: &Path, now: DateTime<Utc>) -> Result<PathBuf, StoreError> {
        Replica::open(backup, now.date_naive()).await?.close().await;
        let mut draft = path.as_os_str().to_owned();
        draft.push(".restored");
        std::fs::copy(backup, &draft)?;
        std::fs::File::open(&draft)?.sync_all()?;
        let aside = set_aside(path, &mark(now))?;
        std::fs::rename(&draft, path)?;
        Ok(aside)
    }
}

/// What the name of a file that is set aside ends with.
pub fn mark(now: DateTime<Utc>) -> String {
    format!("set-aside-{}", now.format("%Y%m%dT%H%M%S"))
}

/// The file and its log, which belongs to it, move together.
pub fn set_aside(path: &Path, mark: &str) -> Result<PathBuf, StoreError> {
    let named = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    for end in ["-wal", "-shm", ""] {
        if named(end).exists() {
            std::fs::rename(named(end), named(&format!(".{mark}{end}")))?;
        }
    }
    Ok(named(&format!(".{mark}")))
}

pub async fn before_migration(book: &Replica, today: NaiveDate, step: i64) -> Result<(), StoreError> {
    let copy = folder(&book.path).join(format!("{}-{today}-before-{step}.zamu", stem(&book.path)));
    if copy.exists() { Ok(()) } else { book.copy_to(&copy).await }
}

/// The last backup of this book.
pub fn newest(book: &Path) -> Option<PathBuf> {
    copies(book).into_iter().max().map(|(_, path)| path)
}

fn forget_old(book: &Path, today: NaiveDate) -> Result<(), StoreError> {
    let kept_from = today.checked_sub_days(Days::new(BACKUP_DAYS)).unwrap_or(NaiveDate::MIN);
    for (date, path) in
        copies(book).into_iter().filter(|(_, path)| !path.to_string_lossy().contains("-before-"))
    {
        if date <= kept_from {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Backups of this book with their dates.
fn copies(book: &Path) -> Vec<(NaiveDate, PathBuf)> {
    let Ok(found) = std::fs::read_dir(folder(book)) else { return Vec::new() };
    let paths = found.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter_map(|path| Some((date_of(book, &path)?, path))).collect()
}

/// The day of a backup of this book, from its name.
pub fn date_of(book: &Path, backup: &Path) -> Option<NaiveDate> {
    let name = backup.file_name()?.to_str()?.strip_suffix(".zamu")?;
    name.strip_prefix(&stem(book))?.strip_prefix('-')?.get(..10)?.parse().ok()
}

fn folder(book: &Path) -> PathBuf {
    book.with_file_name("backups")
}

fn stem(book: &Path) -> String {
    book.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
