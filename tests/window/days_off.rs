//! Who may take a day off: asked in the palette, and a step from the absence form.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::world::{Start, World};

const TOMORROW: &str = "2026-11-24";

/// Rows that go, so that the day leaves somebody over.
const CANCELLED: [&str; 8] = ["a13", "a21", "a25", "a5", "a23", "a33", "a30", "a24"];

#[tokio::test(flavor = "multi_thread")]
async fn who_may_take_tomorrow_off() {
    let world = World::start(Start::default()).await;
    let lines =
        CANCELLED.map(|row| json!({ "command": "cancel", "appointment": row }).to_string()).join("\n");
    let file = world.home.join("lines.jsonl");
    std::fs::write(&file, lines).unwrap_or_else(|why| panic!("{why}"));
    world.zamu(&["perform", &file.to_string_lossy()]);
    let said: Value =
        serde_json::from_str(&world.zamu(&["days-off", TOMORROW, "--json"])).unwrap_or_default();
    let (needed, working) = (said["needed"].as_u64(), said["working"].as_u64());
    assert!(needed < working && needed > Some(0), "{said}");
    world.find("[data-view]").await;
    world.chord(Key::Control, 'k').await;
    world.find("[name=palette]").await;
    world.keys("day off").await;
    world.keys(Key::Enter).await;
    let read = format!("{}/{}", needed.unwrap_or_default(), working.unwrap_or_default());
    world.find(&format!("[data-days-off='{read}']")).await;
    world.shot("days-off").await;
    world.axe("days off").await;
    let person = said["may_go"][0]["id"].as_str().unwrap_or_else(|| panic!("{said}")).to_string();
    world.click(&format!("[data-may-go={person}] button")).await;
    world.find("[data-panel=absence]").await;
}
