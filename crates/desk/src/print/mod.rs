//! The sheet on paper and in a terminal. Both are made from the sheet reading alone; power fails, and then this is the front desk.

mod html;
mod text;

pub use html::html;
pub use text::text;

use zamu_core::reading::{RowReading, SheetReading};

/// Rows that still stand, of one person; of nobody with `None`. A row of two seats is on both lists.
pub(crate) fn rows_of<'a>(
    sheet: &'a SheetReading,
    person: Option<&'a str>,
) -> impl Iterator<Item = &'a RowReading> {
    let holds = move |row: &&RowReading| {
        row.status == "booked" && row.seats.iter().any(|seat| seat.staff.as_deref() == person)
    };
    sheet.rows.iter().filter(holds)
}

/// The part of a local time after its date.
pub(crate) fn clock(local: &str) -> &str {
    local.get(11..16).unwrap_or(local)
}

/// What is worth knowing beside the name: asked for, not final, who the others are.
pub(crate) fn marks(row: &RowReading, person: Option<&str>) -> String {
    let mine = row.seats.iter().find(|seat| seat.staff.as_deref() == person);
    let mut marks: Vec<String> = Vec::new();
    marks.extend(mine.and_then(|seat| (seat.assignment == "bound").then(|| "asked for".to_string())));
    marks.extend(mine.and_then(|seat| {
        (seat.assignment == "provisional" && seat.staff.is_some()).then(|| "not final".to_string())
    }));
    let others: Vec<&str> = row
        .seats
        .iter()
        .filter(|seat| seat.staff.as_deref() != person)
        .map(|seat| seat.staff_name.as_deref().unwrap_or("nobody yet"))
        .collect();
    if !others.is_empty() {
        marks.push(format!("with {}", others.join(", ")));
    }
    marks.extend(row.arrived.then(|| "arrived".to_string()));
    marks.join(", ")
}

/// `final since ...` or `names are not final`.
pub(crate) fn state(sheet: &SheetReading) -> &'static str {
    if sheet.finalized_at.is_some() { "names are final" } else { "names are not final yet" }
}
