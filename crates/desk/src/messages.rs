//! The messages that wait for a person, and what was sent lately, each with the link that opens the customer's chat.
//! Nothing is sent from here.

use chrono::{DateTime, NaiveDate, SecondsFormat};
use sqlx::types::Json;
use zamu_core::phone;
use zamu_core::reading::{MessageReading, MessagesReading};
use zamu_core::time::earlier_day;

use crate::desk::Desk;
use crate::store::StoreError;

/// How long sent messages stay on the list.
const KEPT_DAYS: u64 = 7;

#[derive(sqlx::FromRow)]
struct MessageRow {
    handle: String,
    kind: String,
    state: String,
    customer: String,
    customer_name: String,
    phone: String,
    date: NaiveDate,
    text: String,
    written_at: i64,
    appointments: Json<Vec<String>>,
    country: String,
}

impl Desk {
    /// Unsent ones of today and later, held ones first, and what the last week sent.
    pub async fn messages(&self) -> Result<MessagesReading, StoreError> {
        let today = self.today().await?;
        let rows: Vec<MessageRow> = sqlx::query_as(include_str!("../sql/read/messages.sql"))
            .bind(today)
            .bind(earlier_day(today, KEPT_DAYS))
            .fetch_all(self.book.readers())
            .await?;
        Ok(MessagesReading { messages: rows.into_iter().map(reading).collect() })
    }
}

fn reading(row: MessageRow) -> MessageReading {
    let written = DateTime::from_timestamp(row.written_at, 0).unwrap_or_default();
    MessageReading {
        id: row.handle,
        kind: row.kind,
        state: row.state,
        customer: row.customer,
        customer_name: row.customer_name,
        link: link(&row.phone, &row.text),
        phone: phone::local(&row.phone, &row.country),
        date: row.date.to_string(),
        text: row.text,
        at: written.to_rfc3339_opts(SecondsFormat::Secs, true),
        appointments: row.appointments.0,
    }
}

/// Opens the customer's chat with the text typed in; empty without a phone.
fn link(phone: &str, text: &str) -> String {
    if phone.is_empty() {
        return String::new();
    }
    let encoded: String = text.bytes().map(encoded).collect();
    format!("https://wa.me/{}?text={encoded}", phone.trim_start_matches('+'))
}

/// Percent-encoding (RFC 3986): everything but unreserved letters.
fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
