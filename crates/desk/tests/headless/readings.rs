//! What is only read: the sheet, slots, history, the solver, days off.

use serde_json::{Value, json};

use crate::GRACE_IS_SICK;
use crate::common::{EVE, World, data, stderr};

#[test]
fn the_sheet_is_printed_as_json_text_and_page() {
    let world = World::with_day("grace-is-sick");
    world.perform(
        EVE,
        r#"{"command":"edit","kind":"customer","id":"c16","fields":{"name":"<b>Ann & \"Bo\"</b>"}}"#,
    );
    let sheet = world.read(&["sheet", "2026-11-24", "--json", "--now", EVE]);
    assert_eq!((&sheet["date"], &sheet["finalized_at"]), (&json!("2026-11-24"), &Value::Null));
    let text =
        String::from_utf8(world.zamu(&["sheet", "2026-11-24", "--text", "--now", EVE]).stdout).unwrap();
    let grace = text.split("\nGrace\n").nth(1).unwrap().split("\n\n").next().unwrap();
    assert_eq!(grace.lines().count(), 6, "{grace}");
    assert!(
        text.contains("names are not final yet")
            && grace.contains("09:45-10:15  Reflexology 30")
            && grace.contains("asked for"),
        "{grace}"
    );
    let page =
        String::from_utf8(world.zamu(&["sheet", "2026-11-24", "--html", "--now", EVE]).stdout).unwrap();
    assert!(page.contains("&lt;b&gt;Ann &amp; &quot;Bo&quot;&lt;/b&gt;") && !page.contains("<b>Ann"));
    assert!(
        !page.contains("http") && !page.contains("<script") && page.contains("@page"),
        "the page stands alone"
    );
    assert_eq!(page.matches("<article").count(), 34);
    assert!(
        page.contains("<h1>Tue 24 Nov 2026</h1>") && page.contains("printed "),
        "the day and when it was printed"
    );
    assert_eq!(page.matches("<article class=\"row bound\"").count(), 5);
    assert_eq!(page.matches("<article class=\"row open\"").count(), 29, "not final: dashed");
    assert_eq!(page.matches("class=\"tick\"").count(), 34, "each is listed by time, with a box to tick");
    assert!(
        page.contains("<b>Customer 7</b><span>13:30</span><span class=\"wrapped\">Hot stone 75</span>")
            && page.contains("<b>Customer 27</b><span>Reflexology 30</span><span>15:15</span>"),
        "a short row has fewer lines"
    );
    assert_eq!(world.zamu(&["sheet", "tomorrow"]).status.code(), Some(1));
}

#[test]
fn slots_and_their_reasons() {
    let world = World::with_day("grace-is-sick");
    let slots = world.read(&[
        "slots",
        "--service",
        "SW60",
        "--from",
        "2026-11-24",
        "--to",
        "2026-11-25",
        "--json",
        "--now",
        EVE,
    ]);
    let starts: Vec<&str> =
        slots["slots"].as_array().unwrap().iter().map(|slot| slot["start"].as_str().unwrap()).collect();
    assert!(starts.contains(&"2026-11-24T18:45") && starts.contains(&"2026-11-25T09:00"), "{starts:?}");
    let none = world.read(&[
        "slots",
        "--service",
        "SW60",
        "--from",
        "2026-11-20",
        "--to",
        "2026-11-20",
        "--json",
        "--now",
        EVE,
    ]);
    assert_eq!(none["slots"], json!([]));
    assert!(!none["why_none"].as_array().unwrap().is_empty());
    assert_eq!(
        world
            .zamu(&["slots", "--service", "none", "--from", "2026-11-24", "--to", "2026-11-24", "--json"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn m4_a_row_knows_its_history() {
    let world = World::with_day("grace-is-sick");
    world.perform(
        EVE,
        &format!(
            "{GRACE_IS_SICK}\n{}\n",
            r#"{"command":"change","appointment":"a27","note":"likes it firm"}"#
        ),
    );
    let entries = world.read(&["history", "a27", "--json"])["entries"].clone();
    let commands: Vec<&Value> = entries.as_array().unwrap().iter().map(|entry| &entry["command"]).collect();
    assert_eq!(commands, ["change", "mark_absent"]);
    assert_eq!(
        (&entries[0]["changes"][0]["field"], &entries[0]["changes"][0]["after"]),
        (&json!("note"), &json!("likes it firm"))
    );
    let staff = entries[1]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["id"] == "a27" && change["field"] == "staff")
        .unwrap();
    assert_eq!(staff["before"], "Grace");
    assert_eq!(entries[1]["at"], EVE);
}

#[test]
fn solve_reads_the_published_problems() {
    let world = World::new();
    for line in std::fs::read_to_string(data("pool/optimum.csv")).unwrap().lines().skip(1) {
        let (file, best) = line.split_once(',').unwrap();
        let solved = world.read(&["solve", data(&format!("pool/{file}")).to_str().unwrap()]);
        let unserved: u64 = best.split(',').next().unwrap().parse().unwrap();
        assert!(solved["unserved"].as_u64().unwrap() >= unserved, "{file} beats its proven optimum");
        let open = solved["assignment"].as_array().unwrap().iter().filter(|person| person.is_null()).count();
        assert_eq!(open as u64, solved["unserved"].as_u64().unwrap());
    }
    let bad = world.feed(&["solve"], "2 1\n0 0\n60 x 0 0 1 0\n");
    assert_eq!(
        (bad.status.code(), stderr(&bad).contains("line 3, column 4")),
        (Some(2), true),
        "{}",
        stderr(&bad)
    );
}

#[test]
fn who_may_take_a_day_off() {
    let world = World::with_day("grace-is-sick");
    let read = |world: &World| world.read(&["days-off", "2026-11-24", "--json", "--now", EVE]);
    let full = read(&world);
    assert_eq!((&full["needed"], &full["working"], &full["may_go"]), (&json!(8), &json!(8), &json!([])));
    let rows = ["a13", "a21", "a25", "a5", "a23", "a33", "a30", "a24"];
    let lines: String =
        rows.iter().map(|row| format!("{}\n", json!({ "command": "cancel", "appointment": row }))).collect();
    assert!(world.perform(EVE, &lines).iter().all(|outcome| outcome["outcome"] == "done"));
    let quiet = read(&world);
    let (needed, may_go) = (quiet["needed"].as_u64().unwrap(), quiet["may_go"].as_array().unwrap());
    assert_eq!((needed, may_go.len()), (7, 1), "{quiet}");
    // The word is kept: with that person away nobody more is left without a therapist.
    let absent = json!({ "command": "mark_absent", "staff": may_go[0]["id"], "from": "2026-11-24", "until": "2026-11-24" });
    let outcome = &world.perform(EVE, &format!("{absent}\n"))[0];
    assert_eq!((&outcome["outcome"], &outcome["unplaced"]), (&json!("done"), &json!([])), "{outcome}");
    let nonsense = world.zamu(&["days-off", "nonsense"]);
    assert!(stderr(&nonsense).contains("not a date"), "{nonsense:?}");
}
