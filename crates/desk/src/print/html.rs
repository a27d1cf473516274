//! The sheet as a page to print: A4 landscape, people as columns, then the same rows as a list by time. One file without links:
//! it must open where nothing else does. Everything that people typed is escaped.

use super::{clock, marks, rows_of, state};
use zamu_core::reading::{ColumnReading, RowReading, SheetReading};

const STYLE: &str = include_str!("page.css");
/// Columns that fit across a page and stay readable.
const ACROSS: usize = 8;

pub fn html(sheet: &SheetReading, site: &str) -> String {
    let title = format!("{} {}", escaped(site), sheet.date);
    let grids: String = sheet.columns.chunks(ACROSS).map(|columns| grid(sheet, columns)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1><p>{}</p></header>\n{grids}{}<h2>By time</h2>\n{}</body>\n</html>\n",
        state(sheet),
        nobody(sheet),
        list(sheet)
    )
}

/// Some people side by side, each with the day's rows on one scale.
fn grid(sheet: &SheetReading, columns: &[ColumnReading]) -> String {
    let heads: String =
        columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", escaped(&column.name))).collect();
    let cells: String = columns
        .iter()
        .map(|column| {
            format!("<td><div class=\"day\">{}{}</div></td>", bands(sheet, column), cards(sheet, column))
        })
        .collect();
    format!(
        "<table class=\"grid\">\n<thead><tr><th class=\"hours\"></th>{heads}</tr></thead>\n<tbody><tr><td class=\"hours\"><div class=\"day\">{}</div></td>{cells}</tr></tbody>\n</table>\n",
        hours(sheet)
    )
}

fn hours(sheet: &SheetReading) -> String {
    let shown = sheet
        .hour_marks
        .iter()
        .filter(|mark| (sheet.first_minute..=sheet.last_minute).contains(&mark.minute));
    shown
        .map(|mark| {
            format!(
                "<span class=\"hour\" style=\"top:{}\">{}</span>",
                place(sheet, mark.minute),
                escaped(&mark.label)
            )
        })
        .collect()
}

fn bands(sheet: &SheetReading, column: &ColumnReading) -> String {
    column
        .bands
        .iter()
        .map(|band| format!("<div class=\"band\" style=\"{}\"></div>", stretch(sheet, band.from, band.until)))
        .collect()
}

fn cards(sheet: &SheetReading, column: &ColumnReading) -> String {
    rows_of(sheet, Some(&column.id)).map(|row| card(sheet, row, &column.id)).collect()
}

fn card(sheet: &SheetReading, row: &RowReading, person: &str) -> String {
    let marks = marks(row, Some(person));
    let bound = if marks.contains("asked for") { " bound" } else { "" };
    format!(
        "<article class=\"row{bound}\" style=\"{}\"><b>{} {}</b> {} <i>{}</i> <small>{}</small></article>",
        stretch(sheet, row.minute, row.minute + row.minutes),
        clock(&row.start),
        escaped(&row.customer_name),
        escaped(&row.service_name),
        escaped(row.room_name.as_deref().unwrap_or("")),
        escaped(&marks)
    )
}

fn nobody(sheet: &SheetReading) -> String {
    let rows: String = rows_of(sheet, None)
        .map(|row| {
            format!(
                "<li>{} {} {}</li>",
                clock(&row.start),
                escaped(&row.customer_name),
                escaped(&row.service_name)
            )
        })
        .collect();
    if rows.is_empty() {
        rows
    } else {
        format!("<section class=\"nobody\"><h2>Nobody yet</h2><ul>{rows}</ul></section>\n")
    }
}

fn list(sheet: &SheetReading) -> String {
    let rows: String = sheet.rows.iter().filter(|row| row.status == "booked").map(line).collect();
    format!(
        "<table class=\"list\">\n<thead><tr><th>Time</th><th>Customer</th><th>Phone</th><th>Service</th><th>Therapist</th><th>Room</th><th>Note</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )
}

fn line(row: &RowReading) -> String {
    let people: Vec<&str> =
        row.seats.iter().map(|seat| seat.staff_name.as_deref().unwrap_or("nobody yet")).collect();
    let notes: Vec<&str> =
        [row.note.as_str(), row.customer_note.as_str()].into_iter().filter(|note| !note.is_empty()).collect();
    let time = format!("{}-{}", clock(&row.start), clock(&row.end));
    let cells = [
        &time,
        &row.customer_name,
        &row.phone,
        &row.service_name,
        &people.join(", "),
        row.room_name.as_deref().unwrap_or(""),
        &notes.join("; "),
    ];
    let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
    format!("<tr>{cells}</tr>\n")
}

/// How far down the column a minute lies, in hundredths of a percent so that no float is needed.
fn place(sheet: &SheetReading, minute: u32) -> String {
    let length = sheet.last_minute.saturating_sub(sheet.first_minute).max(1);
    let shown =
        minute.clamp(sheet.first_minute, sheet.last_minute.max(sheet.first_minute)) - sheet.first_minute;
    let hundredths = u64::from(shown) * 10_000 / u64::from(length);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn stretch(sheet: &SheetReading, from: u32, until: u32) -> String {
    let length = until
        .clamp(sheet.first_minute, sheet.last_minute.max(sheet.first_minute))
        .saturating_sub(from.max(sheet.first_minute));
    format!("top:{};height:{}", place(sheet, from), place(sheet, sheet.first_minute + length))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
