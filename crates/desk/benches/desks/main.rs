//! `cargo xtask bench desks`: several desks on one shared book, on a real Postgres with fsync on, through a proxy of ours where the line
//! is bad. What is compared is measured in turns within one run. Nothing here passes or fails.
#![allow(clippy::unwrap_used, clippy::panic)] // a bench fails by panicking

#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "../../../../tests/bench/machine.rs"]
mod machine;
#[path = "../../../../tests/bench/measured.rs"]
#[allow(dead_code, reason = "the other benches use all of it")]
mod measured;
mod offline;
mod throughput;
mod weather;

use std::time::Duration;

use common::postgres::Server;
use common::proxy::Weather;
use common::town::book;
use serde_json::{Value, json};

/// Words after `--` choose what is measured: `answers`, `seen`, `late`, `offline`, `copy`, `listeners`, `hammered`; none: everything.
#[tokio::main]
async fn main() {
    let machine = machine::lines();
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let wants = |name: &str| asked.is_empty() || asked.iter().any(|word| word == name);
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let (mut told, mut compared) = (Vec::new(), Vec::new());
    if wants("answers") {
        let late = Weather::Late(Duration::from_secs(2));
        told.push(weather::answers(server, "two seconds late", late).await);
        told.push(weather::answers(server, "gone", Weather::Gone).await);
    }
    if wants("seen") {
        told.push(weather::seen_elsewhere(server).await);
    }
    if wants("late") {
        told.push(weather::beside_a_late_desk(server).await);
    }
    if wants("offline") {
        told.push(offline::after_a_day_offline(server).await);
    }
    if wants("copy") {
        told.push(offline::first_copy(server).await);
    }
    if wants("listeners") {
        compared.push(throughput::listeners(server).await);
    }
    if wants("hammered") {
        compared.push(throughput::hammered(server).await);
    }
    machine.iter().for_each(|line| println!("{line}"));
    println!("{}\n", server.sql("postgres", "SELECT version()"));
    println!("{}", measured::table(&told));
    println!("{}", compared.join("\n"));
}

/// Twenty people with one skill, every day from 9 to 18: an hour has twenty places.
fn spa() -> String {
    let person = |number: usize| {
        json!({ "id": format!("p{number}"), "name": format!("Person {number}"), "gender": "F", "skills": ["massage"],
            "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "until": "18:00" }] })
    };
    let customer = |number: usize| json!({ "id": format!("c{number}"), "name": format!("Customer {number}"), "phone": format!("+2547{number:08}") });
    json!({
        "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE" },
        "services": [{ "id": "SW60", "name": "Swedish", "minutes": 60, "skills": ["massage"] }],
        "staff": (0..20).map(person).collect::<Vec<_>>(),
        "customers": (0..200).map(customer).collect::<Vec<_>>(),
    })
    .to_string()
}

/// One of the hours that can be booked, counted over days, and a customer who is not there yet at that hour.
fn booking(number: usize, first_day: usize) -> Value {
    let (day, hour) = (first_day + number / 9 % 12, 9 + number % 9);
    book(&format!("2026-11-{:02}T{hour:02}:00", 24 + day % 7), &format!("c{}", number % 200))
}
