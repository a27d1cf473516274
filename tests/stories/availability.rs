//! V1 to V4: what is free, and why not.

use super::*;
use expect_test::expect;
use serde_json::json;

fn full(service: &str) -> Value {
    json!({ "service": service })
}

#[test]
fn v1_every_layer_closes_what_the_one_before_left() {
    let mut spa = Spa::new(
        "Grace (08:00-20:00) | 12:00-13:00 Swedish Ann",
        json!({ "name": "Zamu Spa", "hours": [{ "days": ["tue"], "from": "09:00", "until": "19:00" }] }),
    );
    spa = spa.does(json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24T15:00", "until": "2026-11-24T16:00", "kind": "training" }));
    spa = spa.does(json!({ "command": "record_busy", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "busy": [["2026-11-24T14:01:00Z", "2026-11-24T14:29:00Z"]] }));
    expect![[r#"
        09:00 grace
        09:15 grace
        09:30 grace
        09:45 grace
        10:00 grace
        10:15 grace
        10:30 grace
        10:45 grace
        11:00 grace
        13:00 grace
        13:15 grace
        13:30 grace
        13:45 grace
        14:00 grace
        16:00 grace
        17:30 grace
        17:45 grace
        18:00 grace
    "#]]
    .assert_eq(&spa.slots(full("Swedish")));
}

#[test]
fn v1_overrides_replace_the_weekly_hours_for_n_weeks() {
    let line = json!({ "command": "set_override", "staff": "grace", "date": "2026-11-17", "open": true, "from": "14:00", "until": "16:00", "repeat": 2 });
    let spa = spa("Grace | -").does(line);
    expect![[r#"
        14:00 grace
        14:15 grace
        14:30 grace
        14:45 grace
        15:00 grace
    "#]]
    .assert_eq(&spa.slots(full("Swedish")));
    let next = json!({ "service": "Swedish", "from": "2026-12-01", "to": "2026-12-01" });
    assert!(spa.slots(next).starts_with("09:00 grace"));
}

#[test]
fn v2_spans_may_touch_and_never_overlap() {
    let line =
        |start: &str| json!({ "command": "book", "service": "Swedish", "start": start, "name": "Zoe" });
    let spa = spa("Grace | 10:00-11:00 Swedish Ann | 12:00-13:00 Swedish Bo");
    check_spa(
        spa.clone().does(line("2026-11-24T11:00")),
        expect![[r#"
        Grace | 10:00-11:00 Swedish Ann | 11:00-12:00 Swedish Zoe | 12:00-13:00 Swedish Bo
    "#]],
    );
    check_spa(
        spa.does(line("2026-11-24T11:05")),
        expect![[r#"
        refused slot_unavailable: Nobody who can do it is free then: Grace is serving 12:00-13:00.
        nearest: 09:00 11:00 13:00 13:15
        Grace | 10:00-11:00 Swedish Ann | 12:00-13:00 Swedish Bo
    "#]],
    );
}

#[test]
fn v2_the_whole_span_with_its_turnover_lies_in_free_time() {
    let spa = spa("Grace (09:00-11:00) | -\nroom 1 wet");
    expect![[r#"
        09:00 grace
        09:15 grace
        09:30 grace
        09:45 grace
        10:00 grace
    "#]]
    .assert_eq(&spa.slots(full("Scrub")));
}

#[test]
fn v2_a_person_may_force_hours_and_the_row_is_marked() {
    let line = json!({ "command": "book", "service": "Swedish", "start": "2026-11-24T17:30", "name": "Zoe", "force": "hours" });
    check(
        "Grace | -",
        line.clone(),
        expect![[r#"
        Grace | 17:30-18:30 Swedish Zoe (forced)
        needs attention: 17:30 Zoe outside_hours
    "#]],
    );
    let mut plain = line.clone();
    plain.as_object_mut().unwrap().remove("force");
    check(
        "Grace | -",
        plain,
        expect![[r#"
        refused off_shift: Grace works 09:00-17:00.
        nearest: 15:15 15:30 15:45 16:00
        Grace | -
    "#]],
    );
    let spa = spa("Grace | -").does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    check_spa(
        spa.does(line),
        expect![[r#"
        refused absent: Grace is absent Tue 24 Nov.
        nearest: 09:00 09:15 09:30 09:45
        Grace | -
    "#]],
    );
}

#[test]
fn v3_a_slot_needs_every_seat_and_a_room() {
    let spa = spa("Grace (09:00-11:00) | -\nIvy (10:00-12:00) | -\nroom 1 bath");
    expect![[r#"
        10:00 grace ivy
    "#]]
    .assert_eq(&spa.slots(full("Couple")));
    let taken =
        spa.does(json!({ "command": "book", "service": "Bath", "start": "2026-11-24T09:00", "name": "Zoe" }));
    expect![[r#"
        10:00 ivy grace
        10:15 ivy
        10:30 ivy
        10:45 ivy
        11:00 ivy
    "#]]
    .assert_eq(&taken.slots(full("Bath")));
}

#[test]
fn v4_every_no_has_its_code() {
    let spa = spa("Grace | -\nAdam (M; facial) | -");
    for (query, code) in [
        (json!({ "service": "Deep", "staff": "adam" }), "not_qualified"),
        (json!({ "service": "Facial", "staff": "adam", "gender": "F" }), "gender"),
        (json!({ "service": "Swedish", "from": "2027-11-24", "to": "2027-11-24" }), "too_far"),
        (json!({ "service": "Swedish", "from": "2026-11-20", "to": "2026-11-20" }), "too_soon"),
        (json!({ "service": "Bath" }), "no_room"),
    ] {
        let answer = spa.slots(query.clone());
        assert!(answer.contains(&format!("none: {code}")), "{query}: {answer}");
    }
}

#[test]
fn v4_the_reasons_of_a_persons_day() {
    let day = |line: Value| spa("Grace | -").does(line).slots(full("Swedish"));
    let absent = json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "reason": "sick" });
    let vacation =
        json!({ "command": "add_vacation", "staff": "grace", "first": "2026-11-24", "last": "2026-11-30" });
    let off = json!({ "command": "set_override", "staff": "grace", "date": "2026-11-24", "open": false });
    let closed = json!({ "command": "edit", "kind": "site", "fields": { "closed": ["2026-11-24"] } });
    expect![[r#"
        none: absent (Grace is absent Tue 24 Nov (sick))
        none: on_vacation (Grace is on vacation until Mon 30 Nov)
        none: off_shift (Grace is off that day)
        none: site_closed (the spa is closed then)
    "#]]
    .assert_eq(&format!("{}{}{}{}", day(absent), day(vacation), day(off), day(closed)));
}
