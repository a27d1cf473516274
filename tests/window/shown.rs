//! What the window shows before anything is done: a narrow card in full, a remedy on what is pending, the other row of a swap; and what
//! it shows afterwards: cleared items, cancelled rows. Also the ways out of the window: a link, a larger page.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::scenes::{DAY, tomorrow};
use crate::world::{Start, World};

const ON_THE_DAY: &str = "2026-11-24T08:10:00+03:00";

/// The day itself, its names final.
async fn the_day() -> World {
    let world = World::start(Start { now: ON_THE_DAY, ..Start::default() }).await;
    world.find("[data-ready]").await;
    world.until("the names are final", async || world.sheet(DAY)["finalized_at"].is_string()).await;
    world.find("[data-row=a7]").await;
    world
}

async fn point_at(world: &World, css: &str) {
    let place = world.find(css).await.rect().await.unwrap_or_else(|why| panic!("{css}: {why}"));
    let (x, y) = ((place.x + place.width / 2.0) as i64, (place.y + 12.0) as i64);
    let chain = world.driver.action_chain().move_to(x, y - 3).move_to(x, y);
    chain.perform().await.unwrap_or_else(|why| panic!("{css}: {why}"));
}

async fn perform(world: &World, line: Value) {
    let script = "window.__TAURI_INTERNALS__.invoke('perform', { line: arguments[0] })";
    world.script(script, vec![line]).await;
}

async fn text_of(world: &World, css: &str) -> String {
    world.find(css).await.text().await.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_leaves_something_out_says_it_beside_itself() {
    let world = tomorrow().await;
    point_at(&world, "[data-row=a7]").await;
    world.find("[data-peek=a7]").await;
    let told = text_of(&world, "[data-peek=a7]").await;
    assert!(told.contains("Hot stone 75") && told.contains("wants a woman"), "{told}");
    world.shot("peek").await;
    world.keys(Key::Escape).await;
    world.gone("[data-peek]").await;
    // With the keyboard: a row with a wish says it as soon as it has the focus.
    world.script("document.querySelector('[data-row=a13]').focus()", vec![]).await;
    world.keys(Key::Down).await;
    world.keys(Key::Up).await;
    world.find("[data-peek=a13]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remedy_is_looked_at_on_top_of_the_absence_and_what_it_clears_is_listed() {
    let world = the_day().await;
    world.chord(Key::Control, 'k').await;
    world.keys("absence grace today").await;
    world.keys(Key::Enter).await;
    world.find("[data-preview=mark_absent]").await;
    world.find("[data-row=a7][data-look=un]").await;
    let before = world.zamu(&["export"]);
    point_at(&world, "[data-remedy^=temp]").await;
    world.find("[data-column=temp] [data-row=a7][data-look=to]").await;
    world.shot("remedy-on-absence").await;
    assert_eq!(world.zamu(&["export"]), before, "looking writes nothing");
    // The absence of a final day is applied as it was looked at, although it writes messages.
    world.keys(Key::Enter).await;
    world.gone("[data-preview]").await;
    world.click("[data-go=attention]").await;
    world.click("[data-item='a7/no_therapist'] [data-remedy^=temp]").await;
    world.find("[data-cleared='a7/no_therapist']").await;
    world.shot("cleared").await;
    world.axe("attention with cleared items").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_a_preview_by_another_view_takes_it_off_the_grid() {
    let world = tomorrow().await;
    world.chord(Key::Control, 'k').await;
    world.keys("absence grace tomorrow").await;
    world.keys(Key::Enter).await;
    world.find("[data-look=un]").await;
    world.click("[data-go=attention]").await;
    world.gone("[data-look=un]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_drop_would_swap_the_other_row_is_marked_too() {
    let world = tomorrow().await;
    let other = "document.querySelector('[data-partner]')?.dataset.partner ?? null";
    let from = world.find("[data-row=a3]").await.rect().await.unwrap_or_else(|why| panic!("{why}"));
    let to = world.find("[data-head=grace]").await.rect().await.unwrap_or_else(|why| panic!("{why}"));
    let (x, y) = ((from.x + 20.0) as i64, (from.y + 10.0) as i64);
    let over = (to.x + to.width / 2.0) as i64;
    let chain = world.driver.action_chain().move_to(x, y).click_and_hold().move_by_offset(8, 0);
    chain.move_to((x + over) / 2, y).move_to(over, y).perform().await.unwrap_or_else(|why| panic!("{why}"));
    world.find("[data-partner]").await;
    assert_eq!(world.script(&format!("return {other}"), vec![]).await, json!("a16"));
    world.shot("swap").await;
    world.driver.action_chain().release().perform().await.unwrap_or_else(|why| panic!("{why}"));
    world.until("they are swapped", async || world.row(DAY, "a16")["staff"][0] == "achieng").await;
    assert_eq!(world.row(DAY, "a3")["staff"][0], "grace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_row_is_one_line_and_can_be_opened_also_when_its_time_is_taken() {
    let world = tomorrow().await;
    perform(&world, json!({ "command": "cancel", "appointment": "a7" })).await;
    world.find("[data-row=a7][data-look=cancelled]").await;
    let height = world.find("[data-row=a7]").await.rect().await.map_or(0.0, |rect| rect.height);
    assert!(height < 24.0, "{height}");
    perform(&world, json!({ "command": "reassign", "appointment": "a6", "staff": "grace" })).await;
    world.click(".corner button").await;
    world.says("13:30 Customer 7").await;
    world.shot("cancelled").await;
    let entry = "[...document.querySelectorAll('[role=menuitem]')].find(each => each.innerText.includes('13:30')).click()";
    world.script(entry, vec![]).await;
    world.find("[data-panel=detail] [data-do=book-again]").await;
    world.axe("a cancelled row").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_opens_the_customers_chat_in_the_systems_own_program() {
    let world = the_day().await;
    world.click("[data-go=messages]").await;
    world.click("[data-do=whatsapp]").await;
    let opened = world.home.join("opened");
    world.until("the link is opened", async || opened.exists()).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let link = std::fs::read_to_string(opened).unwrap_or_default();
    assert!(link.starts_with("https://wa.me/2547") && link.contains("?text=Zamu%20Spa"), "{link}");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_twice_the_size_the_keyboard_still_reaches_every_column() {
    let world = tomorrow().await;
    let width = async || world.script("return innerWidth", vec![]).await;
    for step in 0..5 {
        let before = width().await;
        world.chord(Key::Control, '+').await;
        world.until(&format!("step {step}"), async || width().await != before).await;
    }
    assert_eq!(width().await, json!(720));
    tokio::time::sleep(Duration::from_millis(400)).await;
    let drawn = world.script("return document.querySelectorAll('.col').length", vec![]).await;
    assert!(drawn.as_u64().is_some_and(|drawn| drawn <= 9), "{drawn}");
    world.script("document.querySelector('.hd[data-head=achieng]').focus()", vec![]).await;
    for _ in 0..7 {
        world.keys(Key::Right).await;
    }
    let at = "return document.activeElement.dataset.head ?? document.activeElement.className";
    assert_eq!(world.script(at, vec![]).await, json!("hassan"));
    let right = "const box = document.activeElement.getBoundingClientRect(); return box.right <= innerWidth + 1 && box.left > 0";
    assert_eq!(world.script(right, vec![]).await, json!(true), "it is in view");
    world.shot("twice-the-size").await;
    world.axe("twice the size").await;
    world.chord(Key::Control, '0').await;
    world.until("as designed again", async || width().await == json!(1440)).await;
}

/// What only the printer sees, shown on the screen: the sheet, black on white, wherever the window's own styles are.
#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_is_laid_on_paper_as_it_is_also_from_a_dark_window() {
    let world = tomorrow().await;
    world.script("document.documentElement.dataset.theme = 'dark'", vec![]).await;
    world.chord(Key::Control, 'p').await;
    let laid = "return Boolean(document.querySelector('.print-area').shadowRoot?.querySelector('article'))";
    world.until("the page is laid", async || world.script(laid, vec![]).await == json!(true)).await;
    let shown = "document.querySelector('.app').style.display = 'none'
        document.querySelector('.print-area').style.display = 'block'";
    world.script(shown, vec![]).await;
    world.shot("paper").await;
    let measured = world
        .script(
            "const tree = document.querySelector('.print-area').shadowRoot
             const card = (name) => [...tree.querySelectorAll('article')].find((each) => each.querySelector('b').textContent === name)
             const [early, late] = [card('Customer 14'), card('Customer 31')]
             const style = getComputedStyle(early)
             return { cards: tree.querySelectorAll('article').length, listed: tree.querySelectorAll('tbody .tick').length,
               edge: style.borderTopStyle, ink: getComputedStyle(early.querySelector('b')).color, paper: style.backgroundColor,
               page: tree.querySelector('.people').getBoundingClientRect().width / innerWidth,
               wide: early.getBoundingClientRect().width, later: late.getBoundingClientRect().top - early.getBoundingClientRect().top }",
            vec![],
        )
        .await;
    assert_eq!((&measured["cards"], &measured["listed"]), (&json!(34), &json!(34)), "{measured}");
    assert_eq!(
        (&measured["ink"], &measured["paper"]),
        (&json!("rgb(0, 0, 0)"), &json!("rgb(255, 255, 255)"))
    );
    assert_eq!(measured["edge"], "dashed", "a name that may change: {measured}");
    let number = |what: &str| measured[what].as_f64().unwrap();
    assert!(number("page") > 0.95 && number("wide") > 100.0, "across the whole page: {measured}");
    assert!(number("later") > 350.0, "18:45 lies well below 09:15: {measured}");
}
