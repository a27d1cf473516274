//! A shift without a mouse: what stands behind the keys that `?` lists, each seen in the book afterwards.

use serde_json::{Value, json};
use thirtyfour::{By, Key};

use crate::scenes::tomorrow;
use crate::world::{Start, World};

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
    // A provisional row goes to the next person who can take it, and keeps the focus. Some have nobody further on that side.
    let mut moved = None;
    let sides = [Key::Left, Key::Right];
    for (row, side) in
        provisional(&world).into_iter().flat_map(|row| sides.clone().map(|side| (row.clone(), side)))
    {
        let first = served(&world, &row);
        focus(&world, &row).await;
        world.chord(Key::Alt, side).await;
        tokio::time::sleep(std::time::Duration::from_millis(900)).await;
        if served(&world, &row) != first {
            moved = Some(row);
            break;
        }
    }
    let row = moved.unwrap_or_else(|| panic!("no row could go to either side"));
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
        world.gone(".palette").await;
        world.says("Nothing has changed yet").await;
        // The palette's own listener for Esc goes a moment after the palette.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        world.keys(key + "").await;
        world.gone("[data-preview]").await;
        assert_eq!(world.zamu(&["export"]) != before, applies);
    }
    world.chord(Key::Control, 'z').await;
    world.until("undone", async || world.zamu(&["export"]) == before).await;
}

/// Rows of one seat that may be moved.
fn provisional(world: &World) -> Vec<String> {
    let sheet = world.sheet("2026-11-24");
    let rows = sheet["rows"].as_array().cloned().unwrap_or_default();
    let is_free = |row: &Value| {
        let seats = row["seats"].as_array().cloned().unwrap_or_default();
        seats.len() == 1 && seats[0]["assignment"] == "provisional"
    };
    rows.iter()
        .filter(|row| is_free(row))
        .filter_map(|row| row["id"].as_str().map(ToString::to_string))
        .collect()
}

/// Weekly hours as the book file tells them.
fn hours_of(world: &World, person: &str) -> Value {
    let book: Value = serde_json::from_str(&world.zamu(&["export"])).unwrap_or_default();
    let staff = book["staff"].as_array().cloned().unwrap_or_default();
    staff.iter().find(|each| each["id"] == person).map(|each| each["hours"].clone()).unwrap_or_default()
}

/// Painting changes nothing until it is saved, and a preview is applied in between; what was painted can be taken back.
#[tokio::test(flavor = "multi_thread")]
async fn weekly_hours_are_painted_by_keys_and_by_hand() {
    let world = tomorrow().await;
    let before = hours_of(&world, "grace");
    world.click("[data-go=team]").await;
    world.click("[data-person=grace]").await;
    world.find(".wk").await;
    // By keys: Wednesday's first quarter of an hour is rubbed out and painted again, Sunday gets two.
    world.script("document.querySelector('.wk').focus()", vec![]).await;
    for _ in 0..6 {
        world.keys(Key::Down + "").await;
    }
    world.keys("  ").await;
    world.find("[data-do=save-hours]").await;
    assert_eq!(hours_of(&world, "grace"), before, "painting saves nothing");
    // By hand: Sunday gets an afternoon.
    let lane = world.find(".wk .lane[data-day='6']").await;
    let actions = world
        .driver
        .action_chain()
        .move_to_element_center(&lane)
        .click_and_hold()
        .move_by_offset(120, 0)
        .release();
    actions.perform().await.unwrap_or_else(|why| panic!("{why}"));
    world.shot("hours-painted").await;
    world.axe("hours painted").await;
    world.click("[data-do=save-hours]").await;
    apply_if_asked(&world).await;
    world.until("the hours are saved", async || hours_of(&world, "grace") != before).await;
    let sunday: Vec<Value> = hours_of(&world, "grace")
        .as_array()
        .into_iter()
        .flatten()
        .filter(|block| block["days"].as_array().is_some_and(|days| days.contains(&json!("sun"))))
        .cloned()
        .collect();
    assert_eq!(sunday.len(), 2, "a half hour in the morning and an afternoon: {sunday:?}");
    assert_eq!(sunday[0]["from"], "09:00");
    world.chord(Key::Control, 'z').await;
    world.until("taken back", async || hours_of(&world, "grace") == before).await;
}

/// Hours that take rows away are shown first.
async fn apply_if_asked(world: &World) {
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    if world.driver.find(By::Css("[data-do=apply]")).await.is_ok() {
        world.click("[data-do=apply]").await;
    }
}

/// The night on which the clocks go back: 15 minutes after 01:45 it is 01:00 once more, not 02:00.
#[tokio::test(flavor = "multi_thread")]
async fn in_an_hour_that_comes_twice_a_row_goes_where_it_is_put() {
    const NIGHT: &str = "2026-10-25";
    let start = Start {
        day: Some("nights/one-o-clock-twice.json"),
        now: "2026-10-24T12:00:00+01:00",
        ..Start::default()
    };
    let world = World::start(start).await;
    world.find("[data-ready]").await;
    world.click("header.bar > .ib.next").await;
    world.find("[data-row=n1]").await;
    focus(&world, "n1").await;
    for (start, minute) in [("2026-10-25T01:00+00:00", 120), ("2026-10-25T01:15+00:00", 135)] {
        world.chord(Key::Alt, Key::Down).await;
        world.until("moved", async || world.sheet(NIGHT)["rows"][0]["start"] == start).await;
        assert_eq!(world.sheet(NIGHT)["rows"][0]["minute"], minute);
        world.until("the row keeps the focus", async || focused(&world).await == "n1").await;
    }
    world.shot("one-o-clock-twice").await;
}
