//! Bad lines: late, breaking, half open, slow, gone. A desk answers at once whatever the line does, and when it clears up everything is
//! settled. The server is real; the weather is a proxy of ours.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::time::{Duration, Instant};

use common::postgres::server;
use common::proxy::{Proxy, Weather};
use common::town::*;
use zamu_core::outcome::Outcome;
use zamu_desk::Desk;
use zamu_desk::sync::PATIENCE;

/// Half hours of December, one after the other; only Grace has time at most of them.
fn start(number: usize) -> String {
    format!("2026-12-{:02}T{:02}:00", 1 + number / 8, 9 + number % 8)
}

/// Books some hours and says how long each answer took.
async fn book_some(desk: &Desk, numbers: std::ops::Range<usize>) -> Vec<Duration> {
    let mut took = Vec::new();
    for number in numbers {
        let began = Instant::now();
        let outcome = desk.perform(book(&start(number), "ann")).await.unwrap();
        took.push(began.elapsed());
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    }
    took
}

async fn settled(desk: &Desk) {
    let began = Instant::now();
    while settle(desk).await.is_err() || desk.book.waiting().await.unwrap() > 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "never settled");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The first answer on a line that has just turned bad may wait out our patience; no later one does.
async fn answers_at_once_in(weather: Weather) {
    let town = Town::with(server(), BOOK).await;
    let proxy = Proxy::to(server().port).await;
    let (behind, other) = (town.desk_behind("behind", &proxy).await, town.desk("other").await);
    book_some(&behind, 0..2).await;
    proxy.turns(weather);
    let took = book_some(&behind, 2..12).await;
    let waited: Duration = took.iter().sum();
    assert!(waited < Duration::from_secs(6), "in {weather:?} ten answers took {took:?}");
    assert!(took[1..].iter().filter(|took| **took > PATIENCE / 2).count() <= 1, "in {weather:?}: {took:?}");
    proxy.turns(Weather::Fair);
    settled(&behind).await;
    settle(&other).await.unwrap();
    same(&behind, &other).await;
    let there = town.truth().await;
    let rows = zamu_desk::store::Store::load(&there, &zamu_core::scope::Scope::whole())
        .await
        .unwrap()
        .records
        .appointments;
    assert_eq!(rows.len(), 12, "every answered booking is there, once");
    assert!(there.check().await.unwrap().sound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_two_seconds_late_holds_nobody_up() {
    answers_at_once_in(Weather::Late(Duration::from_secs(2))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_every_third_time_loses_nothing() {
    answers_at_once_in(Weather::Resets(30)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_open_line_holds_nobody_up() {
    answers_at_once_in(Weather::HalfOpen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kilobyte_a_second_holds_nobody_up() {
    answers_at_once_in(Weather::Slow(1000)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_gone_holds_nobody_up() {
    answers_at_once_in(Weather::Gone).await;
}

/// While the line hangs in the middle of a settlement, the file is free: nothing outside is waited for inside a transaction.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_external_in_a_transaction() {
    let town = Town::with(server(), BOOK).await;
    let proxy = Proxy::to(server().port).await;
    let desk = town.desk_behind("behind", &proxy).await;
    book_some(&desk, 0..1).await;
    proxy.turns(Weather::HalfOpen);
    book_some(&desk, 1..2).await;
    let settling = tokio::spawn({
        let desk = desk.clone();
        async move { settle(&desk).await }
    });
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(desk.book.path()).busy_timeout(Duration::ZERO);
    let mut other: sqlx::SqliteConnection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    for _ in 0..40 {
        let free = sqlx::Connection::begin_with(&mut other, "BEGIN IMMEDIATE").await;
        free.unwrap_or_else(|why| panic!("the file is locked while the line hangs: {why}"))
            .rollback()
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!settling.is_finished(), "the line hung all the time");
    proxy.turns(Weather::Fair);
    settling.abort();
    settled(&desk).await;
}
