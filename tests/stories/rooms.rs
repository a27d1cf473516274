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
