//! How much one server takes: many sites with and without listeners, and one day of one site beside pgbench with the same locks and rows.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use zamu_desk::Desk;
use zamu_desk::truth::{Address, Truth, create_desk};

use crate::common::postgres::{Server, program};
use crate::common::records;
use crate::common::town::*;
use crate::measured::ROUNDS;
use crate::spa;

/// Writers, and sites where each has its own.
const WRITERS: usize = 8;
/// How long each side of a comparison is measured, a round.
const STRETCH: Duration = Duration::from_secs(5);

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
        desk.book.store().wake().await.unwrap();
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
pub async fn listeners(server: &'static Server) -> String {
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
pub async fn hammered(server: &'static Server) -> String {
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
