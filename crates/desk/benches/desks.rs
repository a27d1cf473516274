//! `cargo xtask bench desks`: several desks on one shared book, on a real Postgres with fsync on, through a proxy of ours where the line
//! is bad. What is compared is measured in turns within one run. Nothing here passes or fails.
#![allow(clippy::unwrap_used, clippy::panic)] // a bench fails by panicking

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../../../tests/bench/machine.rs"]
mod machine;
#[path = "../../../tests/bench/measured.rs"]
#[allow(dead_code, reason = "the other benches use all of it")]
mod measured;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::postgres::{Server, program};
use common::proxy::{Proxy, Weather};
use common::records;
use common::town::*;
use measured::{Measured, ROUNDS, milliseconds};
use serde_json::{Value, json};
use zamu_core::changes::Records;
use zamu_core::outcome::Outcome;
use zamu_desk::Desk;
use zamu_desk::truth::{Address, Truth, create_desk};

/// Writers, and sites where each has its own.
const WRITERS: usize = 8;
/// How long each side of a comparison is measured, a round.
const STRETCH: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let machine = machine::lines();
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let mut told = vec![answers(server, "two seconds late", Weather::Late(Duration::from_secs(2))).await];
    told.push(answers(server, "gone", Weather::Gone).await);
    told.push(seen_elsewhere(server).await);
    told.push(beside_a_late_desk(server).await);
    told.push(after_a_day_offline(server).await);
    told.push(first_copy(server).await);
    let listening = listeners(server).await;
    let hammered = hammered(server).await;
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

/// What the desk was answered, and how long it took, in milliseconds.
async fn timed(desk: &Desk, line: Value) -> (f64, Outcome) {
    let began = Instant::now();
    let outcome = desk.perform(line).await.unwrap();
    (milliseconds(began.elapsed()), outcome)
}

/// Bookings on a line in this weather. The first, which meets the weather unprepared, may wait out the patience of two seconds and is counted.
async fn answers(server: &'static Server, what: &str, weather: Weather) -> Measured {
    let mut measured = Measured::new(&format!("a booking answered while the line is {what}"), Some(50.0));
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let proxy = Proxy::to(server.port).await;
        let desk = town.desk_behind("behind", &proxy).await;
        let running = tokio::spawn({
            let sync = desk.sync.clone().unwrap();
            async move { sync.run(|| {}).await }
        });
        for number in 0..5 {
            timed(&desk, booking(number, 0)).await;
        }
        proxy.turns(weather);
        let mut took = Vec::new();
        for number in 5..65 {
            took.push(timed(&desk, booking(number, 0)).await.0);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        measured.rounds.push(took);
        running.abort();
    }
    measured
}

/// From the moment a booking begins at one desk until the other desk's file has it and its window would be told.
async fn seen_elsewhere(server: &'static Server) -> Measured {
    let mut measured = Measured::new("a booking on one desk until another desk's file has it", Some(300.0));
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let (front, back) = (town.desk("front").await, town.desk("back").await);
        let (send, mut news) = tokio::sync::mpsc::unbounded_channel();
        let running = tokio::spawn({
            let sync = back.sync.clone().unwrap();
            async move {
                let told = || send.send(Instant::now()).unwrap_or_default();
                sync.run(told).await
            }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut took = Vec::new();
        for number in 0..60 {
            while news.try_recv().is_ok() {}
            let began = Instant::now();
            done(&front.perform(booking(number, 0)).await.unwrap());
            let heard: Instant = news.recv().await.unwrap();
            took.push(milliseconds(heard - began));
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        measured.rounds.push(took);
        running.abort();
    }
    measured
}

/// Two desks on a good line beside one that is two seconds late and has much to say.
async fn beside_a_late_desk(server: &'static Server) -> Measured {
    let mut measured = Measured::new("a booking settled while another desk's line is 2 s late", Some(500.0));
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let proxy = Proxy::to(server.port).await;
        let (late, good) = (town.desk_behind("late", &proxy).await, town.desk("good").await);
        proxy.turns(Weather::Late(Duration::from_secs(2)));
        let running = tokio::spawn({
            let sync = late.sync.clone().unwrap();
            async move { sync.run(|| {}).await }
        });
        let busy = tokio::spawn(async move {
            for number in 0.. {
                timed(&late, booking(number * 2, 0)).await;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        let mut took = Vec::new();
        for number in 0..60 {
            took.push(timed(&good, booking(number * 2 + 1, 0)).await.0);
            assert_eq!(good.book.waiting().await.unwrap(), 0, "settled before it was answered");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        measured.rounds.push(took);
        busy.abort();
        running.abort();
    }
    measured
}

/// Three desks without a line, 500 commands each; from the moment the line is back until all three files are alike.
async fn after_a_day_offline(server: &'static Server) -> Measured {
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
async fn first_copy(server: &'static Server) -> Measured {
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

/// A site of its own in this database, and a login for it.
async fn site(town: &Town, number: usize, sites: &str) -> Truth {
    let owner = town.truth().await;
    let made =
        create_desk(&owner, &format!("{sites}{number} {}", town.database()), true, "secret").await.unwrap();
    owner.close().await;
    let truth = Truth::at(Address::read(&made.address).unwrap(), clock());
    assert!(truth.bring(&records(&spa()), 0, &[], |_, _| {}).await.unwrap());
    truth
}

/// Books at one truth until told to stop, and counts.
async fn write(truth: Truth, writer: usize, stop: Arc<AtomicBool>, count: Arc<AtomicUsize>) {
    let desk = Desk::direct(truth, clock());
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let row = json!({ "command": "edit", "kind": "customer", "id": "", "fields": { "name": format!("Writer {writer} {number}"), "phone": "" } });
        done(&desk.perform(row).await.unwrap());
        desk.book.wake().await.unwrap();
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Commits a second of some writers.
async fn commits(truths: &[Truth]) -> f64 {
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writers = truths
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, truth)| tokio::spawn(write(truth, at, stop.clone(), count.clone())));
    let writers: Vec<_> = writers.collect();
    let began = Instant::now();
    tokio::time::sleep(STRETCH).await;
    let reached = count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    reached
}

/// Eight writers on eight sites, without anybody who listens and with three desks that do, in turns.
async fn listeners(server: &'static Server) -> String {
    let town = Town::with(server, &spa()).await;
    let mut truths = Vec::new();
    for number in 0..WRITERS {
        truths.push(site(&town, number, "site").await);
    }
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(commits(&truths).await);
        let heard = Arc::new(AtomicUsize::new(0));
        let mut listening = Vec::new();
        for truth in &truths[..3] {
            let (truth, heard) = (truth.clone(), heard.clone());
            let mut listener = truth.listen().await.unwrap();
            listening.push(tokio::spawn(async move {
                while listener.heard().await.is_ok() {
                    heard.fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
        with.push(commits(&truths).await);
        assert!(heard.load(Ordering::Relaxed) > 0, "somebody listened");
        listening.iter().for_each(tokio::task::JoinHandle::abort);
    }
    ratio(
        "commits a second, 8 writers on 8 sites: with three listeners / with none (asked: 0.9)",
        &with,
        &without,
    )
}

/// Eight desks on one day of one site, beside pgbench with the same locks and rows, in turns.
async fn hammered(server: &'static Server) -> String {
    let town = Town::with(server, &spa()).await;
    let mut desks = Vec::new();
    for number in 0..WRITERS {
        desks.push(Truth::at(town.login(&format!("hammer{number}")).await, clock()));
    }
    server.sql(&town.database(), include_str!("bare.sql"));
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        ours.push(hammer(&desks, round).await);
        let (port, database) = (server.port, town.database());
        bare.push(tokio::task::spawn_blocking(move || pgbench(port, &database)).await.unwrap());
    }
    ratio(
        "commands a second, 8 desks on one day of one site: ours (load, decide, commit) / pgbench, the same lock and rows (asked: 0.5)",
        &ours,
        &bare,
    )
}

/// Notes on the rows of one day and bookings of that day, from all desks at once. Nothing may fail for contention.
async fn hammer(desks: &[Truth], round: usize) -> f64 {
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let each = desks.iter().cloned().enumerate().map(|(at, truth)| {
        let (stop, count) = (stop.clone(), count.clone());
        tokio::spawn(async move {
            let desk = Desk::direct(truth, clock());
            let first = desk
                .perform(book(&format!("2026-11-25T{:02}:00", 9 + at), &format!("c{}", at * 3 + round)))
                .await
                .unwrap();
            let row = done(&first).appointment.clone().unwrap();
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let line =
                    json!({ "command": "change", "appointment": row, "note": format!("{round} {number}") });
                done(&desk.perform(line).await.unwrap());
                count.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let each: Vec<_> = each.collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (before, began) = (count.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(STRETCH).await;
    let reached = (count.load(Ordering::Relaxed) - before) as f64 / began.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for desk in each {
        desk.await.unwrap();
    }
    reached
}

fn pgbench(port: u16, database: &str) -> f64 {
    let script = std::env::temp_dir().join(format!("zamu-bare-{}.sql", std::process::id()));
    std::fs::write(&script, include_str!("bare_script.sql")).unwrap();
    let mut command = Command::new(program("pgbench"));
    command.args([
        "-h",
        "127.0.0.1",
        "-U",
        "postgres",
        "-n",
        "-M",
        "prepared",
        "-c",
        "8",
        "-j",
        "2",
        "-T",
        "5",
        "-p",
    ]);
    let output = command.arg(port.to_string()).arg("-f").arg(&script).arg(database).output().unwrap();
    std::fs::remove_file(&script).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line =
        said.lines().find_map(|line| line.strip_prefix("tps = ")).unwrap_or_else(|| panic!("{output:?}"));
    line.split(' ').next().unwrap().parse().unwrap()
}

/// Both sides and what came of each round.
fn ratio(what: &str, ours: &[f64], others: &[f64]) -> String {
    let mut ratios: Vec<f64> = ours.iter().zip(others).map(|(one, other)| one / other).collect();
    ratios.sort_by(f64::total_cmp);
    let list =
        |values: &[f64]| values.iter().map(|value| format!("{value:.0}")).collect::<Vec<_>>().join(", ");
    format!(
        "{what}: median {:.2} ({:.2} to {:.2}); {} / {}\n",
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1],
        list(ours),
        list(others)
    )
}
