//! T1 to T4: zones, ticks, the window of offered starts.

use super::*;
use expect_test::expect;
use serde_json::json;
use zamu_core::record::Language;

fn berlin(date: &str, hours: (&str, &str)) -> Spa {
    let file = json!({
        "site": { "name": "Spree", "time_zone": "Europe/Berlin", "country": "DE", "lead": 0, "horizon_days": 366 },
        "services": [{ "id": "Swedish", "name": "Swedish", "minutes": 60, "skills": ["massage"] }],
        "staff": [{ "id": "grace", "name": "Grace", "gender": "F", "skills": ["massage"],
                    "hours": [{ "days": ["sun"], "from": hours.0, "until": hours.1 }] }],
    });
    Spa::from_file(&file, date)
}

#[test]
fn t1_a_night_of_25_hours_offers_the_doubled_hour_once_and_keeps_its_ends() {
    let mut spa = berlin("2026-10-25", ("01:00", "04:00"));
    spa.now = "2026-10-20T00:00:00Z".into();
    expect![[r#"
        01:00 grace
        01:15 grace
        01:30 grace
        01:45 grace
        02:00 grace
        02:15 grace
        02:30 grace
        02:45 grace
        03:00 grace
    "#]]
    .assert_eq(&spa.slots(json!({ "service": "Swedish" })));
}

#[test]
fn t1_a_night_of_23_hours_has_no_start_in_the_gap() {
    let mut spa = berlin("2027-03-28", ("01:00", "05:00"));
    spa.now = "2027-03-20T00:00:00Z".into();
    expect![[r#"
        01:00 grace
        01:15 grace
        01:30 grace
        01:45 grace
        03:00 grace
        03:15 grace
        03:30 grace
        03:45 grace
        04:00 grace
    "#]]
    .assert_eq(&spa.slots(json!({ "service": "Swedish" })));
}

#[test]
fn t1_both_hours_of_an_overlap_can_be_booked_and_written_again() {
    let mut spa = berlin("2026-10-25", ("01:00", "05:00"));
    spa.now = "2026-10-20T00:00:00Z".into();
    let book =
        |start: &str| json!({ "command": "book", "service": "Swedish", "start": start, "name": "Zoe" });
    let spa = spa.does(book("2026-10-25T02:00")).does(book("2026-10-25T02:00+01:00"));
    let written = zamu_core::book::write(&spa.records);
    assert!(
        written.contains("\"2026-10-25T02:00\"") && written.contains("\"2026-10-25T02:00+01:00\""),
        "{written}"
    );
    let read = zamu_core::book::read(&written, &spa.stamp()).unwrap();
    assert_eq!(zamu_core::book::write(&read), written);
}

#[test]
fn t2_starts_off_the_tick_are_refused() {
    check(
        "Grace | -",
        json!({ "command": "book", "service": "Swedish", "start": "2026-11-24T10:02", "name": "Zoe" }),
        expect![[r#"
        refused invalid: start: `2026-11-24T10:02` is not a multiple of five minutes
        Grace | -
    "#]],
    );
}

#[test]
fn t3_slots_start_after_the_lead_and_end_with_the_horizon() {
    let spa = Spa::new(
        "Grace (09:00-12:00) | -",
        json!({ "name": "Zamu Spa", "slot_step": 30, "lead": 60, "horizon_days": 1 }),
    );
    expect![[r#"
        10:00 grace
        10:30 grace
        11:00 grace
    "#]]
    .assert_eq(&spa.clone().at("2026-11-24T08:50").slots(json!({ "service": "Swedish" })));
    expect![[r#"
        09:00 grace
        09:30 grace
    "#]]
    .assert_eq(&spa.at("2026-11-23T10:00").slots(json!({ "service": "Swedish" })));
}

#[test]
fn t3_a_walk_in_up_to_thirty_minutes_past_and_any_tick() {
    let line =
        |start: &str| json!({ "command": "book", "service": "Swedish", "start": start, "name": "Zoe" });
    let spa = spa("Grace | -").at("2026-11-24T10:20");
    check_spa(
        spa.clone().does(line("2026-11-24T09:55")),
        expect![[r#"
        Grace | 09:55-10:55 Swedish Zoe
    "#]],
    );
    check_spa(
        spa.clone().does(line("2026-11-24T09:45")),
        expect![[r#"
        refused past: That time is past.
        Grace | -
    "#]],
    );
    check_spa(
        spa.does(line("2027-02-02T10:05")),
        expect![[r#"
        Grace | -
    "#]],
    );
}

#[test]
fn t4_people_may_lengthen_a_row_that_has_started() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann").at("2026-11-24T10:30");
    check_spa(
        spa.does(json!({ "command": "change", "appointment": "ann", "minutes": 90 })),
        expect![[r#"
        Grace | 10:00-11:30 Swedish Ann
    "#]],
    );
}

#[test]
fn a_refusal_speaks_swahili_too() {
    let spa = spa("Grace | 10:00-11:00 Swedish Ann (bound)")
        .does(json!({ "command": "book", "service": "Swedish", "start": "2026-11-24T10:00", "name": "Zoe" }));
    expect!["Hakuna anayeweza aliye huru wakati huo: Grace anahudumia 10:00-11:00."]
        .assert_eq(&spa.refusal().why(Language::Swahili));
}

/// The marks of a sheet's hours, between the first and the last hour asked.
fn hours_of(spa: &Spa, minutes: std::ops::RangeInclusive<u32>) -> String {
    let sheet = zamu_core::reading::sheet(&spa.days(), spa.date.parse().unwrap(), &spa.stamp()).unwrap();
    let shown = sheet.hour_marks.iter().filter(|mark| minutes.contains(&mark.minute));
    shown.map(|mark| format!("{} {}{}\n", mark.minute, mark.label, mark.offset)).collect()
}

#[test]
fn t1_the_hours_of_a_sheet_are_those_that_the_day_has() {
    expect![[r#"
        60 01:00
        120 02:00
        180 02:00+01:00
        240 03:00
    "#]]
    .assert_eq(&hours_of(&berlin("2026-10-25", ("01:00", "05:00")), 60..=240));
    expect![[r#"
        60 01:00
        120 03:00
        180 04:00
    "#]]
    .assert_eq(&hours_of(&berlin("2027-03-28", ("01:00", "05:00")), 60..=180));
}
