//! The three sheets of the test data: everybody's absence for the whole day, next to the proven optimum.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use serde_json::Value;
use zamu_pool::{Effort, Goal, Load, Objective, PeopleSet, Problem, Proof, Row, check, solve};

const DAYS: [&str; 3] = ["ordinary-tuesday.json", "full-tuesday.json", "grace-is-sick.json"];

#[test]
fn every_absence_is_answered_as_well_as_possible() {
    let answers = read("answers.json");
    for day in DAYS {
        let book = read(day);
        for answer in answers[day]["answers"].as_array().unwrap() {
            let absent = answer["absent"].as_str().unwrap();
            let ours = answer_for(&book, absent);
            let best = (number(&answer["unplaced"]), number(&answer["others_moved"]));
            assert_eq!((ours.unserved, ours.moved), best, "{day} without {absent}");
        }
    }
}

fn answer_for(book: &Value, absent: &str) -> Objective {
    let problem = without(book, absent);
    let solution = solve(&problem, Goal::Repool, Effort::default()).unwrap();
    assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
    assert!(matches!(solution.proof, Proof::Optimal(_)), "without {absent}");
    solution.objective
}

fn read(file: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(common::data("days").join(file)).unwrap()).unwrap()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// The provisional rows of the day; bound rows of the others only take their people's time.
fn without(book: &Value, absent: &str) -> Problem {
    let staff = book["staff"].as_array().unwrap();
    let mut appointments: Vec<&Value> = book["appointments"].as_array().unwrap().iter().collect();
    appointments.sort_by_key(|one| (one["start"].as_str().unwrap(), one["id"].as_str().unwrap()));
    let bound = appointments.iter().filter(|one| one["assignment"] == "bound");
    let busy: Vec<(&str, u32, u32)> =
        bound.map(|one| (server(one), span(book, one).0, span(book, one).1)).collect();
    let provisional = appointments.iter().filter(|one| one["assignment"] == "provisional");
    let rows = provisional.map(|one| row(book, one, staff, absent, &busy)).collect();
    Problem { rows, load: vec![Load::default(); staff.len()] }
}

fn row(book: &Value, one: &Value, staff: &[Value], absent: &str, busy: &[(&str, u32, u32)]) -> Row {
    let (start, end) = span(book, one);
    let is_free = |person: &Value| {
        busy.iter().all(|&(who, from, until)| person["id"] != who || until <= start || end <= from)
    };
    let can = |person: &Value| {
        person["id"] != absent
            && is_able(book, one, person)
            && is_there(person, start, end)
            && is_free(person)
    };
    let eligible: PeopleSet = (0..staff.len()).filter(|&person| can(&staff[person])).collect();
    let now = staff.iter().position(|person| person["id"] == server(one) && person["id"] != absent);
    Row { start, end, eligible, now, told: false }
}

fn server(one: &Value) -> &str {
    one["staff"][0].as_str().unwrap()
}

fn service<'a>(book: &'a Value, one: &Value) -> &'a Value {
    book["services"].as_array().unwrap().iter().find(|service| service["id"] == one["service"]).unwrap()
}

fn is_able(book: &Value, one: &Value, person: &Value) -> bool {
    let has = person["skills"].as_array().unwrap();
    let needs = service(book, one)["skills"].as_array().unwrap();
    needs.iter().all(|skill| has.contains(skill))
        && (one["gender"].is_null() || one["gender"] == person["gender"])
}

fn is_there(person: &Value, start: u32, end: u32) -> bool {
    let on_tuesday = |hours: &&Value| hours["days"].as_array().unwrap().iter().any(|day| day == "tue");
    person["hours"].as_array().unwrap().iter().filter(on_tuesday).any(|hours| {
        let breaks = hours["breaks"].as_array().unwrap();
        minute(&hours["from"]) <= start
            && end <= minute(&hours["until"])
            && breaks.iter().all(|pause| end <= minute(&pause[0]) || minute(&pause[1]) <= start)
    })
}

fn span(book: &Value, one: &Value) -> (u32, u32) {
    let start = minute_of(one["start"].as_str().unwrap().split('T').nth(1).unwrap());
    let service = service(book, one);
    (start, start + number(&service["minutes"]) + number(&service["turnover"]))
}

fn minute(value: &Value) -> u32 {
    minute_of(value.as_str().unwrap())
}

fn minute_of(time: &str) -> u32 {
    let (hour, minute) = time.split_once(':').unwrap();
    hour.parse::<u32>().unwrap() * 60 + minute[..2].parse::<u32>().unwrap()
}
