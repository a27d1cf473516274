//! A window whose line to the shared book is late, breaks, hangs or is slow: it draws on and answers, and everything is settled afterwards.

use std::time::Duration;

use serde_json::{Value, json};

use crate::desks::{connect, desk, login};
use crate::postgres::Server;
use crate::proxy::{Proxy, Weather};
use crate::world::World;

/// A window that does not draw for longer than this is frozen, in milliseconds.
const FROZEN: f64 = 100.0;

/// Six customers are written down from the page, one after the other, while every frame is watched.
const WATCHED: &str = "
window.watched = null
const invoke = window.__TAURI_INTERNALS__.invoke
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const run = async () => {
  let [longest, last, on] = [0, performance.now(), true]
  const frame = (now) => { longest = Math.max(longest, now - last); last = now; if (on) requestAnimationFrame(frame) }
  requestAnimationFrame(frame)
  const took = []
  for (let at = 0; at < 6; at++) {
    const line = { command: 'edit', kind: 'customer', id: '', fields: { name: arguments[0] + ' ' + at, phone: '' } }
    const begun = performance.now()
    const outcome = await invoke('perform', { line })
    if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome))
    took.push(performance.now() - begun)
    await pause(150)
  }
  on = false
  return { longest, took }
}
run().then((value) => { window.watched = value }, (why) => { window.watched = { why: String(why) } })";

/// The longest time without a frame, and how long the answers took.
async fn watched(world: &World, name: &str) -> (f64, Vec<f64>) {
    world.script(WATCHED, vec![json!(name)]).await;
    world.until("the answers", async || !world.script("return window.watched", vec![]).await.is_null()).await;
    let watched = world.script("return window.watched", vec![]).await;
    assert!(watched["why"].is_null(), "{name}: {watched}");
    let took = watched["took"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    (watched["longest"].as_f64().unwrap_or(f64::NAN), took)
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_weather_never_freezes_the_window() {
    let server = Server::start(&[]);
    let proxy = Proxy::to(server.port).await;
    let owner = server.book().await;
    let through = |text: String| text.replace(&format!(":{}/", server.port), &format!(":{}/", proxy.port));
    let front = desk().await;
    connect(&front, &through(login(&owner, "front")), "share-book").await;
    let (fair, _) = watched(&front, "Fair").await;
    // A busy machine drops frames by itself: what counts is what the weather adds.
    let longest_allowed = FROZEN.max(fair * 2.0);
    for (name, weather) in [
        ("Late", Weather::Late(Duration::from_secs(2))),
        ("Breaking", Weather::Resets(30)),
        ("Hanging", Weather::HalfOpen),
        ("Slow", Weather::Slow(1000)),
        ("Gone", Weather::Gone),
    ] {
        proxy.turns(weather);
        let (longest, took) = watched(&front, name).await;
        assert!(longest <= longest_allowed, "{name}: {longest} ms without a frame ({fair} in fair weather)");
        let waited = took.iter().filter(|took| **took > 1000.0).count();
        assert!(waited <= 1, "{name}: only the first may wait for the line: {took:?}");
    }
    front.shot("bad-weather").await;
    proxy.turns(Weather::Fair);
    front.find_shared_again().await;
    let names: Vec<String> = ["Fair", "Late", "Breaking", "Hanging", "Slow", "Gone"]
        .iter()
        .flat_map(|name| (0..6).map(move |at| format!("{name} {at}")))
        .collect();
    let book = at_the_shared_book(&owner);
    let lost: Vec<&String> = names.iter().filter(|name| !book.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "not at the shared book: {lost:?}");
}

/// The shared book itself, as its owner reads it.
fn at_the_shared_book(owner: &str) -> String {
    let zamu = std::env::var_os("ZAMU_CLI").unwrap_or_else(|| panic!("ZAMU_CLI names the built program"));
    let said = std::process::Command::new(zamu).args(["--book", owner, "export"]).output();
    let said = said.unwrap_or_else(|why| panic!("zamu: {why}"));
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8_lossy(&said.stdout).into_owned()
}
