//! A1 to A8: absences, temps and every other loss of capacity.

use super::*;
use expect_test::expect;
use serde_json::json;

fn absent(who: &str) -> Value {
    json!({ "command": "mark_absent", "staff": who, "from": "2026-11-24", "until": "2026-11-24", "reason": "sick" })
}

#[test]
fn a2_unbound_rows_are_repooled_and_a3_bound_rows_stay_and_wait() {
    check(
        "Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo (bound)
         Ivy   | -",
        absent("grace"),
        expect![[r#"
            Grace | 10:00-11:00 Deep Bo (bound)
            Ivy | 09:00-10:00 Swedish Ann
            needs attention: 10:00 Bo bound_absent
        "#]],
    );
}

#[test]
fn a2_among_equals_the_later_start_is_left() {
    check(
        "Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Swedish Bo
         Ivy (09:00-10:00) | -",
        absent("grace"),
        expect![[r#"
            Grace | -
            Ivy | 09:00-10:00 Swedish Ann
            nobody | 10:00-11:00 Swedish Bo
            needs attention: 10:00 Bo no_therapist
        "#]],
    );
}

#[test]
fn a2_others_move_only_when_that_serves_more() {
    check(
        "Grace (hot-stone) | 09:00-10:15 Hotstone Ann
         Hana | 09:00-10:00 Swedish Bo
         Ivy (massage) | -",
        absent("grace"),
        expect![[r#"
            Grace | -
            Hana | 09:00-10:15 Hotstone Ann
            Ivy | 09:00-10:00 Swedish Bo
        "#]],
    );
}

#[test]
fn a4_finalized_rows_may_move_in_a_previewed_absence_and_the_name_waits() {
    let spa = spa("Grace (hot-stone) | 09:00-10:15 Hotstone Ann
         Hana | 09:00-10:00 Swedish Bo
         Ivy (massage) | -");
    let spa = spa
        .does(json!({ "command": "finalize", "date": "2026-11-24" }))
        .at("2026-11-24T08:10")
        .does(absent("grace"));
    check_spa(
        spa,
        expect![[r#"
        Grace | -
        Hana | 09:00-10:15 Hotstone Ann (final)
        Ivy | 09:00-10:00 Swedish Bo (final)
        needs attention: 09:00 Ann name_changed
        needs attention: 09:00 Bo name_changed
        held: Zamu Spa: Hotstone, Tue 24 Nov 09:00 with Hana.
        held: Zamu Spa: Swedish, Tue 24 Nov 09:00 with Ivy.
    "#]],
    );
}

#[test]
fn a4_a_silent_repool_never_changes_a_finalized_name() {
    let spa = spa("Hana (hot-stone) | 09:00-10:15 Hotstone Ann (final)
         Ivy | -");
    let busy = json!({ "command": "record_busy", "staff": "hana", "from": "2026-11-24", "until": "2026-11-24", "busy": [["2026-11-24T06:02:00Z", "2026-11-24T06:31:00Z"]] });
    check_spa(
        spa.does(busy),
        expect![[r#"
        Hana | 09:00-10:15 Hotstone Ann (final)
        Ivy | -
        needs attention: 09:00 Ann busy_outside
    "#]],
    );
}

#[test]
fn a_busy_window_repools_a_provisional_row_silently() {
    let busy = json!({ "command": "record_busy", "staff": "hana", "from": "2026-11-24", "until": "2026-11-24", "busy": [["2026-11-24T06:02:00Z", "2026-11-24T06:31:00Z"]] });
    check(
        "Hana | 09:00-10:00 Swedish Ann
         Ivy  | -",
        busy,
        expect![[r#"
            Hana | -
            Ivy | 09:00-10:00 Swedish Ann
        "#]],
    );
}

#[test]
fn t4_a_started_row_stays_with_its_therapist() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Swedish Bo
         Ivy   | -");
    check_spa(
        spa.at("2026-11-24T09:30").does(absent("grace")),
        expect![[r#"
        Grace | 09:00-10:00 Swedish Ann
        Ivy | 10:00-11:00 Swedish Bo
        needs attention: 09:00 Ann does_not_fit
    "#]],
    );
}

#[test]
fn a1_an_absence_of_some_hours_leaves_the_rest() {
    let line = json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24T13:00", "until": "2026-11-24T17:00" });
    check(
        "Grace | 11:00-12:00 Swedish Ann | 12:30-13:30 Swedish Bo | 14:00-15:00 Swedish Cy
         Ivy   | -",
        line,
        expect![[r#"
            Grace | 11:00-12:00 Swedish Ann
            Ivy | 12:30-13:30 Swedish Bo | 14:00-15:00 Swedish Cy
        "#]],
    );
}

#[test]
fn a1_one_undo_takes_all_of_it_back() {
    let before = spa("Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo (bound)
         Ivy   | -");
    let mut line = absent("grace");
    line["step"] = json!("sick");
    let after = before.clone().does(line).does(json!({ "command": "undo", "of": "sick" }));
    assert_eq!(zamu_core::book::write(&after.records), zamu_core::book::write(&before.records));
}

#[test]
fn a6_ending_an_absence_moves_nothing_and_offers_the_person_again() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann");
    let spa = spa.does(absent("grace"));
    let block = spa.records.blocks.keys().next().unwrap().to_string();
    let spa = spa.does(json!({ "command": "end_absence", "absence": block }));
    check_spa(
        spa.clone(),
        expect![[r#"
        Grace | -
        nobody | 09:00-10:00 Swedish Ann
        needs attention: 09:00 Ann no_therapist
    "#]],
    );
    check_spa(
        spa.does(json!({ "command": "resolve", "item": "ann/no_therapist", "remedy": "repool" })),
        expect![[r#"
        Grace | 09:00-10:00 Swedish Ann
    "#]],
    );
}

#[test]
fn a7_a_temp_adds_capacity_at_once_and_serves_who_had_nobody() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo").does(absent("grace"));
    let temp = json!({ "command": "add_temp", "name": "Wanja", "gender": "F", "skills": ["massage"], "first": "2026-11-24", "last": "2026-11-24", "from": "09:00", "until": "17:00" });
    check_spa(
        spa.does(temp),
        expect![[r#"
        Grace | -
        Wanja | 09:00-10:00 Swedish Ann
        nobody | 10:00-11:00 Deep Bo
        needs attention: 10:00 Bo no_therapist
    "#]],
    );
}

#[test]
fn a7_availability_ends_with_the_last_day_and_the_night_job_only_archives() {
    let temp = json!({ "command": "add_temp", "name": "Wanja", "gender": "F", "skills": ["massage"], "first": "2026-11-23", "last": "2026-11-23", "from": "09:00", "until": "17:00" });
    let spa = spa("Grace | -").does(temp);
    assert!(!spa.slots(json!({ "service": "Swedish" })).contains("wanja"));
    let spa = spa.at("2026-11-24T03:00").does(json!({ "command": "archive_temps", "date": "2026-11-24" }));
    let wanja = &spa.records.staff[&"wanja".into()];
    assert_eq!(wanja.left_on.map(|date| date.to_string()).as_deref(), Some("2026-11-24"));
}

#[test]
fn a7_shortening_a_temp_who_holds_later_rows_opens_attention_and_archives_nothing() {
    let mut spa = spa("Wanja | 09:00-10:00 Swedish Ann (bound) | 10:00-11:00 Swedish Bo");
    spa = spa.does(json!({ "command": "edit", "kind": "staff", "id": "wanja", "fields": { "temporary": { "first": "2026-11-20", "last": "2026-11-23" } } }));
    check_spa(
        spa.clone(),
        expect![[r#"
        Wanja | 09:00-10:00 Swedish Ann (bound)
        nobody | 10:00-11:00 Swedish Bo
        needs attention: 09:00 Ann temp_leaving
        needs attention: 10:00 Bo no_therapist
    "#]],
    );
    let spa = spa.at("2026-11-24T03:00").does(json!({ "command": "archive_temps", "date": "2026-11-24" }));
    assert_eq!(spa.records.staff[&"wanja".into()].left_on, None);
}

#[test]
fn a8_vacation_hours_override_skills_and_leaving_are_absorbed_as_an_absence_is() {
    let picture = "Grace | 09:00-10:00 Deep Ann
                   Ivy   | -";
    let losses = [
        json!({ "command": "add_vacation", "staff": "grace", "first": "2026-11-24", "last": "2026-11-25" }),
        json!({ "command": "set_hours", "staff": "grace", "hours": [{ "days": ["tue"], "from": "12:00", "until": "17:00" }] }),
        json!({ "command": "set_override", "staff": "grace", "date": "2026-11-24", "open": false }),
        json!({ "command": "edit", "kind": "staff", "id": "grace", "fields": { "skills": ["massage"] } }),
        json!({ "command": "deactivate", "staff": "grace", "from": "2026-11-24" }),
    ];
    for line in losses {
        let after = spa(picture).does(line.clone()).picture();
        assert!(after.contains("Ivy | 09:00-10:00 Deep Ann"), "{line}\n{after}");
    }
}

#[test]
fn a8_a_closed_day_leaves_its_rows_in_attention() {
    let line = json!({ "command": "edit", "kind": "site", "fields": { "closed": ["2026-11-24"] } });
    check(
        "Grace | 09:00-10:00 Deep Ann",
        line,
        expect![[r#"
        Grace | -
        nobody | 09:00-10:00 Deep Ann
        needs attention: 09:00 Ann no_therapist
    "#]],
    );
}
