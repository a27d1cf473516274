//! `cargo xtask bench window`: the real window in WebKitGTK on 60 people x 600 rows, three windows one after the other.
//! The page's own listeners are driven and the page's own paints waited for (`page.js`); starting is watched apart (`launch.rs`).

mod book;
#[path = "../window/bus.rs"]
#[allow(dead_code, reason = "the scenarios use all of it")]
mod bus;
mod launch;
mod machine;
mod measured;
mod processes;
#[path = "../window/world.rs"]
#[allow(dead_code, reason = "the scenarios use all of it")]
mod world;

use std::path::Path;
use std::process::{Child, Command, Stdio};

use book::{NOW, TODAY, TOMORROW};
use measured::{Measured, ROUNDS};
use serde_json::{Value, json};
use world::{Start, World};

const CHANGES: usize = 20;
const FRAMES: usize = 240;

/// Everything measured, in the order it is told.
struct Found {
    usable: Measured,
    page: Measured,
    first_paint: Measured,
    other_day: Measured,
    other_day_whole: Measured,
    change: Measured,
    change_whole: Measured,
    drag: Measured,
    handled: Measured,
    actions: Vec<(&'static str, Measured)>,
    memory: Measured,
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
    starts(&folder, &file, &mut found).await;
    let day: &'static str = file.to_string_lossy().into_owned().leak();
    let mut engine = String::new();
    for round in 0..ROUNDS {
        let world = World::start(Start { day: Some(day), now: NOW, bus: false }).await;
        engine = world.script("return navigator.userAgent", vec![]).await.as_str().unwrap_or_default().into();
        eprintln!("window {} of {ROUNDS}", round + 1);
        in_the_window(&world, round, &mut found).await;
        let _ended = world.driver.clone().quit().await;
    }
    let _best_effort = std::fs::remove_dir_all(&folder);
    machine.iter().for_each(|line| println!("{line}"));
    println!("window: {} build, WebKitGTK {}, {engine}, Xvfb 1440x900, no hardware graphics", build(), machine::said("pkg-config", &["--modversion", "webkit2gtk-4.1"]));
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
        let new = |what: &str, budget: Option<f64>| Measured::new(what, budget);
        let actions = ["perform", "candidates", "preview", "sheet", "status"];
        let budget = |name: &str| (name == "perform").then_some(50.0);
        Found {
            usable: new("first usable frame, from the start of the process", Some(1500.0)),
            page: new("· until the page begins to load", None),
            first_paint: new("grid first paint, from the answer with the sheet", Some(500.0)),
            other_day: new("another day of 600 rows, from its answer to paint", Some(500.0)),
            other_day_whole: new("· from the click", None),
            change: new("one change to paint, from its answer", Some(34.0)),
            change_whole: new("· from letting go of the row: performed, read again, painted", None),
            drag: new("a frame while dragging", Some(20.0)),
            handled: new("· of it in the page's own listeners", None),
            actions: actions.map(|name| (name, new(&format!("`{name}` asked and answered in the page"), budget(name)))).into(),
            memory: Measured::megabytes("memory of app and web processes (PSS)", 250.0),
            notes: Vec::new(),
        }
    }

    fn told(self) -> Vec<Measured> {
        let first = [self.usable, self.page, self.first_paint, self.other_day, self.other_day_whole, self.change, self.change_whole, self.drag, self.handled];
        first.into_iter().chain(self.actions.into_iter().map(|(_, measured)| measured)).chain([self.memory]).collect()
    }
}

/// Four starts a round; the first of all warms up the disk.
async fn starts(home: &Path, file: &Path, found: &mut Found) {
    let book = home.join("book.zamu");
    let made = Command::new(processes::program("ZAMU_CLI")).arg("--book").arg(&book).args(["--now", NOW, "init", "--from"]).arg(file).output();
    assert!(made.is_ok_and(|output| output.status.success()), "no book");
    let (mut server, display) = display();
    let _warm = launch::launch(home, &display, port()).await;
    let mut too_late = 0;
    for _ in 0..ROUNDS {
        let mut round = Vec::new();
        for _ in 0..4 {
            round.push(launch::launch(home, &display, port()).await);
        }
        too_late += round.iter().filter(|launch| launch.too_late).count();
        found.usable.rounds.push(round.iter().map(|launch| launch.usable).collect());
        found.page.rounds.push(round.iter().map(|launch| launch.page).collect());
        found.first_paint.rounds.push(round.iter().filter_map(|launch| launch.first_paint).collect());
    }
    found.notes.push(format!("starts that the driver saw too late (counted too long): {too_late} of {}", ROUNDS * 4));
    let _ended = (server.kill(), server.wait());
}

fn display() -> (Child, String) {
    let number = (400..500).find(|number| !Path::new(&format!("/tmp/.X11-unix/X{number}")).exists()).unwrap_or_else(|| panic!("no display number"));
    let name = format!(":{number}");
    let server = Command::new("Xvfb").args([&name, "-screen", "0", "1440x900x24", "-nolisten", "tcp"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let server = server.unwrap_or_else(|why| panic!("Xvfb: {why}"));
    while !Path::new(&format!("/tmp/.X11-unix/X{number}")).exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    (server, name)
}

fn port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap_or_else(|why| panic!("{why}"));
    listener.local_addr().map(|address| address.port()).unwrap_or_else(|why| panic!("{why}"))
}

async fn in_the_window(world: &World, round: usize, found: &mut Found) {
    world.find(r#".card[data-row^="1123-"]"#).await;
    world.script(include_str!("page.js"), vec![]).await;
    days(world, found).await;
    let dragged = call(world, &format!("bench.drag({FRAMES})")).await;
    let deltas = numbers(&dragged["deltas"]);
    found.notes.push(format!("round {}: {} frames over 50 ms while dragging", round + 1, deltas.iter().filter(|delta| **delta > 50.0).count()));
    found.drag.rounds.push(deltas);
    found.handled.rounds.push(numbers(&dragged["handled"]));
    changes(world, round, found).await;
    actions(world, found).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    memory(world, found);
}

/// To tomorrow and back, and again; ends on tomorrow, the day that is still to be arranged.
async fn days(world: &World, found: &mut Found) {
    let (mut whole, mut paint) = (Vec::new(), Vec::new());
    for turn in 0..9 {
        let (button, mark) = if turn % 2 == 0 { ("header.bar > .ib.next", "1124-") } else { ("header.bar > .ib", "1123-") };
        let took = call(world, &format!("bench.otherDay('{button}', '{mark}')")).await;
        whole.push(number(&took["whole"]));
        paint.push(number(&took["paint"]));
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
    found.other_day_whole.rounds.push(whole);
    found.other_day.rounds.push(paint);
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
    found.notes.push(format!("round {}: of a change, {drawing:.1} ms on average from the answer to the changed DOM", round + 1));
    found.change_whole.rounds.push(whole);
    found.change.rounds.push(paint);
}

async fn actions(world: &World, found: &mut Found) {
    let ids = |mark: &str, count: usize| -> Vec<String> { (0..count).map(|number| format!("{mark}-{}", number * 11)).collect() };
    for (name, measured) in &mut found.actions {
        let words: Vec<Value> = match *name {
            "perform" => ids("1123", 50).iter().map(|row| json!({ "line": { "command": "arrive", "appointment": row } })).collect(),
            "candidates" => ids("1124", 30).iter().map(|row| json!({ "appointment": row, "seat": 0 })).collect(),
            "preview" => (0..20).map(|person| json!({ "line": { "command": "mark_absent", "staff": format!("p{person:02}"), "from": TOMORROW, "until": TOMORROW } })).collect(),
            "sheet" => vec![json!({ "date": TODAY }); 20],
            _ => vec![json!({}); 30],
        };
        let took = call(world, &format!("bench.trips('{name}', {})", json!(words))).await;
        measured.rounds.push(numbers(&took));
    }
}

fn memory(world: &World, found: &mut Found) {
    let each: Vec<(String, f64)> = processes::of(&world.home).into_iter().map(|process| (process.name, processes::megabytes(process.id))).collect();
    let said: Vec<String> = each.iter().map(|(name, megabytes)| format!("{name} {megabytes:.0} MB")).collect();
    found.notes.push(format!("memory: {}", said.join(", ")));
    found.memory.rounds.push(vec![each.iter().map(|(_, megabytes)| megabytes).sum()]);
}

/// Calls into the page and waits for its promise.
async fn call(world: &World, what: &str) -> Value {
    let script = format!("const done = arguments[arguments.length - 1]; Promise.resolve({what}).then((value) => done({{ value }}), (why) => done({{ why: String(why) }}))");
    let answer = world.driver.execute_async(script, vec![]).await.unwrap_or_else(|why| panic!("{what}: {why}"));
    let answer = answer.json();
    assert!(answer["why"].is_null(), "{what}: {}", answer["why"]);
    answer["value"].clone()
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().into_iter().flatten().map(number).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
