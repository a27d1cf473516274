//! What only the owner of the database does: `zamu migrate` makes or brings up the shared tables, and makes a login for each desk.
//! Desks can do neither; a desk that finds no tables says who must act.

use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::Truth;
use super::fault::told;
use zamu_core::both;

use crate::store::StoreError;

/// One file per step; its place is its number, from 1.
const STEPS: &[&str] = &[
    include_str!("../../../../migrations/truth/0001_book.sql"),
    include_str!("../../../../migrations/truth/0002_desks.sql"),
    include_str!("../../../../migrations/truth/0003_calendars.sql"),
    include_str!("../../../../migrations/truth/0004_turns.sql"),
    include_str!("../../../../migrations/truth/0005_named.sql"),
];
/// Held while migrating, so that two owners do not do it at once.
const LOCK: i64 = 0x7a61_6d75;

/// A login that was made, shown once: its password is kept nowhere.
#[derive(Clone, Debug)]
pub struct NewDesk {
    pub role: String,
    pub address: String,
}

/// Applies what is missing. Returns how many steps there were to do.
pub async fn migrate(truth: &Truth) -> Result<usize, StoreError> {
    let mut open = truth.line.open().await?;
    let mut to = open.begin().await.map_err(told)?;
    run(&mut to, include_str!("../../sql/truth/owner/prepare.sql")).await?;
    sqlx::query(include_str!("../../sql/truth/owner/lock.sql"))
        .bind(LOCK)
        .execute(&mut *to)
        .await
        .map_err(told)?;
    let found: i64 = sqlx::query_scalar(include_str!("../../sql/truth/owner/version.sql"))
        .fetch_one(&mut *to)
        .await
        .map_err(told)?;
    let found = usize::try_from(found).unwrap_or(0);
    if found > STEPS.len() {
        return Err(StoreError::Newer { found: found as i64, known: STEPS.len() as i64 });
    }
    for (number, step) in STEPS.iter().enumerate().skip(found) {
        run(&mut to, step).await?;
        sqlx::query(include_str!("../../sql/truth/owner/migrated.sql"))
            .bind(number as i64 + 1)
            .execute(&mut *to)
            .await
            .map_err(told)?;
    }
    run(&mut to, include_str!("../../sql/truth/owner/first_book.sql")).await?;
    to.commit().await.map_err(told)?;
    Ok(STEPS.len() - found)
}

/// Makes a login for a desk of the owner's book, or of a new empty one, and the text that the desk is given once.
pub async fn create_desk(
    truth: &Truth,
    name: &str,
    new_book: bool,
    password: &str,
) -> Result<NewDesk, StoreError> {
    let role = role_of(name).ok_or_else(|| {
        StoreError::NotNow(both!(
            "a desk's name has letters, digits and hyphens, 40 at most, like front or back-office",
            "jina la dawati lina herufi, tarakimu na vistari, 40 kwa wingi, kama mbele au ofisi-ya-nyuma"
        ))
    })?;
    let mut open = truth.line.open().await?;
    let mut to = open.begin().await.map_err(told)?;
    let book: Option<Uuid> = if new_book {
        sqlx::query_scalar(include_str!("../../sql/truth/owner/new_book.sql"))
            .fetch_optional(&mut *to)
            .await
            .map_err(told)?
    } else {
        sqlx::query_scalar(include_str!("../../sql/truth/owner/own_book.sql"))
            .fetch_optional(&mut *to)
            .await
            .map_err(told)?
    };
    let book = book.ok_or_else(|| super::fault::told_of("3F000"))?;
    let taken: bool = sqlx::query_scalar(include_str!("../../sql/truth/owner/role_exists.sql"))
        .bind(&role)
        .fetch_one(&mut *to)
        .await
        .map_err(told)?;
    if taken {
        return Err(StoreError::NotNow(both!(
            "there is a login {role} already; choose another name for the desk",
            "tayari kuna akaunti {role}; chagua jina lingine la dawati"
        )));
    }
    // A role's name and password cannot be parameters; the server quotes them.
    let statement: String = sqlx::query_scalar(include_str!("../../sql/truth/owner/make_role.sql"))
        .bind(&role)
        .bind(password)
        .fetch_one(&mut *to)
        .await
        .map_err(told)?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut *to).await.map_err(told)?;
    sqlx::query(include_str!("../../sql/truth/owner/seat.sql"))
        .bind(&role)
        .bind(book)
        .bind(name.trim())
        .execute(&mut *to)
        .await
        .map_err(told)?;
    to.commit().await.map_err(told)?;
    Ok(NewDesk { address: truth.address().for_login(&role, password), role })
}

async fn run(to: &mut PgConnection, text: &'static str) -> Result<(), StoreError> {
    sqlx::raw_sql(text).execute(to).await.map_err(told)?;
    Ok(())
}

/// `Back office` sits in as `zamu_back_office`.
fn role_of(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let plain =
        name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    (plain && !name.is_empty() && name.len() <= 40).then(|| format!("zamu_{name}"))
}
