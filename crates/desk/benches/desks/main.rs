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

#[tokio::main]
async fn main() {
    let machine = machine::lines();
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let mut told =
        vec![weather::answers(server, "two seconds late", Weather::Late(Duration::from_secs(2))).await];
    told.push(weather::answers(server, "gone", Weather::Gone).await);
    told.push(weather::seen_elsewhere(server).await);
    told.push(weather::beside_a_late_desk(server).await);
    told.push(offline::after_a_day_offline(server).await);
    told.push(offline::first_copy(server).await);
    let listening = throughput::listeners(server).await;
    let hammered = throughput::hammered(server).await;
    machine.iter().for_each(|line| println!("{line}"));
    println!("{}\n", server.sql("postgres", "SELECT version()"));
    println!("{}", measured::table(&told));
    print!("{listening}\n{hammered}");
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
