//! The sheet on paper and in a terminal. Both are made from the sheet reading alone; power fails, and then this is the front desk.

mod html;
mod text;

pub use html::{Heading, html};
pub use text::text;

use zamu_core::reading::{RowReading, SeatReading, SheetReading};
use zamu_core::record::Language;
use zamu_core::say;

/// Rows that still stand, of one person; of nobody with `None`. A row of two seats is on both lists.
pub(crate) fn rows_of<'a>(
    sheet: &'a SheetReading,
    person: Option<&'a str>,
) -> impl Iterator<Item = &'a RowReading> {
    standing(sheet).filter(move |row| row.seats.iter().any(|seat| seat.staff.as_deref() == person))
}

/// Rows that still stand, by time.
pub(crate) fn standing(sheet: &SheetReading) -> impl Iterator<Item = &RowReading> {
    sheet.rows.iter().filter(|row| row.status == "booked")
}

/// The part of a local time after its date.
pub(crate) fn clock(local: &str) -> &str {
    local.get(11..16).unwrap_or(local)
}

/// The seat that a person holds; with `None`, the first that nobody does.
pub(crate) fn seat_of<'a>(row: &'a RowReading, person: Option<&str>) -> Option<&'a SeatReading> {
    row.seats.iter().find(|seat| seat.staff.as_deref() == person)
}

/// What is worth knowing beside the name: who the others are, arrived.
pub(crate) fn marks(row: &RowReading, person: Option<&str>, language: Language) -> Vec<String> {
    let mut marks: Vec<String> = Vec::new();
    let others: Vec<String> = row
        .seats
        .iter()
        .filter(|seat| seat.staff.as_deref() != person)
        .map(|seat| seat.staff_name.clone().unwrap_or_else(|| nobody_yet(language)))
        .collect();
    if !others.is_empty() {
        let others = others.join(", ");
        marks.push(say!(language, "with {others}", "pamoja na {others}"));
    }
    if row.arrived {
        marks.push(say!(language, "arrived", "amefika"));
    }
    marks
}

pub(crate) fn nobody_yet(language: Language) -> String {
    say!(language, "nobody yet", "bado hakuna mtu")
}

/// Whether the names may still change.
pub(crate) fn state(sheet: &SheetReading, language: Language) -> String {
    if sheet.finalized_at.is_some() {
        say!(language, "names are final", "majina ni ya mwisho")
    } else {
        say!(language, "names are not final yet", "majina bado si ya mwisho")
    }
}
