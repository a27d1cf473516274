//! The sheet as plain text: a table per person, in fixed width, for a terminal or a slip of paper.

use super::{clock, marks, rows_of, seat_of, state};
use zamu_core::reading::{RowReading, SheetReading};
use zamu_core::record::Language;

/// For scripts, too, and so in English.
pub fn text(sheet: &SheetReading, site: &str) -> String {
    let mut text = format!("{site}  {}  {}\n", sheet.date, state(sheet, Language::English));
    for column in &sheet.columns {
        let rows: Vec<&RowReading> = rows_of(sheet, Some(&column.id)).collect();
        table(&mut text, &column.name, &rows, Some(&column.id));
    }
    let open: Vec<&RowReading> = rows_of(sheet, None).collect();
    if !open.is_empty() {
        table(&mut text, "NOBODY YET", &open, None);
    }
    text
}

fn table(text: &mut String, title: &str, rows: &[&RowReading], person: Option<&str>) {
    text.push_str(&format!("\n{title}\n"));
    if rows.is_empty() {
        text.push_str("  no rows\n");
    }
    for row in rows {
        let line = format!(
            "  {}-{}  {:<22}  {:<24}  {:<13}  {:<8}  {}",
            clock(&row.start),
            clock(&row.end),
            cut(&row.service_name, 22),
            cut(&row.customer_name, 24),
            row.phone,
            cut(row.room_name.as_deref().unwrap_or("-"), 8),
            said(row, person)
        );
        text.push_str(line.trim_end());
        text.push('\n');
        notes(text, row);
    }
}

/// On paper the edge of a card says how sure its name is; here words do.
fn said(row: &RowReading, person: Option<&str>) -> String {
    let sure = match seat_of(row, person).map(|seat| seat.assignment.as_str()) {
        Some("bound") => Some("asked for"),
        Some("provisional") if person.is_some() => Some("not final"),
        _ => None,
    };
    let marks = marks(row, person, Language::English);
    sure.map(str::to_string).into_iter().chain(marks).collect::<Vec<_>>().join(", ")
}

fn notes(text: &mut String, row: &RowReading) {
    for note in [&row.note, &row.customer_note].into_iter().filter(|note| !note.is_empty()) {
        text.push_str(&format!("               {}\n", note.replace('\n', " ")));
    }
}

/// At most so many letters.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        text.to_string()
    } else {
        text.chars().take(letters - 1).chain(['.']).collect()
    }
}
