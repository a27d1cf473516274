//! A generated book of a large house: 60 people, 600 rows today (final) and 600 tomorrow (still to be arranged), a normal load after that,
//! 2,000 customers. The same seed gives the same file. Every row fits: skills, hours, rooms, nobody twice at once. Names are invented.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// Half an hour before the doors open on the first day: every row is still to come.
pub const NOW: &str = "2026-11-23T07:30:00+03:00";
pub const TODAY: &str = "2026-11-23";
pub const TOMORROW: &str = "2026-11-24";
/// The last of the fourteen days that are offered.
pub const LAST: &str = "2026-12-06";
pub const PEOPLE: usize = 60;
pub const ROWS: usize = 600;
pub const DAYS: u64 = 14;
pub const CUSTOMERS: usize = 2_000;
const WET_ROOMS: usize = 24;
const SEED: u64 = 600_060;

/// Handle, minutes, turnover, skill; and out of 100 rows how many.
const SERVICES: [(&str, u32, u32, &str, u64); 6] = [
    ("EX20", 20, 5, "massage", 20),
    ("REF30", 30, 10, "massage", 30),
    ("FAC30", 30, 10, "facial", 18),
    ("SCR45", 45, 10, "body", 16),
    ("SW60", 60, 15, "massage", 10),
    ("DT60", 60, 15, "deep", 6),
];
/// In the wet rooms only.
const WET: &str = "SCR45";

/// Hours and the break inside them, in minutes of the day.
struct Shift {
    from: u32,
    until: u32,
    pause: (u32, u32),
}

const SHIFTS: [Shift; 3] = [
    Shift { from: 8 * 60, until: 17 * 60, pause: (12 * 60 + 30, 13 * 60 + 15) },
    Shift { from: 10 * 60, until: 19 * 60, pause: (14 * 60, 14 * 60 + 45) },
    Shift { from: 12 * 60, until: 21 * 60, pause: (16 * 60 + 30, 17 * 60 + 15) },
];

struct Person {
    id: String,
    gender: &'static str,
    skills: Vec<&'static str>,
    shift: &'static Shift,
}

/// A row before it has a customer: who serves what, when.
struct Place {
    start: u32,
    service: usize,
    person: usize,
}

pub fn book() -> Value {
    let mut dice = Dice(SEED);
    let team: Vec<Person> = (0..PEOPLE).map(|number| person(number, &mut dice)).collect();
    let first: NaiveDate = TODAY.parse().unwrap_or_default();
    let mut rows = Vec::new();
    for ahead in 0..DAYS {
        let date = first + Days::new(ahead);
        let each = if ahead < 2 { ROWS / PEOPLE } else { 5 };
        rows.extend(day(date, each, ahead == 0, &team, &mut dice));
    }
    json!({
        "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "staff_preference": true },
        "services": services(),
        "rooms": (0..WET_ROOMS).map(|number| json!({ "id": room(number), "name": format!("Wet room {}", number + 1), "kind": "wet" })).collect::<Vec<_>>(),
        "staff": team.iter().map(of_team).collect::<Vec<_>>(),
        "customers": (0..CUSTOMERS).map(customer).collect::<Vec<_>>(),
        "appointments": rows,
        "sheets": [{ "date": TODAY, "finalized_at": "2026-11-22T15:00:00Z" }],
    })
}

fn services() -> Vec<Value> {
    let service = |(id, minutes, turnover, skill, _): &(&str, u32, u32, &str, u64)| {
        let kinds: &[&str] = if *id == WET { &["wet"] } else { &[] };
        json!({ "id": id, "name": id, "minutes": minutes, "turnover": turnover, "skills": [skill], "room_kinds": kinds })
    };
    SERVICES.iter().map(service).collect()
}

fn person(number: usize, dice: &mut Dice) -> Person {
    let more = ["deep", "facial", "body"].into_iter().filter(|_| dice.percent(60));
    let skills = ["massage"].into_iter().chain(more).collect();
    let gender = if dice.percent(70) { "F" } else { "M" };
    Person { id: format!("p{number:02}"), gender, skills, shift: &SHIFTS[number % 3] }
}

fn of_team(person: &Person) -> Value {
    let Shift { from, until, pause } = person.shift;
    json!({
        "id": person.id, "name": format!("Therapist {}", &person.id[1..]), "gender": person.gender, "skills": person.skills,
        "hours": [{
            "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": clock(*from), "until": clock(*until),
            "breaks": [[clock(pause.0), clock(pause.1)]],
        }],
    })
}

fn customer(number: usize) -> Value {
    json!({ "id": format!("c{number}"), "name": format!("Customer {number}"), "phone": format!("+2547{number:08}") })
}

/// A day with so many rows for each person, every row with another customer.
fn day(date: NaiveDate, each: usize, is_final: bool, team: &[Person], dice: &mut Dice) -> Vec<Value> {
    let mut places: Vec<Place> =
        (0..team.len()).flat_map(|number| of_person(number, &team[number], each, dice)).collect();
    places.sort_by_key(|place| (place.start, place.person));
    let offset = dice.below(CUSTOMERS as u64) as usize;
    let mut rooms = [0; WET_ROOMS];
    let mut rows = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let mut row = written(date, place, &team[place.person], is_final, dice);
        row["id"] = format!("{}-{number}", date.format("%m%d")).into();
        row["customer"] = format!("c{}", (offset + number * 7) % CUSTOMERS).into();
        if SERVICES[place.service].0 == WET {
            row["room"] = take_room(&mut rooms, place).into();
        }
        rows.push(row);
    }
    rows
}

/// Draws a person's services until they fit around the break, then spreads them over the shift.
fn of_person(number: usize, person: &Person, each: usize, dice: &mut Dice) -> Vec<Place> {
    loop {
        let services: Vec<usize> = (0..each).map(|_| service_of(person, dice)).collect();
        if let Some(starts) = spread(&services, person.shift, dice) {
            let place = |(start, service)| Place { start, service, person: number };
            return starts.into_iter().zip(services).map(place).collect();
        }
    }
}

fn service_of(person: &Person, dice: &mut Dice) -> usize {
    loop {
        let mut at = dice.below(100);
        let drawn = SERVICES.iter().position(|(.., share)| {
            let here = at < *share;
            at = at.saturating_sub(*share);
            here
        });
        if let Some(service) = drawn.filter(|service| person.skills.contains(&SERVICES[*service].3)) {
            return service;
        }
    }
}

/// Starts in order, with up to the spare time between them; None when they do not fit.
fn spread(services: &[usize], shift: &Shift, dice: &mut Dice) -> Option<Vec<u32>> {
    let length = |service: &usize| SERVICES[*service].1 + SERVICES[*service].2;
    let work: u32 = services.iter().map(length).sum();
    let mut spare = (shift.until - shift.from - (shift.pause.1 - shift.pause.0)).checked_sub(work)?;
    let mut at = shift.from;
    let mut starts = Vec::new();
    for (number, service) in services.iter().enumerate() {
        let share = u64::from(2 * spare / 5 / (services.len() - number) as u32 + 1);
        let gap = 5 * dice.below(share) as u32;
        at += gap;
        spare = spare.saturating_sub(gap);
        if at < shift.pause.1 && at + length(service) > shift.pause.0 {
            at = shift.pause.1;
        }
        starts.push(at);
        at += length(service);
    }
    (at <= shift.until).then_some(starts)
}

fn written(date: NaiveDate, place: &Place, person: &Person, is_final: bool, dice: &mut Dice) -> Value {
    let open = if is_final { "finalized" } else { "provisional" };
    let assignment = if dice.percent(12) { "bound" } else { open };
    let wish = dice.percent(12).then_some(person.gender);
    json!({
        "service": SERVICES[place.service].0, "start": format!("{date}T{}", clock(place.start)), "gender": wish,
        "assignment": assignment, "staff": [person.id],
    })
}

/// The first room that is free by then; `rooms` holds when each is free again.
fn take_room(rooms: &mut [u32], place: &Place) -> String {
    let (_, minutes, turnover, ..) = SERVICES[place.service];
    let number =
        rooms.iter().position(|free| *free <= place.start).unwrap_or_else(|| panic!("too few wet rooms"));
    rooms[number] = place.start + minutes + turnover;
    room(number)
}

fn room(number: usize) -> String {
    format!("w{number:02}")
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}
