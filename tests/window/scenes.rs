//! What people do at the desk, from opening the window to what the book holds afterwards. The book is read with the headless program beside
//! the window, so every scenario also tries two programs on one file.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::world::{Start, World};

pub const DAY: &str = "2026-11-24";

pub async fn tomorrow() -> World {
    let world = World::start(Start::default()).await;
    to_tomorrow(&world).await;
    world
}

pub async fn to_tomorrow(world: &World) {
    world.find("[data-ready]").await;
    world.click("[data-do=tomorrow]").await;
    world.find("[data-row=a7]").await;
}

fn staff(row: &Value) -> &str {
    row["staff"][0].as_str().unwrap_or("nobody")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_by_keyboard_alone() {
    let world = tomorrow().await;
    world.keys("n").await;
    world.find("[data-panel=booking]").await;
    let before = world.sheet(DAY)["rows"].as_array().map_or(0, Vec::len);
    book_by_keys(&world).await;
    world
        .until("the row is in the book", async || {
            world.sheet(DAY)["rows"].as_array().map_or(0, Vec::len) == before + 1
        })
        .await;
    world.shot("booked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_chosen_stays_while_the_service_is_typed() {
    let world = tomorrow().await;
    let rows = |world: &World| world.sheet(DAY)["rows"].as_array().cloned().unwrap_or_default();
    let before = rows(&world);
    world.keys("n").await;
    world.find("[name=customer]").await;
    world.keys("Customer 14").await;
    world.find("[data-offer]").await;
    world.keys(Key::Enter + "").await;
    world.keys("Reflex").await;
    world.keys(Key::Enter).await;
    world.find("[data-slot]").await;
    world.keys(Key::Enter).await;
    world.until("the row is in the book", async || rows(&world).len() == before.len() + 1).await;
    let of_this_customer: Vec<Value> =
        rows(&world).into_iter().filter(|row| row["customer_name"] == "Customer 14").collect();
    assert_eq!(of_this_customer.len(), 2, "theirs from before and the new one: {of_this_customer:?}");
}

/// From the phone field to the booked row without a pointer.
async fn book_by_keys(world: &World) {
    world.find("[name=customer]").await;
    world.keys("0722000114" + Key::Tab).await;
    world.keys("Lilian Cherono" + Key::Tab).await;
    world.keys("Reflex").await;
    world.keys(Key::Enter).await;
    world.find("[data-slot]").await;
    world.shot("booking").await;
    world.keys(Key::Enter).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absence_is_previewed_on_the_grid_applied_and_undone() {
    let world = tomorrow().await;
    let before = world.zamu(&["export"]);
    world.chord(Key::Control, 'k').await;
    world.keys("absence grace tomorrow").await;
    world.keys(Key::Enter).await;
    world.find("[data-preview=mark_absent]").await;
    world.says("Nothing has changed yet").await;
    world.shot("absence").await;
    assert_eq!(world.zamu(&["export"]), before, "a preview writes nothing");
    world.axe("absence preview").await;
    world.keys(Key::Enter).await;
    world.until("Grace is absent", async || world.zamu(&["export"]).contains("\"blocks\"")).await;
    let attention: Value = serde_json::from_str(&world.zamu(&["attention", "--json"])).unwrap();
    let kinds: Vec<&str> =
        attention["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["bound_absent", "no_therapist", "no_therapist"]);
    world.shot("absence-applied").await;
    world.click("[data-go=attention]").await;
    world.find("[data-item='a7/no_therapist'] [data-remedy]").await;
    world.shot("attention").await;
    world.axe("attention").await;
    world.chord(Key::Control, 'z').await;
    world.until("the book is as it was", async || world.zamu(&["export"]) == before).await;
    world.shot("absence-undone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_dragged_to_another_person_and_not_to_a_wrong_one() {
    let world = tomorrow().await;
    drag(&world, "a33", "carol", false).await;
    world.until("Carol has the row", async || staff(&world.row(DAY, "a33")) != "nobody").await;
    let target = free_person(&world, "a32").await;
    drag(&world, "a32", &target, true).await;
    world.until("the row moved", async || staff(&world.row(DAY, "a32")) == target).await;
    world.shot("dragged").await;
    let wrong = wrong_person(&world, "a7").await;
    let held = staff(&world.row(DAY, "a7")).to_string();
    drag(&world, "a7", &wrong, true).await;
    assert_eq!(staff(&world.row(DAY, "a7")), held, "a wrong target says why and takes nothing");
    world.shot("dragged-wrong").await;
}

/// Somebody the headless preview says can take a row as it is.
async fn free_person(world: &World, row: &str) -> String {
    candidate(world, row, true)
}

async fn wrong_person(world: &World, row: &str) -> String {
    candidate(world, row, false)
}

fn candidate(world: &World, row: &str, fits: bool) -> String {
    let held = staff(&world.row(DAY, row)).to_string();
    for person in ["achieng", "brian", "carol", "david", "esther", "faith", "grace", "hassan"]
        .into_iter()
        .filter(|person| *person != held)
    {
        let line = json!({ "command": "reassign", "appointment": row, "staff": person }).to_string();
        let file = world.home.join("line.json");
        std::fs::write(&file, line).unwrap();
        if world.tries(&["preview", &file.to_string_lossy()]) == fits {
            return person.into();
        }
    }
    panic!("nobody for {row}");
}

/// Pointer down on the card, over to the column at the same height, and up; `drop` false takes it back to where it was.
async fn drag(world: &World, row: &str, column: &str, drop: bool) {
    let card = world.find(&format!("[data-row={row}]")).await;
    card.scroll_into_view().await.unwrap();
    let from = card.rect().await.unwrap();
    let to = world.find(&format!("[data-head={column}]")).await.rect().await.unwrap();
    let (x, y) = ((from.x + from.width / 2.0) as i64, (from.y + from.height.min(30.0) / 2.0) as i64);
    let over = (to.x + to.width / 2.0) as i64;
    let chain = world
        .driver
        .action_chain()
        .move_to(x, y)
        .click_and_hold()
        .move_by_offset(6, 0)
        .move_to((x + over) / 2, y)
        .move_to(over, y);
    chain.perform().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    world.shot(&format!("drag-{row}")).await;
    let chain = if drop { world.driver.action_chain() } else { world.driver.action_chain().move_to(x, y) };
    chain.release().perform().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(250)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cutoff_passes_while_the_window_is_open() {
    let world = World::start(Start { now: "2026-11-23T17:59:54+03:00", ..Start::default() }).await;
    world.find("[data-ready]").await;
    world.until("the names are final", async || world.sheet(DAY)["finalized_at"].is_string()).await;
    to_tomorrow(&world).await;
    world.find("[data-row=a7]").await;
    world.shot("final").await;
    assert_eq!(world.row(DAY, "a7")["assignment"][0], "finalized");
    world.click("[data-go=messages]").await;
    world.says("with Grace").await;
    world.shot("messages").await;
    world.axe("messages").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_is_shown_on_the_bus_and_its_action_opens_the_item() {
    let world = World::start(Start { bus: true, ..Start::default() }).await;
    world.find("[data-ready]").await;
    let file = world.home.join("absent.json");
    std::fs::write(
        &file,
        json!({ "command": "mark_absent", "staff": "grace", "from": DAY, "until": DAY }).to_string(),
    )
    .unwrap();
    world.zamu(&["perform", &file.to_string_lossy()]);
    let bus = world.bus.as_ref().unwrap();
    world.until("three notifications", async || bus.shown().len() == 3).await;
    for shown in bus.shown() {
        assert!(!shown.title.contains("Customer") && !shown.body.contains("Customer"), "{shown:?}");
    }
    let item = bus.shown().into_iter().find(|shown| shown.title.starts_with("13:30")).unwrap();
    bus.click(item.id).await;
    world.find("[data-view=attention]").await;
    world.find("[data-item='a7/no_therapist']").await;
    world.shot("notification-opened").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_everything() {
    let world = tomorrow().await;
    world.click("[data-row=a7]").await;
    world.find("[data-panel=detail]").await;
    world.shot("detail").await;
    world.axe("detail").await;
    let before = world.zamu(&["export"]);
    let world = world.restart("2026-11-23T09:30:00+03:00").await;
    assert_eq!(world.zamu(&["export"]), before);
    to_tomorrow(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_commits_is_on_the_screen() {
    let world = tomorrow().await;
    let file = world.home.join("line.json");
    std::fs::write(&file, json!({ "command": "cancel", "appointment": "a7" }).to_string()).unwrap();
    world.zamu(&["perform", &file.to_string_lossy()]);
    world.find("[data-row=a7][data-look=cancelled]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_view_in_light_and_dark() {
    let world = tomorrow().await;
    for theme in ["light", "dark"] {
        world.script("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        for view in ["sheet", "attention", "team", "services", "customers", "messages", "settings"] {
            world.click(&format!("[data-go={view}]")).await;
            world.find(&format!("[data-view={view}]")).await;
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            world.shot(&format!("{view}-{theme}")).await;
            world.axe(&format!("{view} {theme}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_speaks_swahili() {
    let world = tomorrow().await;
    world.script("window.__TAURI_INTERNALS__.invoke('keep', { key: 'language', value: 'sw' })", vec![]).await;
    let world = world.restart("2026-11-23T09:30:00+03:00").await;
    world.find("[data-ready]").await;
    world.says("Kesho").await;
    for view in ["sheet", "attention", "team", "services", "customers", "messages", "settings"] {
        world.click(&format!("[data-go={view}]")).await;
        world.find(&format!("[data-view={view}]")).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        world.shot(&format!("{view}-sw")).await;
    }
    let printable = "return window.__TAURI_INTERNALS__.invoke('printable', { date: '2026-11-24' })";
    let page = world.script(printable, vec![]).await;
    let page = page.as_str().unwrap();
    assert!(
        page.contains("<h1>Jumanne 24 Nov 2026</h1>") && page.contains("<th>Mtaalamu</th>"),
        "on paper, too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_leads_to_a_sample_day() {
    let now = "2026-11-23T12:40:00+03:00";
    let world = World::start(Start { day: None, now, ..Start::default() }).await;
    world.find("[data-view=start]").await;
    world.shot("first-start").await;
    world.axe("first start").await;
    world.click("[data-do=sample]").await;
    world.find("[data-row]").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    world.shot("sample").await;
    world.script("document.documentElement.dataset.theme = 'dark'", vec![]).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    world.shot("sample-dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_window_on_the_same_book_gives_way_to_the_first() {
    let world = tomorrow().await;
    assert!(world.second_gives_way());
    world.click("[data-row=a7]").await;
    world.find("[data-panel=detail]").await;
}
