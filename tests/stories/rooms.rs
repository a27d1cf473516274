//! R1 and R2: rooms are the system's until a person picks one.

use super::*;
use expect_test::expect;
use serde_json::json;

fn bath(clock: &str, name: &str) -> Value {
    json!({ "command": "book", "service": "Bath", "start": format!("2026-11-24T{clock}"), "name": name })
}

#[test]
fn r1_kinds_are_tried_in_the_services_order() {
    let scrub = json!({ "command": "book", "service": "Scrub", "start": "2026-11-24T09:00", "name": "Zoe" });
    check(
        "Grace | -\nroom 1 bath\nroom 2 wet",
        scrub,
        expect![[r#"
        Grace | 09:00-09:45 Scrub Zoe (room 2)
    "#]],
    );
}

#[test]
fn r1_system_rooms_are_renamed_to_make_room() {
    let spa = spa("Grace | -\nIvy | -\nroom 1 bath\nroom 2 bath");
    let spa = spa.does(bath("09:00", "Ann")).does(bath("10:00", "Bo"));
    let fixed = json!({ "command": "book", "service": "Bath", "start": "2026-11-24T09:30", "name": "Cy", "room": "2" });
    check_spa(
        spa.does(fixed),
        expect![[r#"
        Grace | 09:30-10:30 Bath Cy (room 2)
        Ivy | 09:00-10:00 Bath Ann (room 1) | 10:00-11:00 Bath Bo (room 1)
    "#]],
    );
}

#[test]
fn r1_no_room_is_a_no_with_the_nearest_times() {
    let spa = spa("Grace | -\nIvy | -\nroom 1 bath").does(bath("09:00", "Ann"));
    check_spa(
        spa.does(bath("09:30", "Bo")),
        expect![[r#"
        refused no_room: No room is free (bath).
        nearest: 10:00 10:15 10:30 10:45
        Grace | 09:00-10:00 Bath Ann (room 1)
        Ivy | -
    "#]],
    );
}

#[test]
fn r2_a_closed_room_gives_its_rows_another_or_flags_them() {
    let close = |room: &str| json!({ "command": "block_room", "room": room, "from": "2026-11-24", "until": "2026-11-24", "reason": "leak" });
    let spa = spa("Grace | -\nroom 1 bath\nroom 2 bath").does(bath("09:00", "Ann"));
    let spa = spa.does(close("1"));
    check_spa(
        spa.clone(),
        expect![[r#"
        Grace | 09:00-10:00 Bath Ann (room 2)
    "#]],
    );
    check_spa(
        spa.does(close("2")),
        expect![[r#"
        Grace | 09:00-10:00 Bath Ann
        needs attention: 09:00 Ann room
    "#]],
    );
}

#[test]
fn r1_who_waits_for_a_room_keeps_nobody_out_of_one() {
    let spa = spa(
        "Grace | -\nIvy | -\nJoy | -\nKim | -\nLea (12:30-17:00) | -\nroom 1 bath\nroom 2 bath\nroom 3 bath",
    );
    let day = [("14:30", "Ed"), ("13:45", "Bo"), ("13:45", "Di"), ("12:30", "Ann")];
    let spa = day.into_iter().fold(spa, |spa, (clock, name)| spa.does(bath(clock, name)));
    let spa = spa.does(json!({ "command": "block_room", "room": "3", "from": "2026-11-24", "until": "2026-11-24", "reason": "leak" }));
    let offered = spa.slots(json!({ "service": "Bath", "from": "2026-11-24", "to": "2026-11-24" }));
    assert!(offered.lines().any(|line| line.trim_start().starts_with("13:00")), "{offered}");
    check_spa(
        spa.does(bath("13:00", "Zoe")),
        expect![[r#"
        Grace | 14:30-15:30 Bath Ed (room 2)
        Ivy | 13:45-14:45 Bath Bo (room 1)
        Joy | 13:45-14:45 Bath Di
        Kim | 12:30-13:30 Bath Ann (room 1)
        Lea | 13:00-14:00 Bath Zoe (room 2)
        needs attention: 13:45 Di room
    "#]],
    );
}
