//! A shift without a mouse: what stands behind the keys that `?` lists, each seen in the book afterwards.

use serde_json::json;
use thirtyfour::Key;

use crate::scenes::tomorrow;
use crate::world::World;

/// The rows of tomorrow by their first person.
fn served(world: &World, row: &str) -> String {
    world.row("2026-11-24", row)["seats"][0]["staff"].as_str().unwrap_or_default().to_string()
}

/// The row that has the focus of the grid.
async fn focused(world: &World) -> String {
    world
        .script("return document.activeElement?.dataset.row ?? ''", vec![])
        .await
        .as_str()
        .unwrap_or_default()
        .into()
}

async fn focus(world: &World, row: &str) {
    world.script(&format!("document.querySelector('[data-row=\"{row}\"]').focus()"), vec![]).await;
    world.until("the row has the focus", async || focused(world).await == row).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_by_keys_alone() {
    let world = tomorrow().await;
    let before = world.zamu(&["export"]);
    // A provisional row goes to the next person who can take it, and keeps the focus.
    let row = provisional(&world);
    let first = served(&world, &row);
    focus(&world, &row).await;
    world.chord(Key::Alt, Key::Right).await;
    world.until("another person has the row", async || served(&world, &row) != first).await;
    world.until("the row keeps the focus", async || focused(&world).await == row).await;
    world.chord(Key::Control, 'z').await;
    world.until("undone", async || world.zamu(&["export"]) == before).await;
    // The palette marks somebody absent; Escape leaves without doing, Enter does.
    for (key, applies) in [(Key::Escape, false), (Key::Enter, true)] {
        world.chord(Key::Control, 'k').await;
        world.find(".palette").await;
        world.keys("absence grace tomorrow").await;
        world.keys(Key::Enter + "").await;
        world.find("[data-preview]").await;
        world.keys(key + "").await;
        world.gone("[data-preview]").await;
        assert_eq!(world.zamu(&["export"]) != before, applies);
    }
    world.chord(Key::Control, 'z').await;
    world.until("undone", async || world.zamu(&["export"]) == before).await;
}

fn provisional(world: &World) -> String {
    let sheet = world.sheet("2026-11-24");
    let rows = sheet["rows"].as_array().cloned().unwrap_or_default();
    let found = rows.iter().find(|row| {
        row["seats"][0]["assignment"] == json!("provisional")
            && row["seats"].as_array().is_some_and(|seats| seats.len() == 1)
    });
    found
        .and_then(|row| row["id"].as_str())
        .unwrap_or_else(|| panic!("no provisional row: {sheet}"))
        .to_string()
}
