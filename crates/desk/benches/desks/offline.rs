//! Catching up: a day without a line, and the first copy of a large book.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zamu_core::changes::Records;
use zamu_core::outcome::Outcome;
use zamu_desk::Desk;

use crate::common::postgres::Server;
use crate::common::proxy::{Proxy, Weather};
use crate::common::records;
use crate::common::town::*;
use crate::measured::{Measured, ROUNDS, milliseconds};
use crate::{booking, spa};

/// Three desks without a line, 500 commands each; from the moment the line is back until all three files are alike.
pub async fn after_a_day_offline(server: &'static Server) -> Measured {
    let mut measured = Measured::new(
        "three desks with 500 commands each, from the line's return until all are alike",
        Some(30_000.0),
    );
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let proxy = Proxy::to(server.port).await;
        let mut desks = Vec::new();
        for name in ["one", "two", "three"] {
            desks.push(town.desk_behind(name, &proxy).await);
        }
        proxy.turns(Weather::Gone);
        let offline = desks
            .iter()
            .cloned()
            .enumerate()
            .map(|(at, desk)| tokio::spawn(async move { a_day(&desk, at).await }));
        for desk in offline.collect::<Vec<_>>() {
            desk.await.unwrap();
        }
        proxy.turns(Weather::Fair);
        let began = Instant::now();
        let settling =
            desks.iter().cloned().map(|desk| tokio::spawn(async move { until_settled(&desk).await }));
        for desk in settling.collect::<Vec<_>>() {
            desk.await.unwrap();
        }
        for desk in &desks {
            settle(desk).await.unwrap();
        }
        measured.rounds.push(vec![milliseconds(began.elapsed())]);
        same(&desks[0], &desks[1]).await;
        same(&desks[0], &desks[2]).await;
    }
    measured
}

/// Of ten commands six book, two write a note, one moves, one cancels.
async fn a_day(desk: &Desk, at: usize) {
    let mut rows: Vec<String> = Vec::new();
    for number in 0..500 {
        let row = rows.get(number * 7 % rows.len().max(1)).cloned().unwrap_or_default();
        let line = match number % 10 {
            6 | 7 if !rows.is_empty() => {
                json!({ "command": "change", "appointment": row, "note": format!("note {number}") })
            }
            8 if !rows.is_empty() => {
                json!({ "command": "move", "appointment": row, "start": format!("2026-11-{:02}T{:02}:00", 24 + number % 7, 9 + number % 9) })
            }
            9 if !rows.is_empty() => json!({ "command": "cancel", "appointment": row }),
            _ => booking(number * 3 + at, at * 2),
        };
        if let Outcome::Done(report) = desk.perform(line).await.unwrap()
            && let Some(row) = report.appointment
        {
            rows.push(row);
        }
    }
}

async fn until_settled(desk: &Desk) {
    while settle(desk).await.is_err() || desk.book.waiting().await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A hundred thousand rows, 600 a day, brought to the shared book and copied by a new desk.
pub async fn first_copy(server: &'static Server) -> Measured {
    let mut measured = Measured::new("the first copy of 100,000 rows", Some(20_000.0));
    let book = large();
    assert!(book.appointments.len() >= 100_000);
    let town = Town::with_records(server, &book).await;
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let began = Instant::now();
        let desk = town.desk(&format!("new {round}")).await;
        measured.rounds.push(vec![milliseconds(began.elapsed())]);
        desk.book.close().await;
    }
    measured
}

fn large() -> Records {
    let mut spa: Value = serde_json::from_str(&spa()).unwrap();
    let row = |number: usize| {
        let (day, hour, person) = (number / 180, 9 + number / 20 % 9, number % 20);
        let date = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::Days::new(day as u64);
        json!({ "id": format!("r{number}"), "service": "SW60", "start": format!("{date}T{hour:02}:00"), "customer": format!("c{}", number % 200), "staff": [format!("p{person}")] })
    };
    spa["appointments"] = (0..100_080).map(row).collect();
    records(&spa.to_string())
}
