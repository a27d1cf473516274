//! Two real windows on two desks of one shared book on a real Postgres: from asking for a booking on one until it is painted on the other.

use serde_json::json;

use crate::desks::{connect, login};
use crate::measured::ROUNDS;
use crate::postgres::Server;
use crate::world::{Start, World};
use crate::{begin, ended, number};

const BOOKINGS: usize = 20;
const NOW: &str = "2026-11-23T08:00:00Z";

/// Milliseconds, a round each.
pub async fn painted_elsewhere() -> Vec<Vec<f64>> {
    let folder = std::env::temp_dir().join(format!("zamu-elsewhere-{}.json", std::process::id()));
    std::fs::write(&folder, spa()).unwrap_or_else(|why| panic!("{why}"));
    let day: &'static str = folder.to_string_lossy().into_owned().leak();
    let server = Server::start(&[]);
    let owner = server.book().await;
    let (one, other) = (login(&owner, "front"), login(&owner, "back"));
    let (front, back) = (desk(day).await, desk(day).await);
    connect(&front, &one, "share-book").await;
    connect(&back, &other, "join-book").await;
    for world in [&front, &back] {
        world.script(include_str!("page.js"), vec![]).await;
    }
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let mut took = Vec::new();
        for number in 0..BOOKINGS {
            took.push(one_booking(&front, &back, round * BOOKINGS + number).await);
        }
        rounds.push(took);
    }
    for world in [front, back] {
        let _ended = world.driver.clone().quit().await;
    }
    let _best_effort = std::fs::remove_file(&folder);
    rounds
}

async fn one_booking(front: &World, back: &World, count: usize) -> f64 {
    let name = format!("Elsewhere {count}.");
    let start = format!("2026-11-24T{:02}:00", 9 + count % 9);
    let line = json!({ "command": "book", "service": "SW60", "start": start, "name": name, "phone": "" });
    begin(back, &format!("bench.shown({})", json!(name))).await;
    begin(front, &format!("bench.asked({line})")).await;
    let (asked, shown) = (ended(front, "asked").await, ended(back, "shown").await);
    number(&shown) - number(&asked)
}

async fn desk(day: &'static str) -> World {
    let world = World::start(Start { day: Some(day), now: NOW, bus: true }).await;
    if let Some(bus) = &world.bus {
        bus.unlock_keyring(&world.home);
    }
    world
}

/// Ten people, every day from 9 to 18: ninety places tomorrow.
fn spa() -> String {
    let person = |number: usize| {
        json!({ "id": format!("p{number}"), "name": format!("Person {number}"), "gender": "F", "skills": ["massage"],
            "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "until": "18:00" }] })
    };
    json!({
        "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE" },
        "services": [{ "id": "SW60", "name": "Swedish", "minutes": 60, "skills": ["massage"] }],
        "staff": (0..10).map(person).collect::<Vec<_>>(),
    })
    .to_string()
}
