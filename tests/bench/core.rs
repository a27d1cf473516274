//! `cargo xtask bench core`: how fast the rules and the book answer on 60 people x 600 rows. The page is not asked here (`window.rs`).
//! Commands run against a real file with every commit on the disk; decisions and slots are asked of days in memory.

mod book;
mod machine;
mod measured;
mod mix;

use std::path::{Path, PathBuf};

use book::{Dice, LAST, NOW, TODAY, TOMORROW};
use measured::{Measured, ROUNDS};
use serde_json::{Value, json};
use zamu_core::changes::Records;
use zamu_core::command::Command;
use zamu_core::days::Days;
use zamu_core::decide::{Actor, Stamp, decide};
use zamu_core::ids::command_named;
use zamu_core::reading::SlotQuery;
use zamu_core::record::Language;
use zamu_core::scope::Scope;
use zamu_core::slots::slots;
use zamu_desk::{Clock, Desk};

/// A whole answer of the desk, its commit included.
const COMMAND: f64 = 50.0;
const SLOTS: f64 = 1.0;

#[tokio::main]
async fn main() {
    let machine = machine::lines();
    let folder = std::env::temp_dir().join(format!("zamu-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    let records =
        zamu_core::book::read(&book::book().to_string(), &stamp()).unwrap_or_else(|fault| panic!("{fault}"));
    let mut found = commands(&folder, &records).await;
    found.extend(slots_of_days(&records));
    found.extend(decisions(&records));
    let desk = desk(&folder, "readings", &records).await;
    found.extend(readings(&desk).await);
    let sqlite: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(desk.book.readers())
        .await
        .unwrap_or_default();
    let _best_effort = std::fs::remove_dir_all(&folder);
    machine.iter().for_each(|line| println!("{line}"));
    println!("SQLite {sqlite}, {} rows, {} customers\n", records.appointments.len(), records.customers.len());
    print!("{}", measured::table(&found));
}

fn stamp() -> Stamp {
    Stamp { now: NOW.parse().unwrap_or_default(), language: Language::English }
}

/// A new book file in this folder, opened by a desk whose clock stands still.
async fn desk(folder: &Path, name: &str, records: &Records) -> Desk {
    let path: PathBuf = folder.join(format!("{name}.zamu"));
    Desk::create(&path, records).await.unwrap_or_else(|why| panic!("{why}"));
    Desk::open(&path, Clock::Fixed(stamp().now)).await.unwrap_or_else(|why| panic!("{why}"))
}

/// The mix as one, and each command of it.
async fn commands(folder: &Path, records: &Records) -> Vec<Measured> {
    let mut all = Measured::new("a command answered, its commit included (the whole mix)", Some(COMMAND));
    let mut each: Vec<Measured> =
        mix::COMMANDS.iter().map(|name| Measured::new(&format!("· {name}"), None)).collect();
    for round in 0..ROUNDS {
        let desk = desk(folder, &format!("round-{round}"), records).await;
        let took = mix::round(&desk, records, &mut Dice(round as u64)).await;
        all.rounds.push(took.iter().flatten().copied().collect());
        each.iter_mut().zip(took).for_each(|(one, took)| one.rounds.push(took));
        desk.book.close().await;
    }
    std::iter::once(all).chain(each).collect()
}

fn query(service: &str) -> SlotQuery {
    let asked = json!({ "service": service, "from": TODAY, "to": LAST });
    serde_json::from_value(asked).unwrap_or_else(|why| panic!("{why}"))
}

fn slots_of_days(records: &Records) -> Vec<Measured> {
    let days = days(records);
    let asked =
        |service: &str| zamu_core::reading::request(&query(service)).unwrap_or_else(|why| panic!("{why:?}"));
    let (plain, wet, now) = (asked("SW60"), asked("SCR45"), stamp());
    vec![
        Measured::calls("slots of a service, 14 days x 60 people, from raw rows", Some(SLOTS), 300, || {
            slots(&days, &plain, &now)
        }),
        Measured::calls("· of a service that needs one of 24 rooms", None, 300, || slots(&days, &wet, &now)),
        Measured::calls("· and indexing the 14 days first (`Days::new`)", None, 100, || {
            slots(&self::days(records), &plain, &now)
        }),
        Measured::calls("`Days::new` of the whole book", None, 100, || self::days(records)),
    ]
}

/// The whole book, as a decision reads it. The records are shared, not copied.
fn days(records: &Records) -> Days {
    Days::new(records.clone(), Scope::whole()).unwrap_or_else(|| panic!("a book without a site"))
}

fn decisions(records: &Records) -> Vec<Measured> {
    let days = days(records);
    let decided = |what: &str, line: Value| {
        let command: Command = serde_json::from_value(line).unwrap_or_else(|why| panic!("{why}"));
        let decided = || decide(command_named("bench"), &Actor::default(), &command, &days, &stamp());
        match decided() {
            Ok(decision) => {
                println!("{what}: {} rows move, {} unplaced", decision.moved.len(), decision.unplaced.len())
            }
            Err(refusal) => panic!("{what}: {}", refusal.why(Language::English)),
        }
        Measured::calls(what, None, 20, decided)
    };
    vec![
        decided(
            "deciding an absence of tomorrow: one of 60 people, 10 rows",
            json!({ "command": "mark_absent", "staff": "p07", "from": TOMORROW, "until": TOMORROW }),
        ),
        decided(
            "deciding `allocate` of tomorrow, 600 rows",
            json!({ "command": "allocate", "date": TOMORROW }),
        ),
    ]
}

async fn readings(desk: &Desk) -> Vec<Measured> {
    let mut found = Vec::new();
    for (name, budget) in [("sheet", None), ("slots", None), ("attention", None), ("status", None)] {
        let mut measured = Measured::new(&format!("reading `{name}` from the book"), budget);
        for _ in 0..ROUNDS {
            let mut took = Vec::new();
            for _ in 0..40 {
                let began = std::time::Instant::now();
                read(desk, name).await;
                took.push(measured::milliseconds(began.elapsed()));
            }
            measured.rounds.push(took);
        }
        found.push(measured);
    }
    found
}

async fn read(desk: &Desk, name: &str) {
    let answered = match name {
        "sheet" => desk.sheet(TOMORROW).await.map(|read| read.is_ok()),
        "slots" => desk.slots(&query("SW60")).await.map(|read| read.is_ok()),
        "attention" => desk.attention().await.map(|read| read.is_ok()),
        _ => desk.status().await.map(|_| true),
    };
    assert!(matches!(answered, Ok(true)), "{name}: {answered:?}");
}
