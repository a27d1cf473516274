//! The server is killed under load, as by a power cut; a synchronous standby takes over; the program of a desk is killed. No command that was
//! answered is lost.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::dice::times;
use common::postgres::Server;
use common::town::*;
use zamu_core::outcome::Outcome;
use zamu_desk::store::Store;
use zamu_desk::truth::{Address, Truth};
use zamu_desk::{Clock, Desk};

/// The first attempt may still meet the connections that died.
async fn settled_in_time(desk: &Desk) {
    let began = Instant::now();
    while let Err(why) = settle(desk).await {
        assert!(began.elapsed() < Duration::from_secs(10), "writing again within ten seconds: {why}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Books one time after the other; returns the rows that were answered.
async fn book_all(desk: Desk, starts: Vec<String>, customer: &'static str) -> Vec<String> {
    let mut rows = Vec::new();
    for start in starts {
        if let Outcome::Done(report) = desk.perform(book(&start, customer)).await.unwrap() {
            rows.push(report.appointment.unwrap());
        }
    }
    rows
}

/// A week of half hours, another one each round.
fn starts(round: usize, of: usize) -> Vec<String> {
    let at = |number: usize| {
        let (day, slot) = (1 + (round * 6 + number) / 16 % 28, (round * 6 + number) % 16);
        format!("2026-12-{day:02}T{:02}:{:02}", 9 + slot / 2, slot % 2 * 30)
    };
    (0..6).filter(|number| number % 2 == of).map(at).collect()
}

async fn all_there(truth: &Truth, rows: &[String]) {
    let all = truth.load(&zamu_core::scope::Scope::whole()).await.unwrap().records;
    for row in rows {
        assert!(all.appointments.keys().any(|id| id.as_str() == row), "{row} was answered and is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answered_command_is_lost_when_the_server_is_killed() {
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let town = Town::with(server, BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let mut rows = Vec::new();
    for round in 0..times(20, 200) {
        let one = tokio::spawn(book_all(front.clone(), starts(round, 0), "ann"));
        let other = tokio::spawn(book_all(back.clone(), starts(round, 1), "bo"));
        tokio::time::sleep(Duration::from_millis((round * 37 % 150) as u64)).await;
        tokio::task::spawn_blocking(|| server.kill()).await.unwrap();
        rows.extend(one.await.unwrap());
        rows.extend(other.await.unwrap());
        tokio::task::spawn_blocking(|| server.go_on()).await.unwrap();
        for desk in [&front, &back, &front] {
            settled_in_time(desk).await;
        }
        same(&front, &back).await;
    }
    assert!(rows.len() > times(20, 200), "most were booked: {}", rows.len());
    let truth = town.truth().await;
    all_there(&truth, &rows).await;
    assert!(truth.check().await.unwrap().sound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_takes_over_and_nothing_answered_is_lost() {
    for round in 0..times(3, 20) {
        let first: &'static Server = Box::leak(Box::new(Server::start(&[])));
        let town = Town::with(first, BOOK).await;
        let second = Arc::new(first.standby());
        let both = |login: &Address| {
            let text = login.to_string().replace(
                &format!("127.0.0.1:{}", first.port),
                &format!("127.0.0.1:{},127.0.0.1:{}", first.port, second.port),
            );
            Address::read(&text).unwrap().with_password("secret")
        };
        let front = town.desk_at("front", both(&town.login("front").await)).await;
        let before = book_all(front.clone(), starts(round, 0), "ann").await;
        assert_eq!(front.book.waiting().await.unwrap(), 0);
        first.kill();
        let promote = second.clone();
        tokio::task::spawn_blocking(move || promote.promote()).await.unwrap();
        let mut rows = book_all(front.clone(), starts(round, 1), "bo").await;
        settled_in_time(&front).await;
        rows.extend(before);
        let owner = town.owner.replace(&format!(":{}/", first.port), &format!(":{}/", second.port));
        let truth = Truth::at(Address::read(&owner).unwrap(), Clock::System);
        all_there(&truth, &rows).await;
        assert!(truth.check().await.unwrap().sound);
    }
}

/// A customer, in a line of their own.
fn newcomer(name: &str) -> String {
    format!(
        "{}\n",
        serde_json::json!({ "command": "edit", "kind": "customer", "id": "", "fields": { "name": name, "phone": "" } })
    )
}

/// The headless program on a desk's file beside a running server.
fn zamu(book: &Path, words: &[&str]) -> Command {
    let mut command = common::zamu_on(book, words);
    command.env("PGPASSWORD", "secret").stderr(Stdio::null());
    command
}

/// How many were answered before SIGKILL, which comes a moment after so many.
fn answered_before_the_kill(book: &Path, names: &[String], after: (usize, Duration)) -> usize {
    let file = book.with_extension("jsonl");
    std::fs::write(&file, names.iter().map(|name| newcomer(name)).collect::<String>()).unwrap();
    let words = ["perform", file.to_str().unwrap(), "--now", common::EVE];
    let mut child = zamu(book, &words).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    for _ in 0..after.0 {
        said.read_line(&mut text).unwrap();
    }
    std::thread::sleep(after.1);
    child.kill().unwrap();
    child.wait().unwrap();
    said.read_to_string(&mut text).unwrap();
    let whole: Vec<&str> = text.split_inclusive('\n').filter(|line| line.ends_with('\n')).collect();
    assert!(whole.iter().all(|line| line.contains("\"outcome\":\"done\"")), "{text}");
    whole.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answered_command_is_lost_when_a_desk_is_killed() {
    let town = Town::with(common::postgres::server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let file = front.book.path().to_path_buf();
    front.book.close().await;
    let rounds = times(20, 200);
    let (mut answered, mut cut_short) = (Vec::new(), 0);
    for round in 0..rounds {
        let names: Vec<String> = (0..60).map(|at| format!("Kill {round} {at}")).collect();
        let (file, after) = (file.clone(), (round % 4, Duration::from_millis((round * 37 % 120) as u64)));
        let known = tokio::task::spawn_blocking(move || {
            let told = answered_before_the_kill(&file, &names, after);
            names.into_iter().take(told).collect::<Vec<_>>()
        });
        let known = known.await.unwrap();
        cut_short += usize::from(known.len() < 60);
        answered.extend(known);
    }
    assert!(
        answered.len() > rounds && cut_short > rounds / 2,
        "{} answers, {cut_short} cut short",
        answered.len()
    );
    let words = ["worker", "--once", "--now", common::EVE];
    assert!(zamu(&file, &words).stdout(Stdio::null()).status().unwrap().success(), "what waited is settled");
    assert!(zamu(&file, &["check"]).stdout(Stdio::null()).status().unwrap().success());
    settle(&back).await.unwrap();
    let book = back.export().await.unwrap();
    let lost: Vec<&String> = answered.iter().filter(|name| !book.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), answered.len());
    let here = zamu(&file, &["export"]).output().unwrap().stdout;
    assert!(String::from_utf8_lossy(&here) == book, "the desk that was killed has the same book");
}
