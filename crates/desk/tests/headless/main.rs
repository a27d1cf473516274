//! The headless program as scripts use it: what goes in, what comes out, how it ends. Every test runs the real binary on a file of its own.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

#[path = "../common/mod.rs"]
mod common;
mod readings;

use common::{EVE, World, data, json_lines, stderr};
use serde_json::{Value, json};

const GRACE_IS_SICK: &str =
    r#"{"command":"mark_absent","staff":"grace","from":"2026-11-24","until":"2026-11-24","reason":"sick"}"#;

fn staff_of(book: &Value, row: &str) -> Value {
    let rows = book["appointments"].as_array().unwrap();
    rows.iter().find(|found| found["id"] == row).unwrap()["staff"].clone()
}

#[test]
fn an_exported_book_read_again_is_the_same_to_the_byte() {
    for day in ["grace-is-sick", "full-tuesday", "ordinary-tuesday"] {
        let world = World::with_day(day);
        let (first, copy) = (world.path("first.json"), world.path("copy.zamu"));
        assert!(world.zamu(&["export", first.to_str().unwrap()]).status.success());
        let made = common::zamu_on(&copy, &["init", "--from", first.to_str().unwrap(), "--now", EVE])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let second = common::zamu_on(&copy, &["export"]).output().unwrap().stdout;
        assert_eq!(std::fs::read_to_string(&first).unwrap(), String::from_utf8(second).unwrap());
    }
}

#[test]
fn a1_an_absence_is_previewed_applied_and_taken_back_without_a_trace() {
    let world = World::with_day("grace-is-sick");
    let before = world.export();
    let shown = world.feed(&["preview", "--now", EVE], GRACE_IS_SICK);
    assert_eq!((shown.status.code(), world.export() == before), (Some(0), true), "a preview keeps nothing");
    let done = world.perform(EVE, GRACE_IS_SICK).remove(0);
    assert_eq!(done["outcome"], "done");
    assert_eq!(done["digest"], json_lines(&shown)[0]["digest"]);
    assert_eq!(done["unplaced"].as_array().unwrap().len(), 2);
    let bound: Vec<&Value> =
        done["opened"].as_array().unwrap().iter().filter(|item| item["kind"] == "bound_absent").collect();
    assert_eq!((bound.len(), &bound[0]["appointment"]), (1, &json!("a18")));
    let after: Value = serde_json::from_str(&world.export()).unwrap();
    assert_eq!(
        (staff_of(&after, "a18"), after["messages"].is_null()),
        (json!(["grace"]), true),
        "bound stays, nobody is told (A3, A5)"
    );
    let undone = world.zamu(&["undo", "--now", EVE]);
    assert_eq!(
        (undone.status.code(), world.export() == before),
        (Some(0), true),
        "one undo takes all of it back"
    );
    let redone = world.zamu(&["redo", "--now", EVE]);
    assert_eq!(redone.status.code(), Some(0));
    assert_eq!(serde_json::from_str::<Value>(&world.export()).unwrap(), after);
    assert_eq!(world.zamu(&["redo", "--now", EVE]).status.code(), Some(1));
}

#[test]
fn a1_a_preview_that_no_longer_holds_writes_nothing() {
    let world = World::with_day("grace-is-sick");
    let mut line: Value = serde_json::from_str(GRACE_IS_SICK).unwrap();
    line["digest"] = json_lines(&world.feed(&["preview", "--now", EVE], GRACE_IS_SICK))[0]["digest"].clone();
    world.perform(EVE, r#"{"command":"cancel","appointment":"a16"}"#);
    let before = world.export();
    let answer = world.feed(&["perform", "--now", EVE], &line.to_string());
    assert_eq!((answer.status.code(), world.export() == before), (Some(1), true));
    let fresh = json_lines(&answer).remove(0);
    assert_eq!(fresh["outcome"], "changed");
    line["digest"] = fresh["digest"].clone();
    assert_eq!(world.perform(EVE, &line.to_string())[0]["outcome"], "done");
}

#[test]
fn a1_a_preview_on_a_final_day_is_applied_as_it_was_shown() {
    let world = World::with_day("grace-is-sick");
    let (evening, morning) = ("2026-11-23T16:00:00Z", "2026-11-24T05:10:00Z");
    world.zamu(&["worker", "--once", "--now", evening]);
    let mut line: Value = serde_json::from_str(GRACE_IS_SICK).unwrap();
    let preview = json_lines(&world.feed(&["preview", "--now", morning], GRACE_IS_SICK)).remove(0);
    assert_ne!(preview["held"], json!([]), "names changed, and each waits to be told");
    line["digest"] = preview["digest"].clone();
    assert_eq!(world.perform(morning, &line.to_string())[0]["outcome"], "done");
}

#[test]
fn a_repeated_command_changes_nothing() {
    let world = World::with_day("grace-is-sick");
    let line = r#"{"command":"book","id":"once","service":"SW60","start":"2026-11-24T18:45","name":"Eve","phone":"0712 000 111"}"#;
    let answers = world.perform(EVE, &format!("{line}\n{line}\n"));
    assert_eq!(answers[0]["outcome"], "done", "{answers:?}");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], world.perform(EVE, line)[0], "another process answers the same");
    assert_eq!(world.read(&["check", "--json"])["counts"]["appointment"], 35);
}

#[test]
fn bad_input_names_its_line_and_column_and_earlier_lines_stay() {
    let world = World::with_day("grace-is-sick");
    let lines = "{\"command\":\"cancel\",\"appointment\":\"a1\"}\n\n{\"command\":\"cancel\",,}\n{\"command\":\"cancel\",\"appointment\":\"a2\"}\n";
    let output = world.feed(&["perform", "--now", EVE], lines);
    assert_eq!((output.status.code(), json_lines(&output).len()), (Some(2), 1));
    assert!(stderr(&output).contains("line 3, column 21"), "{}", stderr(&output));
    let book: Value = serde_json::from_str(&world.export()).unwrap();
    let cancelled =
        book["appointments"].as_array().unwrap().iter().filter(|row| row["status"] == "cancelled");
    assert_eq!(cancelled.map(|row| row["id"].as_str().unwrap()).collect::<Vec<_>>(), ["a1"]);
    for unusable in ["[1]", "42", "{}", "{\"command\":7}"] {
        assert_eq!(world.feed(&["perform"], unusable).status.code(), Some(2), "{unusable}");
    }
}

#[test]
fn every_command_line_refuses_with_the_reason() {
    let world = World::with_day("grace-is-sick");
    let before = world.export();
    for (line, code) in [
        (r#"{"command":"dance"}"#, "invalid"),
        (r#"{"command":"cancel"}"#, "invalid"),
        (r#"{"command":"cancel","appointment":"a1","why":"x"}"#, "invalid"),
        (r#"{"command":"cancel","appointment":"a1","digest":7}"#, "invalid"),
        (r#"{"command":"cancel","appointment":"nobody"}"#, "unknown"),
        (r#"{"command":"book","service":"SW60","start":"2026-11-24T09:07","customer":"c1"}"#, "invalid"),
        (r#"{"command":"mark_absent","staff":"grace","from":"yesterday","until":"2026-11-24"}"#, "invalid"),
        (r#"{"command":"reassign","appointment":"a18","staff":"brian"}"#, "bound"),
        (r#"{"command":"undo","of":"never"}"#, "unknown"),
    ] {
        let output = world.feed(&["perform", "--now", EVE], line);
        let answer = json_lines(&output).remove(0);
        assert_eq!(
            (output.status.code(), &answer["outcome"], &answer["code"]),
            (Some(1), &json!("refused"), &json!(code)),
            "{line}: {answer}"
        );
        assert!(!answer["why"].as_str().unwrap().is_empty());
    }
    assert_eq!(world.export(), before);
    assert_eq!(json_lines(&world.zamu(&["undo"]))[0]["code"], "nothing_to_undo");
}

#[test]
fn a_preview_of_several_lines_sees_the_ones_before_it() {
    let world = World::with_day("grace-is-sick");
    let book = r#"{"command":"book","id":"first","service":"SW60","start":"2026-11-24T18:45","name":"Eve","phone":"0712 000 111"}"#;
    let output = world
        .feed(&["preview", "--now", EVE], &format!("{book}\n{}\n", r#"{"command":"undo","of":"first"}"#));
    assert!(json_lines(&output).iter().all(|answer| answer["outcome"] == "done"), "{output:?}");
    let same_place = book.replace("first", "second").replace("Eve", "Flo");
    let both = json_lines(&world.feed(&["preview", "--now", EVE], &format!("{book}\n{same_place}\n")));
    let one_left = (&both[0]["outcome"], &both[1]["outcome"]);
    assert_eq!(one_left, (&json!("done"), &json!("refused")), "Faith is the last one free at 18:45");
    assert_eq!(world.read(&["check", "--json"])["counts"]["appointment"], 34);
}

#[test]
fn records_may_be_named_by_id() {
    let world = World::with_day("grace-is-sick");
    let found = sqlite(
        &world,
        "SELECT (SELECT id FROM appointment WHERE handle = 'a34') || ' ' || (SELECT id FROM staff WHERE handle = 'achieng')",
    );
    let (row, staff) = found.split_once(' ').unwrap();
    let line = json!({ "command": "reassign", "appointment": row, "staff": staff }).to_string();
    let answer = world.perform(EVE, &line).remove(0);
    assert_eq!(
        (&answer["outcome"], &answer["moved"][0]["to"]),
        (&json!("done"), &json!("achieng")),
        "{answer}"
    );
    assert_eq!(world.read(&["history", row, "--json"])["entries"][0]["command"], "reassign");
}

/// Asks the file itself, through a connection of our own.
fn sqlite(world: &World, question: &'static str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(world.book());
        let mut asked = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::query_scalar(question).fetch_one(&mut asked).await.unwrap()
    })
}

#[test]
fn init_never_writes_over_a_book() {
    let world = World::with_day("grace-is-sick");
    let before = world.export();
    let output = world.zamu(&["init", "--sample"]);
    assert_eq!((output.status.code(), world.export() == before), (Some(2), true));
    assert!(stderr(&output).contains("already"));
}

#[test]
fn a_bad_book_file_names_the_path_and_imports_nothing() {
    let good: Value =
        serde_json::from_str(&std::fs::read_to_string(data("days/grace-is-sick.json")).unwrap()).unwrap();
    type Spoil = fn(&mut Value);
    let spoilt: [(Spoil, &str); 8] = [
        (|book| book["appointments"][3]["colour"] = json!("red"), "appointments[3]"),
        (|book| book["appointments"][12]["staff"] = json!(["nobody"]), "appointments[12].staff[0]"),
        (|book| book["appointments"][2]["service"] = json!("nothing"), "appointments[2].service"),
        (|book| book["appointments"][5]["start"] = json!("2026-11-24T09:07"), "appointments[5].start"),
        (|book| book["appointments"][4]["customer"] = json!("c99"), "appointments[4].customer"),
        (|book| book["site"]["time_zone"] = json!("Mars/Base"), "site.time_zone"),
        (|book| book["staff"][1]["id"] = json!("achieng"), "staff[1]"),
        (|book| book["services"][0]["minutes"] = json!("sixty"), "services[0].minutes"),
    ];
    for (spoil, path) in spoilt {
        let (world, mut book) = (World::new(), good.clone());
        spoil(&mut book);
        let file = world.path("bad.json");
        std::fs::write(&file, book.to_string()).unwrap();
        let output = world.zamu(&["init", "--from", file.to_str().unwrap(), "--now", EVE]);
        assert_eq!((output.status.code(), world.book().exists()), (Some(2), false), "{path}");
        assert!(stderr(&output).contains(path), "{path}: {}", stderr(&output));
    }
}

#[test]
fn two_rows_of_one_person_at_once_are_not_imported() {
    let (world, mut book) = (
        World::new(),
        serde_json::from_str::<Value>(&std::fs::read_to_string(data("days/grace-is-sick.json")).unwrap())
            .unwrap(),
    );
    book["appointments"][0]["staff"] = json!(["esther"]);
    let file = world.path("bad.json");
    std::fs::write(&file, book.to_string()).unwrap();
    let output = world.zamu(&["init", "--from", file.to_str().unwrap(), "--now", EVE]);
    assert_eq!((output.status.code(), world.book().exists()), (Some(2), false));
    assert!(stderr(&output).contains("appointments["), "{}", stderr(&output));
}

#[test]
fn options_stand_anywhere_and_a_book_that_is_not_there_is_said() {
    let world = World::with_day("grace-is-sick");
    let book = world.book();
    let anywhere = ["sheet", "--json", "2026-11-24", "--now", EVE, "--book", book.to_str().unwrap()];
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_zamu"))
        .env_remove("ZAMU_BOOK")
        .args(anywhere)
        .output()
        .unwrap();
    let sheet: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(sheet["rows"].as_array().unwrap().len(), 34);
    let from_the_environment = std::process::Command::new(env!("CARGO_BIN_EXE_zamu"))
        .env("ZAMU_BOOK", &book)
        .args(["check"])
        .status()
        .unwrap();
    assert!(from_the_environment.success());
    let shared =
        common::zamu_on("postgres://nobody:x@127.0.0.1:1/zamu".as_ref(), &["check"]).output().unwrap();
    assert_eq!(shared.status.code(), Some(2));
    assert!(stderr(&shared).contains("the shared book cannot be reached"), "{}", stderr(&shared));
    assert!(!stderr(&shared).contains("nobody:x"), "a password is never printed");
    let none = common::zamu_on(&world.path("none.zamu"), &["sheet", "2026-11-24"]).output().unwrap();
    assert_eq!((none.status.code(), stderr(&none).contains("there is no book")), (Some(2), true));
}
