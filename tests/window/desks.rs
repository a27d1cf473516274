//! Two windows on two desks with one shared book on a real Postgres, passwords in real keyrings: sharing and joining in Settings, a booking
//! on one seen on the other, the server gone and back.

use std::process::Command;

use serde_json::{Value, json};

use crate::postgres::Server;
use crate::world::{Start, World, pictures};

/// The text that a desk is given, made by the owner with the headless program.
pub fn login(owner: &str, name: &str) -> String {
    let zamu = std::env::var_os("ZAMU_CLI").unwrap_or_else(|| panic!("ZAMU_CLI names the built program"));
    let made = Command::new(zamu).args(["--book", owner, "migrate", "--create-desk", name]).output();
    let made = made.unwrap_or_else(|why| panic!("zamu: {why}"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8_lossy(&made.stdout).trim().to_string()
}

pub async fn desk() -> World {
    let world = World::start(Start { bus: true, ..Start::default() }).await;
    if let Some(bus) = &world.bus {
        bus.unlock_keyring(&world.home);
    }
    world
}

/// Settings, the text, the button; then the chip says that the book is shared.
pub async fn connect(world: &World, text: &str, how: &str) {
    world.find("[data-ready]").await;
    world.click("[data-go=settings]").await;
    let field = world.find("[name=connection]").await;
    field.send_keys(text).await.unwrap_or_else(|why| panic!("{why}"));
    world.click(&format!("[data-do={how}]")).await;
    world.find("[data-shared=true]").await;
    world.find("[data-sync=shared]").await;
    world.click("[data-go=sheet]").await;
    world.click("[data-do=tomorrow]").await;
}

fn book(world: &World, service: &str, start: &str, name: &str) -> Value {
    let line = json!({ "command": "book", "service": service, "start": start, "name": name, "phone": "" });
    let file = world.home.join("line.json");
    std::fs::write(&file, line.to_string()).unwrap_or_else(|why| panic!("{why}"));
    let said = world.zamu_with_keyring(&["perform", &file.to_string_lossy()]);
    serde_json::from_str(&said).unwrap_or_else(|why| panic!("{why} in {said}"))
}

async fn both(front: &World, back: &World, name: &str) {
    front.shot(&format!("{name}-front")).await;
    back.shot(&format!("{name}-back")).await;
    let [one, other, out] = ["-front", "-back", ""].map(|end| pictures().join(format!("{name}{end}.png")));
    let joined = Command::new("convert").arg(one).arg(other).arg("+append").arg(out).status();
    assert!(joined.is_ok_and(|status| status.success()), "no picture of both");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_share_one_book_also_without_a_server() {
    let server = Server::start(&[]);
    let owner = server.book().await;
    let (one, other) = (login(&owner, "front"), login(&owner, "back"));
    let (front, back) = (desk().await, desk().await);
    connect(&front, &one, "share-book").await;
    connect(&back, &other, "join-book").await;
    front.says("Customer 16").await;
    let row =
        book(&front, "HS75", "2026-11-24T15:15", "Nyambura")["appointment"].as_str().map(ToString::to_string);
    let row = row.unwrap_or_else(|| panic!("not booked"));
    front.find(&format!("[data-row=\"{row}\"]")).await;
    back.find(&format!("[data-row=\"{row}\"]")).await;
    both(&front, &back, "two-desks").await;
    // Only Faith could take 18:45.
    server.kill();
    for (world, name) in [(&front, "Wanjiku"), (&back, "Akinyi")] {
        let outcome = book(world, "PN60", "2026-11-24T18:45", name);
        assert_eq!(outcome["outcome"], "done", "{outcome}");
        world.find("[data-sync=disconnected]").await;
        world.says(name).await;
    }
    both(&front, &back, "two-desks-without-a-server").await;
    server.go_on();
    for world in [&front, &back] {
        world.find_shared_again().await;
        world.says("Wanjiku").await;
        world.says("Akinyi").await;
    }
    both(&front, &back, "two-desks-again").await;
    assert!(front.zamu(&["export"]) == back.zamu(&["export"]), "both windows have the same book");
    assert!(front.tries(&["check"]) && back.tries(&["check"]));
    let attention: Value = serde_json::from_str(&front.zamu(&["attention", "--json"])).unwrap_or_default();
    let waiting: Vec<&Value> = attention["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|item| item["kind"] == "no_therapist")
        .collect();
    assert_eq!(waiting.len(), 1, "one of the two has nobody: {attention}");
}
