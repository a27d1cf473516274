//! The jobs of the day, run by the real worker at hours of our choosing: each once, however many run it and however often.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use common::{EVE, World, json_lines};
use serde_json::{Value, json};

const BEFORE: &str = "2026-11-23T14:59:00Z";
const CUTOFF: &str = "2026-11-23T15:00:00Z";
const AFTER: &str = "2026-11-23T15:30:00Z";

fn finalized_at(world: &World, date: &str) -> Value {
    world.read(&["sheet", date, "--json", "--now", EVE])["finalized_at"].clone()
}

#[test]
fn c1_the_cutoff_makes_tomorrow_final_once() {
    let world = World::with_day("grace-is-sick");
    world.zamu(&["worker", "--once", "--now", BEFORE]);
    assert_eq!(finalized_at(&world, "2026-11-24"), Value::Null);
    let ran = world.zamu(&["worker", "--once", "--now", CUTOFF]);
    assert_eq!(ran.status.code(), Some(0));
    assert_eq!(finalized_at(&world, "2026-11-24"), json!(CUTOFF));
    let book: Value = serde_json::from_str(&world.export()).unwrap();
    assert_eq!(book["messages"].as_array().unwrap().len(), 34, "one message for each customer of the day");
    let before = world.export();
    for again in [CUTOFF, AFTER] {
        assert_eq!(json_lines(&world.zamu(&["worker", "--once", "--now", again])), Vec::<Value>::new());
    }
    assert_eq!(world.export(), before);
}

#[test]
fn a_clock_set_back_does_not_finalize_twice() {
    let world = World::with_day("grace-is-sick");
    world.zamu(&["worker", "--once", "--now", AFTER]);
    let before = world.export();
    for now in [BEFORE, CUTOFF, AFTER] {
        world.zamu(&["worker", "--once", "--now", now]);
    }
    assert_eq!(world.export(), before);
}

#[test]
fn c3_what_was_missed_is_caught_up_when_it_opens() {
    let world = World::with_day("grace-is-sick");
    world.zamu(&["worker", "--once", "--now", "2026-11-24T05:10:00Z"]);
    assert_eq!(finalized_at(&world, "2026-11-24"), json!("2026-11-24T05:10:00Z"));
    assert_eq!(finalized_at(&world, "2026-11-25"), Value::Null);
}

#[test]
fn two_workers_do_each_job_once() {
    let world = World::with_day("grace-is-sick");
    let start = || {
        world
            .command(&["worker", "--once", "--now", CUTOFF])
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let workers = [start(), start(), start()];
    for worker in workers {
        assert!(worker.wait_with_output().unwrap().status.success());
    }
    let book: Value = serde_json::from_str(&world.export()).unwrap();
    assert_eq!(book["messages"].as_array().unwrap().len(), 34);
    assert!(book["messages"].as_array().unwrap().iter().all(|message| message["state"] == "ready"));
}

#[test]
fn a_job_is_nobodys_step() {
    let world = World::with_day("grace-is-sick");
    world.perform(EVE, r#"{"command":"cancel","appointment":"a1"}"#);
    world.zamu(&["worker", "--once", "--now", CUTOFF]);
    let undone = json_lines(&world.zamu(&["undo", "--now", AFTER])).remove(0);
    assert!(undone["text"].as_str().unwrap().starts_with("Undone:"), "{undone}");
    assert_eq!(finalized_at(&world, "2026-11-24"), json!(CUTOFF), "the cutoff stands");
}

#[test]
fn a7_temps_are_archived_in_the_night_after_their_last_day() {
    let world = World::with_day("grace-is-sick");
    let temp = r#"{"command":"add_temp","name":"Tess","gender":"F","skills":["massage"],"first":"2026-11-24","last":"2026-11-24","from":"09:00","until":"17:00"}"#;
    let added = world.perform(EVE, temp).remove(0);
    let tess = added["created"]["id"].as_str().unwrap().to_string();
    let left = |world: &World| {
        let book: Value = serde_json::from_str(&world.export()).unwrap();
        book["staff"].as_array().unwrap().iter().find(|staff| staff["id"] == *tess).unwrap()["left_on"]
            .clone()
    };
    world.zamu(&["worker", "--once", "--now", "2026-11-24T23:59:00Z"]);
    assert_eq!(left(&world), Value::Null, "02:59");
    world.zamu(&["worker", "--once", "--now", "2026-11-25T00:00:00Z"]);
    assert_eq!(left(&world), json!("2026-11-25"));
}

#[test]
fn a_backup_a_day_is_kept_for_fourteen_days() {
    let world = World::with_day("grace-is-sick");
    let at = |day: u32| format!("2026-11-{day:02}T04:00:00Z");
    for day in 1..=20 {
        assert!(world.zamu(&["worker", "--once", "--now", &at(day)]).status.success());
    }
    let mut kept: Vec<String> = std::fs::read_dir(world.path("backups"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(
        (kept.len(), kept[0].as_str(), kept[13].as_str()),
        (14, "book-2026-11-07.zamu", "book-2026-11-20.zamu")
    );
    let backup = world.path("backups").join(&kept[0]);
    assert!(common::zamu_on(&backup, &["check"]).status().unwrap().success(), "a backup is a book");
}

#[cfg(unix)]
#[test]
fn a_worker_stops_when_it_is_asked_to() {
    let world = World::with_day("grace-is-sick");
    let mut worker = world.command(&["worker"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(400));
    let asked =
        std::process::Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert_eq!(worker.wait().unwrap().code(), Some(0));
}
