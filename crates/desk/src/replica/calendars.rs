//! What this desk has read in calendars elsewhere and written there, and when its jobs are due: rows of the file that are no part of the book.
//! Each function is one statement or one transaction; what they mean is said in `calendar/`.

use serde_json::json;
use sqlx::SqliteConnection;

use super::Replica;
use crate::store::StoreError;

/// A connection whose way in is in this desk's keyring. Times are Unix seconds of the machine's clock.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Grant {
    pub grant_name: String,
    /// The connection's handle in the book.
    pub link: String,
    pub next_at: i64,
    pub tries: u32,
    /// Why the last attempt failed.
    pub why: Option<String>,
    /// When all was last read, Unix seconds of the desk's clock.
    pub synced_at: Option<i64>,
}

/// How far a calendar was read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mark {
    pub calendar: String,
    pub mark: Option<String>,
    pub from_at: i64,
    pub until_at: i64,
    /// Why it cannot be read now.
    pub why: Option<String>,
}

/// A complete reading of a calendar, or of what changed in it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// It takes the place of all that was known.
    pub whole: bool,
    /// Event, from, until (Unix seconds), the provider's time of its last change.
    pub busy: Vec<(String, i64, i64, String)>,
    /// Events that close no time, any more or at all.
    pub free: Vec<String>,
    pub mark: String,
    pub from_at: i64,
    pub until_at: i64,
}

/// An event of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Name {
    pub row: String,
    pub calendar: String,
    pub event: String,
    pub generation: u32,
    /// None: it may be there or not.
    pub version: Option<String>,
    pub changed_at: String,
    /// A fingerprint of what it says there; empty: not known.
    pub said: String,
    /// When it is over, Unix seconds.
    pub until_at: i64,
    pub tries: u32,
    pub next_at: i64,
    pub why: Option<String>,
    /// Trying again will not help, a person might.
    pub stuck: bool,
}

macro_rules! sql {
    ($name:literal) => {
        sqlx::query(include_str!(concat!("../../sql/calendar/", $name, ".sql")))
    };
}

impl Replica {
    /// How the program presents itself to a provider, as JSON.
    pub async fn calendar_client(&self, provider: &str) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar(include_str!("../../sql/calendar/client.sql")).bind(provider);
        Ok(found.fetch_optional(&self.readers).await?)
    }

    pub async fn keep_calendar_client(&self, provider: &str, client: &str) -> Result<(), StoreError> {
        sql!("keep_client").bind(provider).bind(client).execute(&self.writer).await?;
        Ok(())
    }

    pub async fn forget_calendar_client(&self, provider: &str) -> Result<(), StoreError> {
        sql!("forget_client").bind(provider).execute(&self.writer).await?;
        Ok(())
    }

    /// Those that were given to this file where it lies: a copy of it elsewhere has none.
    pub async fn calendar_grants(&self) -> Result<Vec<Grant>, StoreError> {
        let given = sqlx::query_as(include_str!("../../sql/calendar/grants.sql")).bind(self.place());
        Ok(given.fetch_all(&self.readers).await?)
    }

    /// The path of this file, whichever way it was named.
    fn place(&self) -> String {
        let path = std::fs::canonicalize(self.path()).unwrap_or_else(|_| self.path().into());
        path.to_string_lossy().into_owned()
    }

    pub async fn add_calendar_grant(&self, grant: &str, link: &str) -> Result<(), StoreError> {
        sql!("add_grant").bind(grant).bind(link).bind(self.place()).execute(&self.writer).await?;
        Ok(())
    }

    /// With everything read and written under it.
    pub async fn forget_calendar_grant(&self, grant: &str) -> Result<(), StoreError> {
        sql!("forget_grant").bind(grant).execute(&self.writer).await?;
        Ok(())
    }

    /// True: nobody else works on it until then.
    pub async fn lease_calendar(
        &self,
        grant: &str,
        by: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let done = sql!("lease").bind(grant).bind(by).bind(now).bind(until).execute(&self.writer).await?;
        Ok(done.rows_affected() > 0)
    }

    pub async fn release_calendar(&self, grant: &str, by: &str) -> Result<(), StoreError> {
        sql!("release").bind(grant).bind(by).execute(&self.writer).await?;
        Ok(())
    }

    /// When it is due again, and why the last attempt failed if it did.
    pub async fn put_off_calendar(
        &self,
        grant: &str,
        next_at: i64,
        tries: u32,
        why: Option<&str>,
    ) -> Result<(), StoreError> {
        sql!("put_off").bind(grant).bind(next_at).bind(tries).bind(why).execute(&self.writer).await?;
        Ok(())
    }

    pub async fn calendar_was_read(&self, grant: &str, at: i64) -> Result<(), StoreError> {
        sql!("all_read").bind(grant).bind(at).execute(&self.writer).await?;
        Ok(())
    }

    /// Somebody chose or asked for something: now.
    pub async fn calendar_is_due(&self, link: &str) -> Result<(), StoreError> {
        sql!("all_due").bind(link).execute(&self.writer).await?;
        Ok(())
    }

    pub async fn calendar_marks(&self, grant: &str) -> Result<Vec<Mark>, StoreError> {
        let found = sqlx::query_as(include_str!("../../sql/calendar/marks.sql")).bind(grant);
        Ok(found.fetch_all(&self.readers).await?)
    }

    /// Takes a complete reading in, all of it or nothing.
    pub async fn take_in_calendar(
        &self,
        grant: &str,
        calendar: &str,
        reading: &Reading,
    ) -> Result<(), StoreError> {
        let mut to = self.writer.write().await?;
        if reading.whole {
            sql!("forget_events").bind(grant).bind(calendar).execute(&mut *to).await?;
        }
        put_events(&mut to, grant, calendar, reading).await?;
        sql!("keep_mark")
            .bind(grant)
            .bind(calendar)
            .bind(&reading.mark)
            .bind(reading.from_at)
            .bind(reading.until_at)
            .execute(&mut *to)
            .await?;
        to.commit().await?;
        Ok(())
    }

    pub async fn calendar_is_unreadable(
        &self,
        grant: &str,
        calendar: &str,
        why: &str,
    ) -> Result<(), StoreError> {
        sql!("unreadable").bind(grant).bind(calendar).bind(why).execute(&self.writer).await?;
        Ok(())
    }

    /// Nobody asks for this calendar any more.
    pub async fn forget_calendar(&self, grant: &str, calendar: &str) -> Result<(), StoreError> {
        let mut to = self.writer.write().await?;
        sql!("forget_events").bind(grant).bind(calendar).execute(&mut *to).await?;
        sql!("forget_calendar").bind(grant).bind(calendar).execute(&mut *to).await?;
        to.commit().await?;
        Ok(())
    }

    /// What some calendars say between two instants, Unix seconds.
    pub async fn calendar_busy(
        &self,
        grant: &str,
        calendars: &[&str],
        (from, until): (i64, i64),
    ) -> Result<Vec<(i64, i64)>, StoreError> {
        let found = sqlx::query_as(include_str!("../../sql/calendar/busy.sql"));
        let found = found.bind(grant).bind(json!(calendars).to_string()).bind(from).bind(until);
        Ok(found.fetch_all(&self.readers).await?)
    }

    pub async fn calendar_names(&self, grant: &str) -> Result<Vec<Name>, StoreError> {
        let found = sqlx::query_as(include_str!("../../sql/calendar/names.sql")).bind(grant);
        Ok(found.fetch_all(&self.readers).await?)
    }

    pub async fn put_calendar_name(&self, grant: &str, name: &Name) -> Result<(), StoreError> {
        sql!("put_name")
            .bind(grant)
            .bind(&name.row)
            .bind(&name.calendar)
            .bind(&name.event)
            .bind(name.generation)
            .bind(&name.version)
            .bind(&name.changed_at)
            .bind(&name.said)
            .bind(name.until_at)
            .bind(name.tries)
            .bind(name.next_at)
            .bind(&name.why)
            .bind(name.stuck)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub async fn drop_calendar_name(&self, grant: &str, name: &Name) -> Result<(), StoreError> {
        sql!("drop_name").bind(grant).bind(&name.row).bind(&name.calendar).execute(&self.writer).await?;
        Ok(())
    }
}

async fn put_events(
    to: &mut SqliteConnection,
    grant: &str,
    calendar: &str,
    reading: &Reading,
) -> Result<(), StoreError> {
    let Reading { busy, free, .. } = reading;
    sql!("drop_events").bind(grant).bind(calendar).bind(json!(free).to_string()).execute(&mut *to).await?;
    sql!("put_events").bind(grant).bind(calendar).bind(json!(busy).to_string()).execute(to).await?;
    Ok(())
}
