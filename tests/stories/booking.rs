//! B1 to B10: booking, changing, moving, cancelling.

use super::*;
use expect_test::expect;
use serde_json::json;

fn book(service: &str, clock: &str) -> Value {
    json!({ "command": "book", "service": service, "start": format!("2026-11-24T{clock}"), "name": "Zoe", "phone": "0712345678" })
}

fn book_with(service: &str, clock: &str, more: Value) -> Value {
    let mut line = book(service, clock);
    for (key, value) in more.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

#[test]
fn b1_a_booking_gets_a_provisional_therapist_and_a_text_without_a_name() {
    let spa = spa("Grace | -").does(book("Swedish", "10:00"));
    check_spa(
        spa.clone(),
        expect![[r#"
        Grace | 10:00-11:00 Swedish Zoe
    "#]],
    );
    let message = spa.records.messages.values().next().unwrap();
    expect!["Zamu Spa: Swedish, Tue 24 Nov 10:00. We'll confirm your therapist before your visit."]
        .assert_eq(&message.text);
}

#[test]
fn b2_provisional_rows_count_as_busy() {
    check(
        "Grace | 10:00-11:00 Swedish Ann",
        book("Swedish", "10:30"),
        expect![[r#"
        refused slot_unavailable: Nobody who can do it is free then: Grace is serving 10:00-11:00.
        nearest: 11:00 11:15 11:30 11:45
        Grace | 10:00-11:00 Swedish Ann
    "#]],
    );
}

#[test]
fn b3_least_busy_of_the_day_is_picked_then_count_then_handle() {
    check(
        "Grace | 14:00-15:00 Swedish Ann
         Ivy   | 12:00-12:30 Swedish Bo | 13:00-13:30 Swedish Cy
         Jo    | -",
        book("Swedish", "10:00"),
        expect![[r#"
            Grace | 14:00-15:00 Swedish Ann
            Ivy | 12:00-12:30 Swedish Bo | 13:00-13:30 Swedish Cy
            Jo | 10:00-11:00 Swedish Zoe
        "#]],
    );
    check(
        "Grace | 12:00-12:30 Swedish Bo | 13:00-13:30 Swedish Cy
         Ivy   | 14:00-15:00 Swedish Ann",
        book("Swedish", "10:00"),
        expect![[r#"
            Grace | 12:00-12:30 Swedish Bo | 13:00-13:30 Swedish Cy
            Ivy | 10:00-11:00 Swedish Zoe | 14:00-15:00 Swedish Ann
        "#]],
    );
}

#[test]
fn b3_only_one_free_is_picked_whatever_the_load() {
    check(
        "Grace | 11:00-12:00 Swedish Ann | 12:00-13:00 Swedish Bo | 13:00-14:00 Swedish Cy
         Ivy   | 10:00-11:00 Swedish Di (bound)",
        book("Swedish", "10:00"),
        expect![[r#"
            Grace | 10:00-11:00 Swedish Zoe | 11:00-12:00 Swedish Ann | 12:00-13:00 Swedish Bo | 13:00-14:00 Swedish Cy
            Ivy | 10:00-11:00 Swedish Di (bound)
        "#]],
    );
}

#[test]
fn b3_rotation_goes_through_the_pool_and_remembers() {
    let site = json!({ "name": "Zamu Spa", "pick_rule": "rotation" });
    let spa = Spa::new("Grace | -\nIvy | -\nJo | -", site);
    let spa = spa
        .does(book("Swedish", "09:00"))
        .does(book("Swedish", "10:00"))
        .does(book("Swedish", "11:00"))
        .does(book("Swedish", "12:00"));
    check_spa(
        spa,
        expect![[r#"
        Grace | 09:00-10:00 Swedish Zoe | 12:00-13:00 Swedish Zoe
        Ivy | 10:00-11:00 Swedish Zoe
        Jo | 11:00-12:00 Swedish Zoe
    "#]],
    );
}

#[test]
fn b3_fewest_in_the_next_thirty_days() {
    let site = json!({ "name": "Zamu Spa", "pick_rule": "fewest_next_30_days" });
    let spa = Spa::new("Grace | -\nIvy | 16:00-17:00 Swedish Ann", site);
    let later = json!({ "command": "book", "service": "Swedish", "start": "2026-12-01T10:00", "name": "Bo", "phone": "0712000000" });
    let spa = spa.does(later.clone()).does(book("Swedish", "10:00"));
    check_spa(
        spa,
        expect![[r#"
        Grace | 10:00-11:00 Swedish Zoe
        Ivy | 16:00-17:00 Swedish Ann
    "#]],
    );
}

#[test]
fn b4_asking_by_name_binds_and_is_off_unless_the_site_switches_it_on() {
    check(
        "Grace | -\nIvy | -",
        book_with("Swedish", "10:00", json!({ "staff": "ivy" })),
        expect![[r#"
        Grace | -
        Ivy | 10:00-11:00 Swedish Zoe (bound)
    "#]],
    );
    let off = Spa::new("Grace | -\nIvy | -", json!({ "name": "Zamu Spa" }));
    check_spa(
        off.does(book_with("Swedish", "10:00", json!({ "staff": "ivy" }))),
        expect![[r#"
        refused invalid: staff: customers do not choose a therapist here (Settings: asking for a person by name)
        Grace | -
        Ivy | -
    "#]],
    );
}

#[test]
fn b4_a_named_therapist_who_is_taken_is_refused_with_her_times() {
    check(
        "Grace | -\nIvy | 10:00-11:00 Swedish Ann",
        book_with("Swedish", "10:30", json!({ "staff": "ivy" })),
        expect![[r#"
        refused serving: Ivy is serving 10:00-11:00.
        nearest: 11:00 11:15 11:30 11:45
        Grace | -
        Ivy | 10:00-11:00 Swedish Ann
    "#]],
    );
}

#[test]
fn b5_a_wish_filters_the_pick() {
    check(
        "Adam (M) | -\nGrace | -",
        book_with("Swedish", "10:00", json!({ "gender": "F" })),
        expect![[r#"
        Adam | -
        Grace | 10:00-11:00 Swedish Zoe (woman)
    "#]],
    );
}

#[test]
fn b5_on_file_but_none_free_is_no_slot_never_the_other_gender() {
    check(
        "Adam (M) | -\nGrace | 10:00-11:00 Swedish Ann (bound)",
        book_with("Swedish", "10:00", json!({ "gender": "F" })),
        expect![[r#"
        refused slot_unavailable: Nobody who can do it is free then: Grace is serving 10:00-11:00; the customer asked for a woman.
        nearest: 09:00 11:00 11:15 11:30
        Adam | -
        Grace | 10:00-11:00 Swedish Ann (bound)
    "#]],
    );
}

#[test]
fn b5_none_on_file_waives_the_wish_and_says_so() {
    check(
        "Adam (M) | -",
        book_with("Swedish", "10:00", json!({ "gender": "F" })),
        expect![[r#"
        Adam | 10:00-11:00 Swedish Zoe (woman, waived)
    "#]],
    );
}

#[test]
fn b5_absence_does_not_waive_a_wish_and_a_strict_wish_stays_strict() {
    let spa = spa("Adam (M) | -\nGrace | 10:00-11:00 Swedish Ann (woman)");
    let spa = spa.does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    check_spa(
        spa,
        expect![[r#"
        Adam | -
        Grace | -
        nobody | 10:00-11:00 Swedish Ann (woman)
        needs attention: 10:00 Ann no_therapist
    "#]],
    );
}

#[test]
fn b6_moving_in_time_keeps_the_therapist_when_free_and_picks_anew_when_not() {
    let picture = "Grace | 10:00-11:00 Swedish Ann | 12:00-13:00 Swedish Bo\nIvy | -";
    check(
        picture,
        json!({ "command": "move", "appointment": "ann", "start": "2026-11-24T14:00" }),
        expect![[r#"
        Grace | 12:00-13:00 Swedish Bo | 14:00-15:00 Swedish Ann
        Ivy | -
    "#]],
    );
    check(
        picture,
        json!({ "command": "move", "appointment": "ann", "start": "2026-11-24T12:30" }),
        expect![[r#"
        Grace | 12:00-13:00 Swedish Bo
        Ivy | 12:30-13:30 Swedish Ann
    "#]],
    );
}

#[test]
fn b6_a_bound_row_is_refused_with_the_times_that_person_has() {
    check(
        "Grace | 10:00-11:00 Swedish Ann (bound) | 12:00-13:00 Swedish Bo\nIvy | -",
        json!({ "command": "move", "appointment": "ann", "start": "2026-11-24T12:30" }),
        expect![[r#"
            refused bound: The customer asked for Grace, who is free at 13:00, 13:15, 13:30, 13:45.
            nearest: 13:00 13:15 13:30 13:45
            Grace | 10:00-11:00 Swedish Ann (bound) | 12:00-13:00 Swedish Bo
            Ivy | -
        "#]],
    );
}

#[test]
fn b6_times_of_another_day_are_not_told_as_if_they_were_today() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann (bound)\nIvy | -").does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    check_spa(
        spa.does(json!({ "command": "move", "appointment": "ann", "start": "2026-11-24T12:30" })),
        expect![[r#"
            refused bound: The customer asked for Grace; release the row to move it.
            nearest: 09:00 09:15 09:30 09:45
            Grace | 10:00-11:00 Swedish Ann (bound)
            Ivy | -
            needs attention: 10:00 Ann bound_absent
        "#]],
    );
}

#[test]
fn b6_a_finalized_row_moved_to_a_sheet_that_is_not_final_becomes_provisional() {
    let spa =
        spa("Grace | 10:00-11:00 Swedish Ann").does(json!({ "command": "finalize", "date": "2026-11-24" }));
    let spa = spa.does(json!({ "command": "move", "appointment": "ann", "start": "2026-11-25T10:00" }));
    let row = &spa.records.appointments[&"ann".into()];
    assert_eq!(row.seats[0].assignment, zamu_core::record::Assignment::Provisional);
}

#[test]
fn b6_moved_inside_a_final_sheet_it_stays_final_and_a_changed_name_waits() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann | 12:00-13:00 Swedish Bo\nIvy | -")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }));
    check_spa(
        spa.does(json!({ "command": "move", "appointment": "ann", "start": "2026-11-24T12:30" })),
        expect![[r#"
        Grace | 12:00-13:00 Swedish Bo (final)
        Ivy | 12:30-13:30 Swedish Ann (final)
        needs attention: 12:30 Ann name_changed
        held: Zamu Spa: your visit is moved. Swedish, Tue 24 Nov 12:30 with Ivy.
    "#]],
    );
}

#[test]
fn b7_cancelling_frees_at_once_and_keeps_the_row() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann")
        .does(json!({ "command": "cancel", "appointment": "ann", "reason": "ill" }));
    assert_eq!(spa.records.appointments[&"ann".into()].note, "ill");
    check_spa(
        spa.does(book("Swedish", "10:00")),
        expect![[r#"
        Grace | 10:00-11:00 Swedish Zoe
    "#]],
    );
}

#[test]
fn b7_what_no_longer_fits_is_refused_with_what_would() {
    check(
        "Grace | 10:00-11:00 Swedish Ann | 11:00-12:00 Swedish Bo (bound)",
        json!({ "command": "change", "appointment": "ann", "minutes": 90 }),
        expect![[r#"
            refused slot_unavailable: Nobody who can do it is free then: Grace is serving 11:00-12:00.
            nearest: 09:00 09:15 09:30 09:45
            Grace | 10:00-11:00 Swedish Ann | 11:00-12:00 Swedish Bo (bound)
        "#]],
    );
    check(
        "Grace | 10:00-11:00 Swedish Ann\nIvy (massage) | -",
        json!({ "command": "change", "appointment": "ann", "service": "Deep", "note": "sore back" }),
        expect![[r#"
            Grace | 10:00-11:00 Deep Ann
            Ivy | -
        "#]],
    );
}

#[test]
fn b8_a_row_booked_on_a_final_sheet_is_final_and_announced_at_once() {
    let spa = spa("Grace | -")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }))
        .does(book("Swedish", "10:00"));
    check_spa(
        spa.clone(),
        expect![[r#"
        Grace | 10:00-11:00 Swedish Zoe (final)
    "#]],
    );
    expect!["Zamu Spa: Swedish, Tue 24 Nov 10:00 with Grace."]
        .assert_eq(&spa.records.messages.values().next().unwrap().text);
}

#[test]
fn b9_the_last_place_is_won_once_and_the_other_gets_the_nearest_times() {
    let spa = spa("Grace (10:00-12:00) | -").does(book("Swedish", "10:00"));
    check_spa(
        spa.does(book_with("Swedish", "10:00", json!({ "name": "Yara", "phone": "0799999999" }))),
        expect![[r#"
        refused slot_unavailable: Nobody who can do it is free then: Grace is serving 10:00-11:00.
        nearest: 11:00 10:00 10:15 10:30
        Grace | 10:00-11:00 Swedish Zoe
    "#]],
    );
}

#[test]
fn b10_same_phone_and_name_is_the_same_customer_and_an_overlap_is_warned_about() {
    let spa = spa("Grace | -\nIvy | -").does(book("Swedish", "10:00"));
    let spa = spa.does(book_with("Swedish", "10:30", json!({ "name": "zoe", "phone": "+254 712 345 678" })));
    assert_eq!(spa.records.customers.len(), 1);
    assert_eq!(spa.decision().notices, ["This customer is booked at 10:00 too."]);
}

#[test]
fn a_booking_that_needs_a_reshuffle_moves_provisional_rows_in_the_same_command() {
    check(
        "Grace (deep, massage) | 10:00-11:00 Swedish Ann
         Ivy (massage) | -",
        book("Deep", "10:00"),
        expect![[r#"
            Grace | 10:00-11:00 Deep Zoe
            Ivy | 10:00-11:00 Swedish Ann
        "#]],
    );
}

#[test]
fn couples_and_four_hands_take_two_different_people() {
    check(
        "Grace | -\nIvy | 12:00-13:00 Swedish Ann",
        book("Couple", "10:00"),
        expect![[r#"
        Grace | 10:00-11:00 Couple Zoe
        Ivy | 10:00-11:00 Couple Zoe | 12:00-13:00 Swedish Ann
    "#]],
    );
    check(
        "Grace | -\nIvy | 10:00-11:00 Swedish Ann (bound)",
        book("Couple", "10:00"),
        expect![[r#"
        refused slot_unavailable: Nobody who can do it is free then: Ivy is serving 10:00-11:00.
        nearest: 09:00 11:00 11:15 11:30
        Grace | -
        Ivy | 10:00-11:00 Swedish Ann (bound)
    "#]],
    );
    check(
        "Grace | -\nHugo (M) | -",
        book_with("Couple", "10:00", json!({ "gender": ["M", "F"] })),
        expect![[r#"
        Grace | 10:00-11:00 Couple Zoe (woman)
        Hugo | 10:00-11:00 Couple Zoe (man)
    "#]],
    );
}
