//! How long people wait: answers on a bad line, what one desk does seen at another, and desks on a good line beside a late one.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinHandle;
use zamu_core::outcome::Outcome;
use zamu_desk::Desk;

use crate::common::postgres::Server;
use crate::common::proxy::{Proxy, Weather};
use crate::common::town::*;
use crate::measured::{Measured, ROUNDS, milliseconds};
use crate::{booking, spa};

/// What the desk was answered, and how long it took, in milliseconds.
async fn timed(desk: &Desk, line: Value) -> (f64, Outcome) {
    let began = Instant::now();
    let outcome = desk.perform(line).await.unwrap();
    (milliseconds(began.elapsed()), outcome)
}

/// Bookings on a line in this weather. The first, which meets the weather unprepared, may wait out the patience of two seconds and is counted.
pub async fn answers(server: &'static Server, what: &str, weather: Weather) -> Measured {
    let mut measured = Measured::new(&format!("a booking answered while the line is {what}"), Some(50.0));
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let proxy = Proxy::to(server.port).await;
        let desk = town.desk_behind("behind", &proxy).await;
        let running = running(&desk);
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
pub async fn seen_elsewhere(server: &'static Server) -> Measured {
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
pub async fn beside_a_late_desk(server: &'static Server) -> Measured {
    let mut measured = Measured::new("a booking settled while another desk's line is 2 s late", Some(500.0));
    for round in 1..=ROUNDS {
        eprintln!("{}, round {round}", measured.what);
        let town = Town::with(server, &spa()).await;
        let proxy = Proxy::to(server.port).await;
        let (late, good) = (town.desk_behind("late", &proxy).await, town.desk("good").await);
        proxy.turns(Weather::Late(Duration::from_secs(2)));
        let running = running(&late);
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

/// The sync of a desk whose window is open.
fn running(desk: &Desk) -> JoinHandle<()> {
    let sync = desk.sync.clone().unwrap();
    tokio::spawn(async move { sync.run(|| {}).await })
}
