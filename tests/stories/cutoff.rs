//! C1 to C3: the sheet becomes final.

use super::*;
use expect_test::expect;
use serde_json::json;
use zamu_core::record::MessageState;

fn finalize() -> Value {
    json!({ "command": "finalize", "date": "2026-11-24" })
}

#[test]
fn c1_placed_rows_become_final_bound_stay_bound_and_each_customer_has_one_message() {
    let spa =
        spa("Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo (bound)\nIvy | 12:00-13:00 Swedish Cy")
            .does(finalize());
    check_spa(
        spa.clone(),
        expect![[r#"
        Grace | 09:00-10:00 Swedish Ann (final) | 10:00-11:00 Deep Bo (bound)
        Ivy | 12:00-13:00 Swedish Cy (final)
    "#]],
    );
    let texts: Vec<String> = spa.records.messages.values().map(|message| message.text.clone()).collect();
    expect![[r#"
        Zamu Spa: Swedish, Tue 24 Nov 12:00 with Ivy.
        Zamu Spa: Deep, Tue 24 Nov 10:00 with Grace.
        Zamu Spa: Swedish, Tue 24 Nov 09:00 with Grace."#]]
    .assert_eq(&texts.join("\n"));
}

#[test]
fn c1_running_it_again_does_nothing_new() {
    let once = spa("Grace | 09:00-10:00 Swedish Ann").does(finalize());
    let again = once.clone().at("2026-11-23T18:05").does(finalize());
    assert!(again.decision().changes.is_empty());
    assert_eq!(once.records, again.records);
}

#[test]
fn c2_a_row_without_a_therapist_is_repooled_first_and_stays_provisional_when_nobody_fits() {
    check(
        "nobody | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo\nIvy (massage) | -",
        finalize(),
        expect![[r#"
        Ivy | 09:00-10:00 Swedish Ann (final)
        nobody | 10:00-11:00 Deep Bo
        needs attention: 10:00 Bo no_therapist
    "#]],
    );
}

#[test]
fn c2_the_cutoff_never_changes_a_finalized_name() {
    check(
        "Grace (hot-stone, massage) | 09:00-10:00 Swedish Ann (final)\nnobody | 09:00-10:15 Hotstone Bo\nIvy (massage) | -",
        finalize(),
        expect![[r#"
            Grace | 09:00-10:00 Swedish Ann (final)
            Ivy | -
            nobody | 09:00-10:15 Hotstone Bo
            needs attention: 09:00 Bo no_therapist
        "#]],
    );
}

#[test]
fn the_final_message_replaces_the_unsent_booking_text() {
    let book = json!({ "command": "book", "service": "Swedish", "start": "2026-11-24T10:00", "name": "Zoe", "phone": "0712345678" });
    let spa = spa("Grace | -").does(book).does(finalize());
    let unsent: Vec<_> = spa.records.messages.values().filter(|message| message.unsent()).collect();
    assert_eq!(unsent.len(), 1);
    assert_eq!(
        spa.records.messages.values().filter(|message| message.state == MessageState::Withdrawn).count(),
        1
    );
    expect!["Zamu Spa: Swedish, Tue 24 Nov 10:00 with Grace."].assert_eq(&unsent[0].text);
}
