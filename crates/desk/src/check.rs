//! `zamu check`: is the file whole, does every reference lead somewhere, is anybody in two places, and what is in it, counted and
//! fingerprinted per day, so that two copies of a book can be compared.

use std::collections::BTreeMap;

use serde::Serialize;
use zamu_core::changes::Records;
use zamu_core::ids::fingerprint;
use zamu_core::scope::Scope;
use zamu_core::time::date_of;

use crate::replica::{Connections, Replica};
use crate::store::{Revision, Store, StoreError};
use crate::truth::Truth;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReading {
    pub book: String,
    pub revision: Revision,
    /// Nothing is wrong.
    pub sound: bool,
    /// In words; empty when sound.
    pub faults: Vec<String>,
    pub counts: BTreeMap<String, usize>,
    pub days: Vec<DayReading>,
}

/// Rows of a day, and a fingerprint of all that is in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayReading {
    pub date: String,
    pub rows: usize,
    pub hash: String,
}

impl Replica {
    pub async fn check(&self) -> Result<CheckReading, StoreError> {
        reading(self, self.path().display().to_string(), faults(self.readers()).await?).await
    }
}

impl Truth {
    /// What the database holds by its constraints needs no question; what is left to ask is whether seats say what their rows say.
    pub async fn check(&self) -> Result<CheckReading, StoreError> {
        reading(self, self.address().to_string(), self.faults().await?).await
    }
}

async fn reading(store: &impl Store, book: String, faults: Vec<String>) -> Result<CheckReading, StoreError> {
    let loaded = store.load(&Scope::whole()).await?;
    Ok(CheckReading {
        book,
        revision: loaded.revision,
        sound: faults.is_empty(),
        faults,
        counts: counts(&loaded.records),
        days: days(&loaded.records)?,
    })
}

async fn faults(readers: &Connections) -> Result<Vec<String>, StoreError> {
    let mut faults: Vec<String> =
        sqlx::query_scalar(include_str!("../sql/read/integrity_check.sql")).fetch_all(readers).await?;
    faults.retain(|line| line != "ok");
    for question in [
        include_str!("../sql/read/lost_references.sql"),
        include_str!("../sql/read/all_clashes.sql"),
        include_str!("../sql/read/lost_seats.sql"),
    ] {
        let found: Vec<String> = sqlx::query_scalar(question).fetch_all(readers).await?;
        faults.extend(found);
    }
    Ok(faults)
}

fn counts(records: &Records) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for record in records.as_added().touched() {
        *counts.entry(record.kind).or_default() += 1;
    }
    counts
}

fn days(records: &Records) -> Result<Vec<DayReading>, StoreError> {
    let Some(zone) = records.site.values().next().map(|site| site.time_zone) else { return Ok(Vec::new()) };
    let mut days: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for row in records.appointments.values() {
        days.entry(date_of(zone, row.start)).or_default().push(serde_json::to_string(row)?);
    }
    let reading = |(date, rows): (chrono::NaiveDate, Vec<String>)| DayReading {
        date: date.to_string(),
        rows: rows.len(),
        hash: fingerprint(&rows.join("\n")),
    };
    Ok(days.into_iter().map(reading).collect())
}
