//! The steps that bring an older book up to date, all of them in one transaction. `migrations/README.md` says how steps are written.
//! Not sqlx's migrator: it takes no lock on SQLite, and two programs may open one book at once.

use sqlx::{SqliteConnection, SqlitePool};

use crate::store::StoreError;

/// One file per step; its place is its number, from 1.
const STEPS: &[&str] = &[include_str!("../../../../migrations/replica/0001_book.sql")];

/// The format this Zamu writes.
pub const KNOWN: i64 = STEPS.len() as i64;

pub async fn version(from: &SqlitePool) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(include_str!("../../sql/read/version.sql")).fetch_one(from).await?)
}

/// Applies what is missing; whoever comes second finds nothing to do.
pub async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut to = writer.begin_with("BEGIN IMMEDIATE").await?;
    let found: i64 = sqlx::query_scalar(include_str!("../../sql/read/version.sql")).fetch_one(&mut *to).await?;
    steps_after(&mut to, found).await?;
    to.commit().await?;
    Ok(())
}

pub async fn steps_after(to: &mut SqliteConnection, found: i64) -> Result<(), StoreError> {
    let done = usize::try_from(found).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        sqlx::raw_sql(*step).execute(&mut *to).await?;
    }
    Ok(())
}
