//! The headless program on a shared book: the owner's commands, acting on it directly, and sharing, joining and leaving with a file,
//! the password in a real keyring.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::path::Path;
use std::process::Output;

use common::permission::{UNLOCKED, script_of};
use common::postgres::server;
use common::{EVE, World, json_lines, stderr, zamu_on};
use serde_json::json;
use zamu_desk::replica::Replica;

fn runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Runs a shell script in a session of its own with an unlocked keyring. `$zamu` is the program.
fn with_keyring(home: &Path, script: &str) -> Output {
    session(home, &format!("{UNLOCKED}{script}"))
}

fn session(home: &Path, script: &str) -> Output {
    script_of(home, script, &[("zamu", env!("CARGO_BIN_EXE_zamu"))])
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_string()
}

#[test]
fn the_owner_makes_the_book_and_acts_on_it() {
    let owner = runtime(server().book());
    let world = World::with_day("grace-is-sick");
    let zamu = |words: &[&str]| zamu_on(owner.as_ref(), words).output().unwrap();
    assert!(stderr(&zamu(&["check"])).contains("zamu migrate"), "who must act is said");
    said(&zamu(&["migrate"]));
    assert!(stderr(&zamu(&["migrate"])).contains("was up to date"));
    assert!(stderr(&zamu(&["sheet", "2026-11-24"])).contains("empty"));
    let file = common::data("days/grace-is-sick.json");
    said(&zamu(&["init", "--from", file.to_str().unwrap(), "--now", EVE]));
    assert_eq!(zamu(&["init", "--sample"]).status.code(), Some(2), "never over one that is there");
    assert!(said(&zamu(&["export"])) == world.export().trim(), "the same book");
    let absence = world.path("absence.jsonl");
    let line = json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "id": "sick" });
    std::fs::write(&absence, format!("{line}\n")).unwrap();
    let words = ["--now", EVE, "perform", absence.to_str().unwrap()];
    let shared = json_lines(&zamu(&words));
    let local = json_lines(&world.zamu(&words));
    assert_eq!(shared, local, "the same decision runs at the shared book");
    assert_eq!(json_lines(&zamu(&words)), shared, "a repeated id is answered the same");
    assert!(said(&zamu(&["export"])) == world.export().trim(), "the same book");
    said(&zamu(&["undo", "--now", EVE]));
    world.zamu(&["undo", "--now", EVE]);
    assert!(said(&zamu(&["export"])) == world.export().trim(), "the same book");
    said(&zamu(&["check"]));
    let jobs = json_lines(&zamu(&["worker", "--once", "--now", "2026-11-23T16:00:00Z"]));
    assert_eq!(jobs.len(), 2, "the names of today and tomorrow become final");
    assert!(json_lines(&zamu(&["worker", "--once", "--now", "2026-11-23T16:00:00Z"])).is_empty());
}

#[test]
fn a_book_is_shared_joined_and_left() {
    let owner = runtime(server().book());
    let front = World::with_day("grace-is-sick");
    let back = World::new();
    let words = |name: &str| ["migrate", "--create-desk", name].map(ToString::to_string);
    let login = |name: &str| {
        let words = words(&format!("{name} {}", owner.rsplit('/').next().unwrap()));
        said(&zamu_on(owner.as_ref(), &words.each_ref().map(String::as_str)).output().unwrap())
    };
    let (one, other) = (login("front"), login("back"));
    let password = one.split(':').nth(2).unwrap().split('@').next().unwrap().to_string();
    let home = front.folder.path().to_path_buf();
    let before = front.export();
    let without = session(&home, &format!("\"$zamu\" --book {:?} --now {EVE} share '{one}'", front.book()));
    assert_eq!(without.status.code(), Some(2));
    assert!(stderr(&without).contains("keyring"), "{}", stderr(&without));
    let refused =
        with_keyring(&home, &format!("\"$zamu\" --book {:?} --now {EVE} join '{one}'", front.book()));
    assert!(stderr(&refused).contains("still empty"), "{}", stderr(&refused));
    assert_eq!(front.export(), before, "nothing was changed");
    let grant = |change: &str| {
        runtime(async {
            let book = Replica::open(&front.book(), EVE[..10].parse().unwrap()).await.unwrap();
            match change {
                "add" => book.add_calendar_grant("a-grant", "grace-google").await.unwrap(),
                _ => book.forget_calendar_grant("a-grant").await.unwrap(),
            }
            book.close().await;
        });
    };
    grant("add");
    let refused =
        with_keyring(&home, &format!("\"$zamu\" --book {:?} --now {EVE} join '{one}'", front.book()));
    assert!(stderr(&refused).contains("disconnect them first"), "{}", stderr(&refused));
    assert_eq!(front.export(), before, "nothing was changed");
    grant("forget");
    let script = format!(
        "\"$zamu\" --book {front:?} --now {EVE} share '{one}'
         \"$zamu\" --book {back:?} --now {EVE} join '{other}'
         echo '{{\"command\":\"arrive\",\"appointment\":\"a1\"}}' | \"$zamu\" --book {back:?} --now {EVE} perform > {home:?}/outcome
         \"$zamu\" --book {front:?} --now {EVE} worker --once
         \"$zamu\" --book {back:?} --now {EVE} worker --once
         \"$zamu\" --book {front:?} export {home:?}/front.json
         \"$zamu\" --book {back:?} export {home:?}/back.json
         \"$zamu\" --book {back:?} leave
         \"$zamu\" --book {back:?} check",
        front = front.book(),
        back = back.book(),
    );
    said(&with_keyring(&home, &script));
    let read = |name: &str| std::fs::read_to_string(home.join(name)).unwrap();
    assert!(read("outcome").contains("\"outcome\":\"done\""), "{}", read("outcome"));
    assert_ne!(read("front.json"), before, "what the other desk did is here");
    assert!(read("front.json") == read("back.json"), "both have the same book");
    assert!(back.export() == read("back.json"), "left with a local copy");
    for file in ["book.zamu", "book.zamu-wal"] {
        let bytes = std::fs::read(front.path(file)).unwrap_or_default();
        assert!(
            !bytes.windows(password.len()).any(|part| part == password.as_bytes()),
            "no password in {file}"
        );
    }
}
