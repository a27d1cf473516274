//! The sheet as a page to print: A4 upright (WebKitGTK prints nothing on a page across), people as columns, then the same rows as a list by time. One file without links:
//! it must open where nothing else does. Everything that people typed is escaped.

use super::{clock, marks, nobody_yet, rows_of, seat_of, standing, state};
use zamu_core::reading::{ColumnReading, RowReading, SheetReading};
use zamu_core::record::Language;
use zamu_core::say;

const STYLE: &str = include_str!("page.css");
/// People that fit across a page and stay readable.
const ACROSS: usize = 8;
/// Hundredths of a millimetre: the height of the day, a line of a card, its edges. As in the style.
const DAY: u32 = 22_200;
const LINE: u32 = 296;
const EDGES: u32 = 80;
/// Lines of the list that a page has place for, and letters of a line of its notes.
const LISTED: usize = 50;
const NOTED: usize = 24;

/// What stands above a printed sheet beside its day.
pub struct Heading {
    pub site: String,
    /// The day, as people say it.
    pub date: String,
    /// When it was printed, as people say it: of two papers the newer one counts.
    pub printed: String,
    pub language: Language,
}

pub fn html(sheet: &SheetReading, heading: &Heading) -> String {
    let language = heading.language;
    let lang = say!(language, "en", "sw");
    let title = format!("{}, {}", escaped(&heading.site), escaped(&heading.date));
    let head = header(sheet, heading);
    let grids = sheet.columns.len().div_ceil(ACROSS).max(1);
    let across = sheet.columns.len().div_ceil(grids).max(1);
    let grids: String =
        sheet.columns.chunks(across).map(|columns| grid(sheet, columns, &head, language)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"paper\">\n\
         {grids}{}{}</body>\n</html>\n",
        nobody(sheet, &head, language),
        list(sheet, &head, language)
    )
}

/// On every page of people and above the list: papers get separated.
fn header(sheet: &SheetReading, heading: &Heading) -> String {
    let printed = escaped(&heading.printed);
    format!(
        "<header><h1>{}</h1><p>{}</p><p>{}</p><p class=\"printed\">{}</p></header>\n",
        escaped(&heading.date),
        escaped(&heading.site),
        state(sheet, heading.language),
        say!(heading.language, "printed {printed}", "imechapishwa {printed}")
    )
}

/// Some people side by side, each with the day's rows on one scale.
fn grid(sheet: &SheetReading, columns: &[ColumnReading], head: &str, language: Language) -> String {
    let heads: String =
        columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", escaped(&column.name))).collect();
    let lines: String =
        at_the_hours(sheet, |place, _| format!("<div class=\"line\" style=\"top:{place}\"></div>"));
    let cells: String = columns
        .iter()
        .map(|column| {
            let (bands, cards) = (bands(sheet, column), cards(sheet, column, language));
            format!("<td><div class=\"day\">{lines}{bands}{cards}</div></td>")
        })
        .collect();
    let hours = at_the_hours(sheet, |place, label| {
        format!("<span class=\"hour\" style=\"top:{place}\">{label}</span>")
    });
    format!(
        "<section class=\"people\">\n{head}<table class=\"grid\">\n<thead><tr><th class=\"hours\"></th>{heads}</tr></thead>\n\
         <tbody><tr><td class=\"hours\"><div class=\"day\">{hours}</div></td>{cells}</tr></tbody>\n</table>\n{}</section>\n",
        key(language)
    )
}

/// What the edges of the cards mean.
fn key(language: Language) -> String {
    let open = say!(language, "the name may still change", "jina linaweza kubadilika");
    let bound = say!(language, "asked for by the customer", "ameombwa na mteja");
    format!("<p class=\"key\"><span class=\"open\">{open}</span><span class=\"bound\">{bound}</span></p>\n")
}

/// Something for every full hour of the part that is shown, from its place and its label.
fn at_the_hours(sheet: &SheetReading, mark: impl Fn(&str, &str) -> String) -> String {
    let shown = sheet
        .hour_marks
        .iter()
        .filter(|hour| (sheet.first_minute..=sheet.last_minute).contains(&hour.minute));
    shown.map(|hour| mark(&place(sheet, hour.minute), &escaped(&hour.label))).collect()
}

fn bands(sheet: &SheetReading, column: &ColumnReading) -> String {
    let band = |from, until, label: &str| {
        format!("<div class=\"band\" style=\"{}\">{}</div>", stretch(sheet, from, until), escaped(label))
    };
    column.bands.iter().map(|closed| band(closed.from, closed.until, &closed.label)).collect()
}

fn cards(sheet: &SheetReading, column: &ColumnReading, language: Language) -> String {
    rows_of(sheet, Some(&column.id)).map(|row| card(sheet, row, &column.id, language)).collect()
}

/// As many lines as a row's height has place for, the name in the first: people look for names.
fn card(sheet: &SheetReading, row: &RowReading, person: &str, language: Language) -> String {
    let edge = match seat_of(row, Some(person)).map(|seat| seat.assignment.as_str()) {
        Some("bound") => " bound",
        Some("provisional") => " open",
        _ => "",
    };
    let time = clock(&row.start);
    let (name, service) = (escaped(&row.customer_name), escaped(&row.service_name));
    let mut marks = marks(row, Some(person), language);
    marks.splice(0..0, row.room_name.clone());
    let marks: String = marks.iter().map(|mark| format!(", {}", escaped(mark))).collect();
    let height = row.minutes * DAY / sheet.last_minute.saturating_sub(sheet.first_minute).max(1);
    let lines = match height.saturating_sub(EDGES) / LINE {
        0 | 1 => format!("<span><b>{name}</b> {time} {service}{marks}</span>"),
        2 => format!("<b>{name}</b><span>{time} {service}{marks}</span>"),
        3 => format!("<b>{name}</b><span>{service}</span><span>{time}{marks}</span>"),
        _ => format!("<b>{name}</b><span>{time}{marks}</span><span class=\"wrapped\">{service}</span>"),
    };
    let place = stretch(sheet, row.minute, row.minute + row.minutes);
    format!("<article class=\"row{edge}\" style=\"{place}\">{lines}</article>")
}

fn nobody(sheet: &SheetReading, head: &str, language: Language) -> String {
    let line = |row: &RowReading| {
        let (customer, service) = (escaped(&row.customer_name), escaped(&row.service_name));
        format!("<li>{} {customer} {service}</li>", clock(&row.start))
    };
    let rows: String = rows_of(sheet, None).map(line).collect();
    if rows.is_empty() {
        return rows;
    }
    let title = say!(language, "Nobody yet", "Bado hakuna mtu");
    format!("{head}<section class=\"nobody\"><h2>{title}</h2><ul>{rows}</ul></section>\n")
}

/// The rows by time, with a box to tick when the customer comes. Rooms have a column when a row has one.
fn list(sheet: &SheetReading, head: &str, language: Language) -> String {
    let rows: Vec<&RowReading> = standing(sheet).collect();
    let rooms = rows.iter().any(|row| row.room_name.is_some());
    let room = if rooms { say!(language, "<th>Room</th>", "<th>Chumba</th>") } else { String::new() };
    let heads = say!(
        language,
        "<th></th><th>Time</th><th>Customer</th><th>Phone</th><th>Service</th><th>Therapist</th>{room}<th class=\"note\">Note</th>",
        "<th></th><th>Muda</th><th>Mteja</th><th>Simu</th><th>Huduma</th><th>Mtaalamu</th>{room}<th class=\"note\">Maelezo</th>"
    );
    let page = |rows: &[&RowReading]| {
        let rows: String = rows.iter().map(|row| line(row, rooms, language)).collect();
        format!(
            "<section class=\"list\">\n{head}<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
        )
    };
    pages(&rows).into_iter().map(page).collect()
}

/// The rows page by page: a row with long notes takes more lines.
fn pages<'a>(rows: &'a [&'a RowReading]) -> Vec<&'a [&'a RowReading]> {
    let lines = |row: &RowReading| {
        (row.note.chars().count() + row.customer_note.chars().count()).div_ceil(NOTED).max(1)
    };
    let mut taken = 0;
    rows.chunk_by(|row, next| {
        taken += lines(row);
        let fits = taken + lines(next) <= LISTED;
        if !fits {
            taken = 0;
        }
        fits
    })
    .collect()
}

fn line(row: &RowReading, rooms: bool, language: Language) -> String {
    let people: Vec<String> = row
        .seats
        .iter()
        .map(|seat| seat.staff_name.clone().unwrap_or_else(|| nobody_yet(language)))
        .collect();
    let notes: Vec<&str> =
        [row.note.as_str(), row.customer_note.as_str()].into_iter().filter(|note| !note.is_empty()).collect();
    let (time, people, notes) =
        (format!("{}-{}", clock(&row.start), clock(&row.end)), people.join(", "), notes.join("; "));
    let room = rooms.then(|| row.room_name.as_deref().unwrap_or(""));
    let cells = [time.as_str(), &row.customer_name, &row.phone, &row.service_name, &people];
    let cells: String = cells
        .into_iter()
        .chain(room)
        .chain([notes.as_str()])
        .map(|cell| format!("<td>{}</td>", escaped(cell)))
        .collect();
    let tick = if row.arrived { "\u{2713}" } else { "" };
    format!("<tr><td><span class=\"tick\">{tick}</span></td>{cells}</tr>\n")
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
