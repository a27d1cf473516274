//! `cargo xtask bench window`: the real window in WebKitGTK on 60 people x 600 rows, three windows one after the other.
//! `elsewhere` alone: two windows on one shared book; `long`: one window and two hundred changes. The page's own listeners are driven and the page's own paints waited for (`page.js`); starting is watched apart (`launch.rs`).

mod book;
#[path = "../window/bus.rs"]
#[allow(dead_code, reason = "the scenarios use all of it")]
mod bus;
#[path = "../window/desks.rs"]
#[allow(dead_code, unused_imports, reason = "the scenarios use all of it")]
mod desks;
mod elsewhere;
mod launch;
mod machine;
mod measured;
#[path = "../../crates/desk/tests/common/postgres.rs"]
#[allow(dead_code, reason = "the desk's own tests use all of it")]
mod postgres;
mod processes;
#[path = "../window/world.rs"]
#[allow(dead_code, reason = "the scenarios use all of it")]
mod world;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use book::{NOW, TODAY, TOMORROW};
use measured::{Measured, ROUNDS};
use serde_json::{Value, json};
use world::{Start, World};

const CHANGES: usize = 40;
/// Times so many changes.
const LONG_USE: usize = 5;
const STARTS: usize = 3;
/// A window, or a start, that takes longer was lost.
const LONGEST: Duration = Duration::from_secs(150);
const FRAMES: usize = 240;

/// Everything measured, in the order it is told, and what else is worth saying.
struct Found {
    measured: Vec<(&'static str, Measured)>,
    notes: Vec<String>,
}

#[tokio::main]
async fn main() {
    let machine = machine::lines();
    let folder = std::env::temp_dir().join(format!("zamu-bench-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("run")).unwrap_or_else(|why| panic!("{why}"));
    let file = folder.join("book.json");
    std::fs::write(&file, book::book().to_string()).unwrap_or_else(|why| panic!("{why}"));
    let mut found = Found::new();
    let mut engine = String::new();
    let asked = |name: &str| std::env::args().any(|word| word == name);
    let only_a_part = asked("elsewhere") || asked("long");
    if !only_a_part {
        starts(&folder, &file, &mut found).await;
    }
    let day: &'static str = file.to_string_lossy().into_owned().leak();
    for round in if only_a_part { 1..=0 } else { 1..=ROUNDS } {
        let Some((of_round, said)) = a_window(day, round).await else { continue };
        found.extend(of_round);
        engine = said;
    }
    if asked("long") {
        found.extend(a_long_use(day).await);
    } else {
        for of_round in elsewhere::painted_elsewhere().await {
            found.add("elsewhere", of_round);
        }
    }
    let _best_effort = std::fs::remove_dir_all(&folder);
    machine.iter().for_each(|line| println!("{line}"));
    println!(
        "window: {} build, WebKitGTK {}, {engine}, Xvfb 1440x900, no hardware graphics",
        build(),
        machine::said("pkg-config", &["--modversion", "webkit2gtk-4.1"])
    );
    found.notes.iter().for_each(|note| println!("{note}"));
    print!("\n{}", measured::table(&found.told()));
}

/// Debug or release, by the folder the program lies in.
fn build() -> String {
    let app = processes::program("ZAMU_APP");
    app.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Found {
    fn new() -> Found {
        let new = |name, what: &str, budget: Option<f64>| (name, Measured::new(what, budget));
        let asked = |name: &'static str| new(name, &format!("`{name}` asked and answered in the page"), None);
        let measured = vec![
            new("usable", "first usable frame, from the start of the process", Some(1500.0)),
            new("page", "· until the page begins to load", None),
            new("first paint", "grid first paint, from the answer with the sheet", Some(500.0)),
            new("other day", "another day of 600 rows, from its answer to paint", Some(500.0)),
            new("click", "· from the click", None),
            new("change", "one change to paint, from its answer", Some(34.0)),
            new("drop", "· from letting go of the row: performed, read again, painted", None),
            new("drag", "a frame while dragging", Some(20.0)),
            new("hand", "· of it in the page's own listeners", None),
            new("perform", "an action answered: `arrive` performed from the page", Some(50.0)),
            new(
                "elsewhere",
                "a booking asked for in one window until it is painted in another desk's",
                Some(300.0),
            ),
            asked("candidates"),
            asked("preview"),
            asked("sheet"),
            asked("status"),
            (
                "memory opened",
                Measured::megabytes("memory of the app and its web process (PSS), the book open", 250.0),
            ),
            (
                "memory",
                Measured::megabytes("· after nine days shown, a drag, forty changes and 250 readings", 250.0),
            ),
            ("network", Measured::of_megabytes("· and of WebKit's network process besides")),
        ];
        Found { measured, notes: Vec::new() }
    }

    /// Adds a round of something.
    fn add(&mut self, name: &str, round: Vec<f64>) {
        let of_name = self.measured.iter_mut().filter(|(known, _)| *known == name);
        of_name.for_each(|(_, measured)| measured.rounds.push(round.clone()));
    }

    fn extend(&mut self, other: Found) {
        self.notes.extend(other.notes);
        other
            .measured
            .into_iter()
            .for_each(|(name, measured)| measured.rounds.into_iter().for_each(|round| self.add(name, round)));
    }

    fn told(self) -> Vec<Measured> {
        self.measured.into_iter().map(|(_, measured)| measured).collect()
    }
}

/// Three starts a round; the first of all warms up the disk.
async fn starts(home: &Path, file: &Path, found: &mut Found) {
    let book = home.join("book.zamu");
    let made = Command::new(processes::program("ZAMU_CLI"))
        .arg("--book")
        .arg(&book)
        .args(["--now", NOW, "init", "--from"])
        .arg(file)
        .output();
    assert!(made.is_ok_and(|output| output.status.success()), "no book");
    let _warm = a_launch(home).await;
    let mut too_late = 0;
    for _ in 0..ROUNDS {
        let mut round = Vec::new();
        for _ in 0..STARTS {
            round.push(a_launch(home).await);
        }
        too_late += round.iter().filter(|launch| launch.too_late).count();
        found.add("usable", round.iter().map(|launch| launch.usable).collect());
        found.add("page", round.iter().map(|launch| launch.page).collect());
        found.add("first paint", round.iter().filter_map(|launch| launch.first_paint).collect());
    }
    found.notes.push(format!(
        "starts that the driver saw too late (counted too long): {too_late} of {}",
        ROUNDS * STARTS
    ));
}

/// A start on a display of its own. One whose driver or display is lost is said and made anew.
async fn a_launch(home: &Path) -> launch::Launch {
    for _ in 0..4 {
        let (mut server, display) = world::display();
        let home = home.to_path_buf();
        let launched = tokio::spawn(async move { launch::launch(&home, &display, port()).await });
        let launched = tokio::time::timeout(LONGEST, launched).await;
        let _ended = (server.kill(), server.wait());
        match launched {
            Ok(Ok(launch)) => return launch,
            Ok(Err(why)) => eprintln!("a start was lost: {why}"),
            Err(_) => eprintln!("a start was lost: it never answered"),
        }
    }
    panic!("four starts were lost")
}

fn port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap_or_else(|why| panic!("{why}"));
    listener.local_addr().map(|address| address.port()).unwrap_or_else(|why| panic!("{why}"))
}

/// A window of its own. One that is lost on the way (a driver that ends) is said and opened anew, with nothing of it counted.
async fn a_window(day: &'static str, round: usize) -> Option<(Found, String)> {
    for _ in 0..2 {
        eprintln!("window {round} of {ROUNDS}");
        match tokio::time::timeout(LONGEST, tokio::spawn(measured_in(day, round))).await {
            Ok(Ok(found)) => return Some(found),
            Ok(Err(why)) => eprintln!("window {round} was lost: {why}"),
            Err(_) => eprintln!("window {round} was lost: it never answered"),
        }
    }
    None
}

async fn measured_in(day: &'static str, round: usize) -> (Found, String) {
    let world = World::start(Start { day: Some(day), now: NOW, bus: false }).await;
    let mut found = Found::new();
    let engine = world.script("return navigator.userAgent", vec![]).await.as_str().unwrap_or_default().into();
    in_the_window(&world, round, &mut found).await;
    let _ended = world.driver.clone().quit().await;
    (found, engine)
}

async fn in_the_window(world: &World, round: usize, found: &mut Found) {
    world.find(r#".card[data-row^="1123-"]"#).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    memory(world, "memory opened", found);
    world.script(include_str!("page.js"), vec![]).await;
    days(world, found).await;
    let dragged = call(world, &format!("bench.drag({FRAMES})")).await;
    let deltas = numbers(&dragged["deltas"]);
    found.notes.push(format!(
        "window {round}: {} frames over 50 ms while dragging",
        deltas.iter().filter(|delta| **delta > 50.0).count()
    ));
    found.add("drag", deltas);
    found.add("hand", numbers(&dragged["handled"]));
    changes(world, round, found).await;
    actions(world, found).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    memory(world, "memory", found);
}

/// One window and change after change: whether its memory levels off.
async fn a_long_use(day: &'static str) -> Found {
    let world = World::start(Start { day: Some(day), now: NOW, bus: false }).await;
    let (mut found, mut unused) = (Found::new(), Found::new());
    world.find(r#".card[data-row^="1123-"]"#).await;
    world.script(include_str!("page.js"), vec![]).await;
    days(&world, &mut unused).await;
    memory(&world, "after nine days shown", &mut found);
    for round in 0..LONG_USE {
        changes(&world, round, &mut unused).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        memory(&world, &format!("after {} changes", (round + 1) * CHANGES), &mut found);
    }
    let _ended = world.driver.clone().quit().await;
    found
}

/// To tomorrow and back, and again; ends on tomorrow, the day that is still to be arranged.
async fn days(world: &World, found: &mut Found) {
    let (mut whole, mut paint) = (Vec::new(), Vec::new());
    for turn in 0..9 {
        let (button, mark) =
            if turn % 2 == 0 { ("header.bar > .ib.next", "1124-") } else { ("header.bar > .ib", "1123-") };
        let took = call(world, &format!("bench.otherDay('{button}', '{mark}')")).await;
        whole.push(number(&took["whole"]));
        paint.push(number(&took["paint"]));
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    found.add("click", whole);
    found.add("other day", paint);
}

async fn changes(world: &World, round: usize, found: &mut Found) {
    let (mut whole, mut paint, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..CHANGES {
        let took = call(world, &format!("bench.change({})", round * CHANGES + turn)).await;
        whole.push(number(&took["whole"]));
        paint.push(number(&took["paint"]));
        parts.push(number(&took["drawing"]));
    }
    let drawing = parts.iter().sum::<f64>() / parts.len() as f64;
    found.notes.push(format!(
        "window {round}: of a change, {drawing:.1} ms on average from the answer to the changed DOM"
    ));
    found.add("drop", whole);
    found.add("change", paint);
}

async fn actions(world: &World, found: &mut Found) {
    let rows = |mark: &str, count: usize| -> Vec<String> {
        (0..count).map(|number| format!("{mark}-{}", number * 11)).collect()
    };
    let arrive = rows("1123", 50)
        .iter()
        .map(|row| json!({ "line": { "command": "arrive", "appointment": row } }))
        .collect();
    trips(world, found, "perform", arrive).await;
    trips(
        world,
        found,
        "candidates",
        rows("1124", 30).iter().map(|row| json!({ "appointment": row, "seat": 0 })).collect(),
    )
    .await;
    let absent = |person| json!({ "line": { "command": "mark_absent", "staff": format!("p{person:02}"), "from": TOMORROW, "until": TOMORROW } });
    trips(world, found, "preview", (0..20).map(absent).collect()).await;
    trips(world, found, "sheet", vec![json!({ "date": TODAY }); 20]).await;
    trips(world, found, "status", vec![json!({}); 30]).await;
}

async fn trips(world: &World, found: &mut Found, name: &str, words: Vec<Value>) {
    let took = call(world, &format!("bench.trips('{name}', {})", json!(words))).await;
    found.add(name, numbers(&took));
}

fn memory(world: &World, when: &str, found: &mut Found) {
    let each: Vec<(String, f64)> = processes::of(&world.home)
        .into_iter()
        .map(|process| (process.name, processes::megabytes(process.id)))
        .collect();
    let said: Vec<String> =
        each.iter().map(|(name, megabytes)| format!("{name} {megabytes:.0} MB")).collect();
    found.notes.push(format!("{when}: {}", said.join(", ")));
    let of = |network: bool| {
        let those = each.iter().filter(|(name, _)| name.starts_with("WebKitNetwork") == network);
        vec![those.map(|(_, megabytes)| megabytes).sum()]
    };
    found.add(when, of(false));
    if when == "memory" {
        found.add("network", of(true));
    }
}

/// Calls into the page and waits for its promise. The page keeps the answer and is asked for it now and then: a driver that holds one
/// request open for seconds has been lost on the way.
async fn call(world: &World, what: &str) -> Value {
    begin(world, what).await;
    ended(world, what).await
}

/// Starts something in the page; `ended` waits for what it answers.
async fn begin(world: &World, what: &str) {
    let script = format!(
        "window.benched = null; Promise.resolve({what}).then((value) => {{ window.benched = {{ value }} }}, (why) => {{ window.benched = {{ why: String(why) }} }})"
    );
    world.script(&script, vec![]).await;
}

async fn ended(world: &World, what: &str) -> Value {
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let answer = world.script("return window.benched", vec![]).await;
        if !answer.is_null() {
            assert!(answer["why"].is_null(), "{what}: {}", answer["why"]);
            return answer["value"].clone();
        }
    }
    panic!("{what}: never answered")
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().into_iter().flatten().map(number).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
