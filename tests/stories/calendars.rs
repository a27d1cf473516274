//! Calendars elsewhere: what a connection may do to the sheet, whose names leave the house, and when silence needs a person.

use expect_test::expect;
use serde_json::{Value, json};
use zamu_core::calendars::{Privacy, concern, names_out};
use zamu_core::ids::{CalendarLinkId, StaffId};
use zamu_core::reading::link_items;
use zamu_tests::Spa;

use super::{check_spa, spa};

fn connected(grant: &str) -> Value {
    json!({ "command": "connect_calendar", "staff": "grace", "provider": "google", "account": "grace@spa.example", "grant": grant,
        "calendars": [{ "id": "own", "name": "Grace", "on": true }, { "id": "yoga", "name": "Yoga", "on": false }] })
}

fn says(grant: &str, busy: Value) -> Value {
    json!({ "command": "record_busy", "staff": "grace", "from": "2026-11-23", "until": "2026-12-07", "busy": busy, "link": "grace-google", "grant": grant })
}

fn grace() -> Spa {
    spa("Grace | 09:00-10:00 Swedish Ann | 11:00-12:00 Deep Bo (bound)
         Ivy   | -")
    .does(connected("g1"))
}

#[test]
fn n1_busy_outside_moves_the_provisional_and_waits_over_the_bound() {
    let both = json!([
        ["2026-11-24T06:31:00Z", "2026-11-24T06:32:00Z"],
        ["2026-11-24T08:55:00Z", "2026-11-24T12:00:00Z"]
    ]);
    check_spa(
        grace().does(says("g1", both)),
        expect![[r#"
            Grace | 11:00-12:00 Deep Bo (bound)
            Ivy | 09:00-10:00 Swedish Ann
            needs attention: 11:00 Bo busy_outside
        "#]],
    );
}

#[test]
fn a_connection_replaces_all_it_ever_said_and_nothing_else() {
    let by_hand = json!({ "command": "record_busy", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "busy": [["2026-11-24T13:00:00Z", "2026-11-24T13:30:00Z"]] });
    let spa = grace()
        .does(by_hand)
        .does(says("g1", json!([["2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z"]])))
        .does(says("g1", json!([["2026-11-25T10:00:00Z", "2026-11-25T10:30:00Z"]])));
    let windows: Vec<String> = spa.records.busy.keys().map(ToString::to_string).collect();
    assert_eq!(windows, ["grace-20261124T1300Z", "grace-google-20261125T1000Z"]);
    let spa = spa.does(json!({ "command": "disconnect_calendar", "link": "grace-google" }));
    assert_eq!(spa.records.busy.len(), 1);
    assert!(spa.records.calendar_links.is_empty());
}

#[test]
fn who_held_it_before_has_nothing_to_say() {
    let spa = grace().does(connected("g2")).does(says("g1", json!([])));
    assert_eq!(spa.refusal().code(), "unknown");
    let told = json!({ "command": "tell_calendar", "link": "grace-google", "grant": "g1", "trouble": { "kind": "ended", "why": "x" } });
    assert_eq!(spa.does(told).refusal().code(), "unknown");
}

#[test]
fn names_are_written_only_where_the_person_allowed_it() {
    let push = json!({ "command": "choose_calendars", "link": "grace-google", "push": "own" });
    assert_eq!(grace().does(push.clone()).refusal().code(), "invalid");
    let mut allowed = connected("g2");
    allowed["may_write"] = json!(true);
    let elsewhere = json!({ "command": "choose_calendars", "link": "grace-google", "push": "nowhere" });
    assert_eq!(grace().does(allowed.clone()).does(elsewhere).refusal().code(), "invalid");
    let spa = grace()
        .does(json!({ "command": "choose_calendars", "link": "grace-google", "on": ["yoga"] }))
        .does(allowed)
        .does(push);
    let link = &spa.records.calendar_links[&CalendarLinkId::new("grace-google")];
    assert_eq!(link.on().collect::<Vec<_>>(), ["yoga"], "what was chosen stays when it is connected again");
    assert_eq!(link.read().into_iter().collect::<Vec<_>>(), ["own", "yoga"]);
}

fn names(spa: &Spa, privacy: Privacy) -> Vec<String> {
    let from = "2026-11-24".parse().unwrap();
    names_out(&spa.days(), &StaffId::new("grace"), from, privacy)
        .into_values()
        .map(|name| name.title)
        .collect()
}

#[test]
fn b1_only_final_and_bound_names_leave_the_house() {
    let spa = grace();
    assert_eq!(names(&spa, Privacy::Service), ["Deep"]);
    let spa = spa.does(json!({ "command": "finalize", "date": "2026-11-24" }));
    assert_eq!(names(&spa, Privacy::FullName), ["Swedish: Ann", "Deep: Bo"]);
    let spa = spa.does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    assert_eq!(names(&spa, Privacy::Service), ["Deep"], "the final one moved to Ivy");
}

#[test]
fn only_opening_hours_count_as_silence() {
    let hours = json!([{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "until": "18:00" }]);
    let spa = Spa::new("Grace | -", json!({ "name": "Zamu Spa", "hours": hours }))
        .at("2026-11-23T17:00")
        .does(connected("g1"));
    let link = spa.records.calendar_links[&CalendarLinkId::new("grace-google")].clone();
    let silent =
        |now: &str| concern(&spa.clone().at(now).days(), &link, spa.clone().at(now).stamp().now).is_some();
    assert!(!silent("2026-11-24T09:55"), "an hour yesterday, not yet one today");
    assert!(silent("2026-11-24T10:00"));
    let later = spa.clone().at("2026-11-24T10:00");
    let items = link_items(&later.days(), &later.stamp());
    expect!["The calendar of Grace was not read for 2 hours of opening time, since Mon 23 Nov 17:00. Desk  reads it: start Zamu there, or connect here instead."].assert_eq(&items[0].why);
    let read = json!({ "command": "tell_calendar", "link": "grace-google", "grant": "g1", "synced_at": "2026-11-24T07:00:00Z" });
    let later = later.does(read);
    assert_eq!(link_items(&later.days(), &later.stamp()), []);
}
