//! Customers and their rows: the list, the card, and finding by name or phone over past and coming days. One indexed question each,
//! because a book holds years of customers and a decision's `Days` only a few days.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use sqlx::types::Json;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zamu_core::phone;
use zamu_core::reading::{CustomerCard, CustomerReading, CustomersReading, FindReading, FoundRow};
use zamu_core::refusal::Refusal;
use zamu_core::time::{Tick, date_of, local_text};

use crate::desk::Desk;
use crate::store::StoreError;

const LIST: u32 = 100;
const FOUND_CUSTOMERS: u32 = 8;
const FOUND_ROWS: u32 = 24;
const CARD_ROWS: u32 = 500;

/// A name as it is searched for: lower case, without accents.
pub fn folded(name: &str) -> String {
    name.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// Where and when a list is read: what turns instants and phones into words.
struct Here {
    zone: Tz,
    country: String,
    now: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CustomerRow {
    handle: String,
    name: String,
    phone: String,
    gender: Option<String>,
    note: String,
    visits: u32,
    last_at: Option<i64>,
    last_service: Option<String>,
    next_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct RowFound {
    handle: String,
    start_at: i64,
    service_name: String,
    customer: String,
    customer_name: String,
    phone: String,
    staff_names: Json<Vec<String>>,
    status: String,
}

impl Desk {
    /// Customers whose name or phone holds the text; all of them, by name, when it is empty.
    pub async fn customers(&self, text: &str) -> Result<CustomersReading, StoreError> {
        let mut customers = self.matching(text, LIST + 1).await?;
        let more = customers.len() > LIST as usize;
        customers.truncate(LIST as usize);
        Ok(CustomersReading { customers, more })
    }

    /// Customers and their rows, coming ones first, then the latest.
    pub async fn find(&self, text: &str) -> Result<FindReading, StoreError> {
        if text.trim().is_empty() {
            return Ok(FindReading { customers: Vec::new(), rows: Vec::new() });
        }
        let customers = self.matching(text, FOUND_CUSTOMERS).await?;
        let named =
            json!(self.matching(text, LIST).await?.iter().map(|customer| &customer.id).collect::<Vec<_>>());
        let rows = self.rows_of(named, FOUND_ROWS).await?;
        Ok(FindReading { customers, rows })
    }

    /// One customer whole: the card and every row, newest first.
    pub async fn customer(&self, handle: &str) -> Result<Result<CustomerCard, Refusal>, StoreError> {
        let here = self.here().await?;
        let found: Option<CustomerRow> = sqlx::query_as(include_str!("../sql/read/customer.sql"))
            .bind(handle)
            .bind(here.now.timestamp())
            .fetch_optional(self.book.readers())
            .await?;
        let Some(customer) = found else { return Ok(Err(Refusal::unknown("customer", handle))) };
        let mut rows = self.rows_of(json!([handle]), CARD_ROWS).await?;
        rows.sort_by(|a, b| b.start.cmp(&a.start));
        Ok(Ok(CustomerCard { customer: here.customer(customer), rows }))
    }

    async fn matching(&self, text: &str, limit: u32) -> Result<Vec<CustomerReading>, StoreError> {
        let here = self.here().await?;
        let words: Vec<String> = folded(text).split_whitespace().map(ToString::to_string).collect();
        let rows: Vec<CustomerRow> = sqlx::query_as(include_str!("../sql/read/customers.sql"))
            .bind(json!(words).to_string())
            .bind(digits(text))
            .bind(here.now.timestamp())
            .bind(limit)
            .fetch_all(self.book.readers())
            .await?;
        Ok(rows.into_iter().map(|row| here.customer(row)).collect())
    }

    async fn rows_of(&self, customers: Value, limit: u32) -> Result<Vec<FoundRow>, StoreError> {
        let here = self.here().await?;
        let rows: Vec<RowFound> = sqlx::query_as(include_str!("../sql/read/rows_of_customers.sql"))
            .bind(customers.to_string())
            .bind(here.now.timestamp())
            .bind(limit)
            .fetch_all(self.book.readers())
            .await?;
        Ok(rows.into_iter().map(|row| here.row(row)).collect())
    }

    async fn here(&self) -> Result<Here, StoreError> {
        let (zone, country): (String, String) =
            sqlx::query_as(include_str!("../sql/read/here.sql")).fetch_one(self.book.readers()).await?;
        Ok(Here { zone: serde_json::from_value(zone.into())?, country, now: self.clock.now() })
    }
}

/// What of a text could be part of a phone number: three digits or more, without the zero that countries put before them.
fn digits(text: &str) -> String {
    let phone = text.chars().all(|letter| letter.is_ascii_digit() || " +-()".contains(letter));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if phone && digits.len() >= 3 { digits.to_string() } else { String::new() }
}

impl Here {
    fn local(&self, seconds: i64) -> String {
        local_text(self.zone, Tick(seconds.div_euclid(300)))
    }

    fn customer(&self, row: CustomerRow) -> CustomerReading {
        CustomerReading {
            id: row.handle,
            name: row.name,
            phone_local: phone::local(&row.phone, &self.country),
            phone: row.phone,
            gender: row.gender,
            note: row.note,
            visits: row.visits,
            last_visit: row.last_at.map(|at| self.local(at)),
            last_service: row.last_service,
            next_visit: row.next_at.map(|at| self.local(at)),
        }
    }

    fn row(&self, row: RowFound) -> FoundRow {
        FoundRow {
            appointment: row.handle,
            date: date_of(self.zone, Tick(row.start_at.div_euclid(300))).to_string(),
            start: self.local(row.start_at),
            service_name: row.service_name,
            customer: row.customer,
            customer_name: row.customer_name,
            phone: row.phone,
            staff_names: row.staff_names.0,
            status: row.status,
            coming: row.start_at > self.now.timestamp(),
        }
    }
}
