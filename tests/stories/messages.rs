//! G1: what customers read, and what waits.

use super::*;
use expect_test::expect;
use serde_json::json;

fn texts(spa: &Spa) -> String {
    let unsent = spa.records.messages.values().filter(|message| message.unsent());
    unsent
        .map(|message| {
            format!(
                "{} {}: {}\n",
                zamu_core::messages::state_name(message.state),
                zamu_core::messages::kind_name(message.kind),
                message.text
            )
        })
        .collect()
}

fn book() -> Value {
    json!({ "command": "book", "service": "Swedish", "start": "2026-11-24T10:00", "name": "Zoe", "phone": "0712345678" })
}

fn zoe(spa: &Spa) -> String {
    spa.records.appointments.keys().next().unwrap().to_string()
}

#[test]
fn g1_a_newer_message_replaces_the_unsent_one_of_the_customers_day() {
    let spa = spa("Grace | -").does(book());
    let row = zoe(&spa);
    let moved = spa.does(json!({ "command": "move", "appointment": row, "start": "2026-11-24T12:00" }));
    expect![[r#"
        ready booked: Zamu Spa: Swedish, Tue 24 Nov 12:00. We'll confirm your therapist before your visit.
    "#]]
    .assert_eq(&texts(&moved));
    let cancelled = moved.does(json!({ "command": "cancel", "appointment": row }));
    expect![[""]].assert_eq(&texts(&cancelled));
}

#[test]
fn g1_what_was_sent_is_corrected_by_a_new_message() {
    let spa = spa("Grace | -").does(book());
    let (row, message) = (zoe(&spa), spa.records.messages.keys().next().unwrap().to_string());
    let sent = spa.does(json!({ "command": "mark_sent", "message": message }));
    let moved = sent.does(json!({ "command": "move", "appointment": row, "start": "2026-11-24T12:00" }));
    expect![[r#"
        ready moved: Zamu Spa: your visit is moved. Swedish, Tue 24 Nov 12:00. We'll confirm your therapist before your visit.
    "#]].assert_eq(&texts(&moved));
    let cancelled = moved.does(json!({ "command": "cancel", "appointment": row }));
    expect![[r#"
        ready cancelled: Zamu Spa: cancelled. Swedish, Tue 24 Nov 12:00.
    "#]]
    .assert_eq(&texts(&cancelled));
}

#[test]
fn g1_a_held_message_is_released_by_a_person_and_what_left_cannot_be_taken_back() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann\nIvy | -")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }));
    let spa = spa.does(json!({ "command": "reassign", "appointment": "ann", "staff": "ivy" }));
    expect![[r#"
        held your_therapist: Zamu Spa: Swedish, Tue 24 Nov 10:00 with Ivy.
    "#]]
    .assert_eq(&texts(&spa));
    let held = spa.records.messages.values().find(|message| message.unsent()).unwrap().id.to_string();
    let spa = spa
        .does(json!({ "command": "release_message", "message": held }))
        .does(json!({ "command": "mark_sent", "message": held }));
    let again = spa.clone().does(json!({ "command": "mark_sent", "message": held }));
    assert_eq!(again.refusal().code(), "message_left");
    check_spa(
        spa,
        expect![[r#"
        Grace | -
        Ivy | 10:00-11:00 Swedish Ann (final)
    "#]],
    );
}

#[test]
fn customers_read_the_sites_language() {
    let spa = Spa::new("Grace | -", json!({ "name": "Zamu Spa", "language": "sw" })).does(book());
    expect![[r#"
        ready booked: Zamu Spa: Swedish, Jumanne 24 Nov 10:00. Tutathibitisha mtaalamu wako kabla ya ziara yako.
    "#]].assert_eq(&texts(&spa));
}
