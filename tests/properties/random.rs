//! Random days and commands, from numbers that shrink towards fewer rows, fewer people and plainer commands.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

pub const SERVICES: [&str; 4] = ["SW60", "DT75", "DUO60", "BATH45"];
const SKILLS: [&str; 2] = ["massage", "deep"];
const PEOPLE: usize = 5;
const ROWS: usize = 14;

/// One Tuesday: people with shifts and skills, rows wherever they fit, two baths.
pub fn day() -> impl Strategy<Value = Value> {
    let people = prop::collection::vec((0..4u8, 0..3u8, any::<bool>()), 2..=PEOPLE);
    let rows = prop::collection::vec((0..4usize, 0..44u32, 0..PEOPLE, 0..8u8, any::<bool>()), 0..=ROWS);
    (people, rows, any::<bool>()).prop_map(|(people, rows, open_always)| file(&people, &rows, open_always))
}

fn file(people: &[(u8, u8, bool)], rows: &[(usize, u32, usize, u8, bool)], open_always: bool) -> Value {
    let staff: Vec<Value> = people.iter().enumerate().map(|(at, person)| staff(at, *person)).collect();
    let mut site = json!({ "name": "Random", "staff_preference": true });
    if !open_always {
        site["hours"] =
            json!([{ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "until": "21:00" }]);
    }
    let mut appointments: Vec<Value> = Vec::new();
    let mut taken: Vec<(usize, u32, u32)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        appointments.push(appointment(at, *row, people.len(), &mut taken));
    }
    let customers: Vec<Value> = (0..rows.len()).map(|at| json!({ "id": format!("c{at}"), "name": format!("Customer {at}"), "phone": format!("+25470000{at:04}") })).collect();
    json!({ "site": site, "services": services(), "rooms": [{ "id": "b1", "name": "Bath 1", "kind": "bath" }, { "id": "b2", "name": "Bath 2", "kind": "bath" }],
            "staff": staff, "customers": customers, "appointments": appointments })
}

fn services() -> Value {
    json!([
        { "id": "SW60", "name": "Swedish", "minutes": 60, "turnover": 15, "skills": ["massage"] },
        { "id": "DT75", "name": "Deep", "minutes": 75, "turnover": 10, "skills": ["deep"] },
        { "id": "DUO60", "name": "Couple", "minutes": 60, "turnover": 0, "skills": ["massage"], "seats": 2 },
        { "id": "BATH45", "name": "Bath", "minutes": 45, "turnover": 15, "skills": [], "room_kinds": ["bath"] },
    ])
}

fn staff(at: usize, (shift, skills, woman): (u8, u8, bool)) -> Value {
    let (from, until) =
        [("09:00", "17:00"), ("12:00", "20:00"), ("08:00", "14:00"), ("09:00", "20:00")][shift as usize];
    let skills: &[&str] = [&SKILLS[..], &SKILLS[..1], &SKILLS[1..]][skills as usize];
    let breaks = if shift == 3 { json!([["13:00", "13:45"]]) } else { json!([]) };
    json!({ "id": format!("p{at}"), "name": format!("Person{at}"), "gender": if woman { "F" } else { "M" }, "skills": skills,
            "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": from, "until": until, "breaks": breaks }] })
}

/// A row of somebody who has the time; nobody's where it would overlap. `mark`: 0 to 3 plain, then bound, final, a wish, hand-placed.
fn appointment(
    at: usize,
    (service, quarter, person, mark, _): (usize, u32, usize, u8, bool),
    people: usize,
    taken: &mut Vec<(usize, u32, u32)>,
) -> Value {
    let start = 8 * 60 + quarter * 15;
    let length = [75, 85, 60, 60][service];
    let person = person % people;
    let busy =
        taken.iter().any(|(other, from, until)| *other == person && *from < start + length && start < *until);
    if !busy {
        taken.push((person, start, start + length));
    }
    let staff = if busy { json!([]) } else { json!([format!("p{person}")]) };
    let mut row = json!({ "id": format!("a{at}"), "service": SERVICES[service], "start": format!("2026-11-24T{:02}:{:02}", start / 60, start % 60), "customer": format!("c{at}"), "staff": staff });
    match mark {
        4 if !busy => row["assignment"] = json!(["bound"]),
        5 if !busy => row["hand_placed"] = json!([true]),
        6 => row["gender"] = json!("F"),
        7 => row["gender"] = json!("M"),
        _ => {}
    }
    row
}

/// Up to eight commands of every kind; many will be refused, which is part of it.
pub fn commands() -> impl Strategy<Value = Vec<Value>> {
    let numbers = (0..24u8, 0..ROWS, 0..PEOPLE, 0..48u32, 0..4usize);
    prop::collection::vec(numbers.prop_map(command), 1..8)
}

fn command((kind, row, person, quarter, service): (u8, usize, usize, u32, usize)) -> Value {
    let clock =
        |quarter: u32| format!("2026-11-24T{:02}:{:02}", (8 * 60 + quarter * 15) / 60, (quarter * 15) % 60);
    let (row_id, staff, start) = (format!("a{row}"), format!("p{person}"), clock(quarter));
    let date = "2026-11-24";
    match kind {
        0 => {
            json!({ "command": "book", "service": SERVICES[service], "start": start, "name": "Zoe", "phone": "+254712345678" })
        }
        1 => {
            json!({ "command": "book", "service": SERVICES[service], "start": start, "name": "Yan", "gender": "F" })
        }
        2 => {
            json!({ "command": "book", "service": SERVICES[service], "start": start, "name": "Xi", "staff": staff, "force": "hours" })
        }
        3 => json!({ "command": "move", "appointment": row_id, "start": start }),
        4 => json!({ "command": "reassign", "appointment": row_id, "staff": staff }),
        5 => json!({ "command": "reassign", "appointment": row_id, "staff": staff, "release": true }),
        6 => json!({ "command": "swap", "a": row_id, "b": format!("a{}", quarter as usize % ROWS) }),
        7 => json!({ "command": "bind", "appointment": row_id, "staff": staff }),
        8 => json!({ "command": "unbind", "appointment": row_id }),
        9 => json!({ "command": "cancel", "appointment": row_id }),
        10 => json!({ "command": "no_show", "appointment": row_id }),
        11 => {
            json!({ "command": "mark_absent", "staff": staff, "from": date, "until": date, "reason": "sick" })
        }
        12 => json!({ "command": "mark_absent", "staff": staff, "from": start, "until": clock(quarter + 8) }),
        13 => {
            json!({ "command": "add_temp", "name": "Temp", "gender": "F", "skills": ["massage", "deep"], "first": date, "last": date, "from": "10:00", "until": "18:00" })
        }
        14 => json!({ "command": "block_room", "room": "b1", "from": start, "until": clock(quarter + 6) }),
        15 => {
            json!({ "command": "set_hours", "staff": staff, "hours": [{ "days": ["tue"], "from": "11:00", "until": "16:00" }] })
        }
        16 => json!({ "command": "set_override", "staff": staff, "date": date, "open": false }),
        17 => json!({ "command": "add_vacation", "staff": staff, "first": date, "last": "2026-11-26" }),
        18 => json!({ "command": "finalize", "date": date }),
        19 => json!({ "command": "allocate", "date": date }),
        20 => json!({ "command": "change", "appointment": row_id, "minutes": 90, "note": "longer" }),
        21 => {
            json!({ "command": "change", "appointment": row_id, "service": SERVICES[service], "gender": null })
        }
        22 => json!({ "command": "deactivate", "staff": staff, "from": date }),
        _ => json!({ "command": "edit", "kind": "staff", "id": staff, "fields": { "skills": ["massage"] } }),
    }
}

/// The same file with every section in another order.
pub fn shuffled(file: &Value, seed: u64) -> Value {
    let mut file = file.clone();
    for section in ["services", "rooms", "staff", "customers", "appointments"] {
        let Some(records) = file[section].as_array_mut() else { continue };
        let mut state = seed | 1;
        for at in (1..records.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            records.swap(at, (state >> 33) as usize % (at + 1));
        }
    }
    file
}

/// Every file below a folder with this ending, with its text.
pub fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in
        std::fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())).flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push((path.clone(), std::fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    found
}
