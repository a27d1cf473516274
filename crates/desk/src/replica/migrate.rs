//! The steps that bring an older book up to date, all of them in one transaction. `migrations/README.md` says how steps are written.
//! Not sqlx's migrator: it takes no lock on SQLite, and two programs may open one book at once.

use sqlx::SqliteConnection;

use super::connections::Connections;
use crate::store::StoreError;

/// One file per step; its place is its number, from 1.
pub const STEPS: &[&str] = &[
    include_str!("../../../../migrations/replica/0001_book.sql"),
    include_str!("../../../../migrations/replica/0002_shared.sql"),
    include_str!("../../../../migrations/replica/0003_calendars.sql"),
];

/// The format that some steps lead to.
pub fn reached_by(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

pub async fn version(from: &Connections) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(include_str!("../../sql/read/version.sql")).fetch_one(from).await?)
}

/// Applies what is missing; whoever comes second finds nothing to do.
pub async fn migrate(writer: &Connections, steps: &[&'static str]) -> Result<(), StoreError> {
    let mut to = writer.write().await?;
    let found: i64 =
        sqlx::query_scalar(include_str!("../../sql/read/version.sql")).fetch_one(&mut *to).await?;
    apply_after(&mut to, found, steps).await?;
    to.commit().await?;
    Ok(())
}

pub async fn apply_after(
    to: &mut SqliteConnection,
    found: i64,
    steps: &[&'static str],
) -> Result<(), StoreError> {
    let done = usize::try_from(found).unwrap_or(0);
    for step in steps.iter().skip(done) {
        sqlx::raw_sql(*step).execute(&mut *to).await?;
    }
    Ok(())
}
