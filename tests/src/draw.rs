//! Pictures: reading one line into a book file, and drawing a spa as text.

use std::fmt::Write;

use serde_json::{Value, json};
use zamu_core::attention;
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::reading::{self, SlotQuery};
use zamu_core::record::*;
use zamu_core::refusal::Refusal;
use zamu_core::time::clock_of;

use crate::spa::Spa;

const EVERY_DAY: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `Grace (F; massage, deep; 09:00-17:00) | 09:00-10:00 Swedish Ann (bound) | ...`, or `room 1 bath`.
pub fn read_line(line: &str, date: &str, file: &mut Value) {
    if let Some(room) = line.strip_prefix("room ") {
        let (name, kind) = room.split_once(' ').unwrap_or((room, "bath"));
        push(file, "rooms", json!({ "id": name, "name": format!("Room {name}"), "kind": kind }));
        return;
    }
    let (person, rows) = line.split_once('|').unwrap_or_else(|| panic!("no `|` in `{line}`"));
    let staff = read_person(person.trim(), file);
    for row in rows.split('|').map(str::trim).filter(|row| *row != "-" && !row.is_empty()) {
        read_row(row, staff.as_deref(), date, file);
    }
}

fn push(file: &mut Value, section: &str, record: Value) {
    if let Some(records) = file[section].as_array_mut() {
        records.push(record);
    }
}

fn read_person(person: &str, file: &mut Value) -> Option<String> {
    let (name, traits) = person
        .split_once('(')
        .map_or((person, ""), |(name, traits)| (name.trim(), traits.trim_end_matches(')')));
    if name == "nobody" {
        return None;
    }
    let mut gender = "F";
    let mut skills: Vec<&str> = vec!["massage", "deep", "hot-stone", "facial"];
    let mut hours = ("09:00", "17:00");
    for part in traits.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('-').filter(|_| part.contains(':')) {
            _ if part == "F" || part == "M" => gender = part,
            Some(ends) => hours = ends,
            None => skills = part.split(',').map(str::trim).collect(),
        }
    }
    let id = name.to_lowercase();
    push(
        file,
        "staff",
        json!({ "id": id, "name": name, "gender": gender, "skills": skills, "hours": [{ "days": EVERY_DAY, "from": hours.0, "until": hours.1 }] }),
    );
    Some(id)
}

/// `09:00-10:00 Swedish Ann (bound, woman)`: the row's id is the customer's name.
fn read_row(row: &str, staff: Option<&str>, date: &str, file: &mut Value) {
    let (text, marks) =
        row.split_once('(').map_or((row, ""), |(text, marks)| (text.trim(), marks.trim_end_matches(')')));
    let words: Vec<&str> = text.split_whitespace().collect();
    let [times, service, customer] = words.as_slice() else {
        panic!("`{row}` is not `09:00-10:00 Service Customer`")
    };
    let (from, until) = times.split_once('-').unwrap_or_else(|| panic!("`{times}`"));
    let id = customer.to_lowercase();
    if let Some(known) = file["appointments"]
        .as_array_mut()
        .and_then(|rows| rows.iter_mut().find(|row| row["id"] == id.as_str()))
    {
        known["staff"] = json!([known["staff"][0], staff]);
        return;
    }
    let number = file["customers"].as_array().map_or(0, Vec::len);
    push(
        file,
        "customers",
        json!({ "id": id, "name": customer, "phone": format!("+2547000000{number:02}") }),
    );
    let start = format!("{date}T{from}");
    let mut appointment = json!({ "id": id, "service": service, "start": start, "customer": id, "staff": [staff], "minutes": minutes(from, until), "turnover": 0 });
    for mark in marks.split(',').map(str::trim) {
        match mark {
            "bound" => appointment["assignment"] = json!("bound"),
            "final" => appointment["assignment"] = json!("finalized"),
            "woman" => appointment["gender"] = json!("F"),
            "man" => appointment["gender"] = json!("M"),
            "hand" => appointment["hand_placed"] = json!(true),
            "arrived" => appointment["arrived"] = json!(true),
            _ => {
                if let Some(room) = mark.strip_prefix("room ") {
                    appointment["room"] = json!(room)
                }
            }
        }
    }
    push(file, "appointments", appointment);
}

fn minutes(from: &str, until: &str) -> u32 {
    let of = |clock: &str| zamu_core::time::Clock::parse(clock).unwrap_or_else(|| panic!("`{clock}`")).0;
    u32::from(of(until) - of(from))
}

/// The sheet of the story's day: people with their rows, then what has nobody, attention, and messages that wait.
pub fn picture(spa: &Spa) -> String {
    let mut out = String::new();
    if let Some(Err(refusal)) = &spa.last {
        refused(refusal, &mut out);
    }
    let days = spa.days();
    let date = spa.date.parse().unwrap_or_default();
    for staff in days.records().staff.values() {
        line(&days, &staff.name, |seat| seat.staff.as_ref() == Some(&staff.id), date, &mut out);
    }
    if days.rows_on(date).any(|row| row.occupies() && row.seats.iter().any(|seat| seat.staff.is_none())) {
        line(&days, "nobody", |seat| seat.staff.is_none(), date, &mut out);
    }
    attention_lines(&days, &mut out);
    message_lines(&days, &mut out);
    out
}

fn refused(refusal: &Refusal, out: &mut String) {
    let told = refusal.refused(Language::English);
    let _ = writeln!(out, "refused {}: {}", told.code, told.why);
    if !told.nearest.is_empty() {
        let nearest: Vec<&str> =
            told.nearest.iter().map(|start| start.rsplit('T').next().unwrap_or(start)).collect();
        let _ = writeln!(out, "nearest: {}", nearest.join(" "));
    }
}

fn line(days: &Days, name: &str, mine: impl Fn(&Seat) -> bool, date: chrono::NaiveDate, out: &mut String) {
    let rows = days.rows_on(date).filter(|row| row.occupies());
    let cells: Vec<String> = rows
        .flat_map(|row| row.seats.iter().filter(|seat| mine(seat)).map(|seat| cell(days, row, seat)))
        .collect();
    let cells = if cells.is_empty() { "-".to_string() } else { cells.join(" | ") };
    let _ = writeln!(out, "{name} | {cells}");
}

fn cell(days: &Days, row: &Appointment, seat: &Seat) -> String {
    let clock = |at| clock_of(days.zone(), at);
    let customer =
        days.records().customers.get(&row.customer).map(|customer| customer.name.clone()).unwrap_or_default();
    let mut marks: Vec<String> = Vec::new();
    match seat.assignment {
        Assignment::Bound => marks.push("bound".into()),
        Assignment::Finalized => marks.push("final".into()),
        Assignment::Provisional => {}
    }
    marks.extend(
        seat.gender.map(|gender| if gender == Gender::F { "woman".to_string() } else { "man".to_string() }),
    );
    marks.extend(seat.wish_waived.then(|| "waived".to_string()));
    marks.extend(row.forced.then(|| "forced".to_string()));
    marks.extend(row.room.as_ref().map(|room| format!("room {room}")));
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
    format!("{}-{} {} {customer}{marks}", clock(row.start), clock(row.end()), row.service)
}

fn attention_lines(days: &Days, out: &mut String) {
    for item in days.records().attention.values() {
        let row = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id));
        let who = row
            .and_then(|row| days.records().customers.get(&row.customer))
            .map(|customer| customer.name.clone())
            .unwrap_or_default();
        let clock = row.map(|row| clock_of(days.zone(), row.start)).unwrap_or_default();
        let _ = writeln!(out, "needs attention: {clock} {who} {}", attention::kind_name(item.kind));
    }
}

fn message_lines(days: &Days, out: &mut String) {
    for message in days.records().messages.values().filter(|message| message.state == MessageState::Held) {
        let _ = writeln!(out, "held: {}", message.text);
    }
}

/// `09:00 grace ivy`, reshuffled starts marked, or why there are none.
pub fn slots(days: &Days, query: &SlotQuery, stamp: &Stamp) -> String {
    let found = match reading::slots(days, query, stamp) {
        Ok(found) => found,
        Err(refusal) => return format!("refused {}: {}\n", refusal.code(), refusal.why(Language::English)),
    };
    let mut out = String::new();
    for slot in &found.slots {
        let clock = slot.start.rsplit('T').next().unwrap_or(&slot.start);
        let who = if slot.reshuffle { "(reshuffle)".to_string() } else { slot.staff.join(" ") };
        let _ = writeln!(out, "{clock} {who}");
    }
    for why in &found.why_none {
        let _ = writeln!(out, "none: {} ({})", why.code, why.why);
    }
    out
}
