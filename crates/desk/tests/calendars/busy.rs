//! Closed time: what stands in calendars elsewhere, and what it does to the day here.

use serde_json::json;
use zamu_fake_google::Trick;

use crate::DENTIST;
use crate::common::outside::BRIAN;
use crate::common::outside::GRACE;
use crate::common::outside::Spa;
use crate::dentist;

#[tokio::test]
async fn a_dentist_closes_the_slot_at_offer_and_at_commit() {
    let spa = Spa::open().await;
    assert!(spa.offered("grace").await.contains(&"14:00".to_string()));
    dentist(&spa);
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:05-14:50"]);
    assert!(!spa.offered("grace").await.contains(&"14:00".to_string()));
    let book = json!({ "command": "book", "service": "SW60", "start": "2026-11-24T14:00", "customer": "bo", "staff": "grace" });
    let refused = spa.tries(book).await;
    assert_eq!(
        (refused["outcome"].as_str(), refused["code"].as_str()),
        (Some("refused"), Some("busy_outside")),
        "{refused}"
    );
    spa.world(|world| world.delete(GRACE, "dentist"));
    spa.settle().await;
    assert!(spa.busy("grace").await.is_empty());
    assert!(spa.offered("grace").await.contains(&"14:00".to_string()));
}

#[tokio::test]
async fn over_a_provisional_row_it_moves_silently_and_over_a_final_one_it_waits_in_attention() {
    let spa = Spa::open().await;
    spa.world(|world| {
        world.put_at(GRACE, "school", "2026-11-24T12:10:00+03:00", "2026-11-24T12:20:00+03:00")
    });
    spa.settle().await;
    assert_eq!(spa.row("a2").await["seats"][0]["staff"], "brian");
    assert!(spa.kinds().await.is_empty());
    spa.world(|world| world.put_at(GRACE, "bank", "2026-11-24T10:30:00+03:00", "2026-11-24T10:40:00+03:00"));
    spa.settle().await;
    assert_eq!(spa.row("a1").await["seats"][0]["staff"], "grace", "bound is never moved");
    assert_eq!(spa.kinds().await, ["a1 busy_outside"]);
    spa.world(|world| world.delete(GRACE, "bank"));
    spa.settle().await;
    assert!(spa.kinds().await.is_empty(), "closed by itself");
}

#[tokio::test]
async fn free_declined_and_whole_days_mean_what_they_mean() {
    let spa = Spa::open().await;
    let at = json!({ "start": { "dateTime": DENTIST.0 }, "end": { "dateTime": DENTIST.1 } });
    spa.world(|world| {
        for (id, more) in [
            ("free", json!({ "transparency": "transparent" })),
            ("declined", json!({ "attendees": [{ "self": true, "responseStatus": "declined" }, { "responseStatus": "accepted" }] })),
            ("office", json!({ "eventType": "workingLocation", "transparency": "opaque" })),
        ] {
            world.put(GRACE, id, at.clone());
            world.put(GRACE, id, more);
        }
        world.put(BRIAN, "day", json!({ "start": { "date": "2026-11-24" }, "end": { "date": "2026-11-25" } }));
    });
    spa.settle().await;
    assert!(spa.busy("grace").await.is_empty());
    assert_eq!(spa.offered("brian").await, Vec::<String>::new(), "a whole day is closed");
}

#[tokio::test]
async fn repeated_events_are_closed_one_by_one_as_far_as_can_be_booked() {
    let spa = Spa::open().await;
    spa.world(|world| {
        world.put(GRACE, "lunch", json!({ "recurrence": ["RRULE:FREQ=DAILY"], "start": { "dateTime": "2026-11-01T14:00:00+03:00", "timeZone": "Africa/Nairobi" }, "end": { "dateTime": "2026-11-01T14:30:00+03:00", "timeZone": "Africa/Nairobi" } }));
    });
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:00-14:30"]);
    let windows = spa.desk.export().await.unwrap();
    let windows: serde_json::Value = serde_json::from_str(&windows).unwrap();
    assert_eq!(
        windows["busy"].as_array().unwrap().len(),
        15,
        "today and the fourteen days that can be booked"
    );
    spa.world(|world| {
        let only = json!({ "status": "cancelled", "recurringEventId": "lunch", "originalStartTime": { "dateTime": "2026-11-24T11:00:00Z" } });
        world.put(GRACE, "lunch_20261124T110000Z", only);
    });
    spa.settle().await;
    assert!(spa.busy("grace").await.is_empty(), "this one was cancelled");
}

#[tokio::test]
async fn several_calendars_are_one_and_a_hidden_one_is_unknown_not_free() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.world(|world| {
        world.put_at("yoga", "class", "2026-11-24T14:45:00+03:00", "2026-11-24T15:30:00+03:00")
    });
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:05-14:50"], "yoga is off");
    spa.does(json!({ "command": "choose_calendars", "link": "grace-google", "on": [GRACE, "yoga"] })).await;
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:05-15:30"]);
    spa.world(|world| world.calendars.get_mut("yoga").unwrap().hidden = true);
    let worked = spa.work("grace-google").await.unwrap();
    assert!(worked.unknown.contains_key("yoga"), "{worked:?}");
    assert_eq!(spa.busy("grace").await, ["14:05-15:30"], "what was known stays");
    let reading = spa.desk.calendars().await.unwrap();
    let link = &reading.links[1];
    assert_eq!((link.staff.as_str(), link.trouble.as_deref()), ("grace", Some("unreadable")));
    assert!(link.calendars[1].unknown.as_deref().unwrap().contains("404"), "{link:?}");
    spa.does(json!({ "command": "choose_calendars", "link": "grace-google", "on": [GRACE] })).await;
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:05-14:50"]);
    assert_eq!(spa.desk.calendars().await.unwrap().links[1].trouble, None);
}

#[tokio::test]
async fn a_mark_that_is_too_old_means_reading_anew_and_losing_nothing() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.settle().await;
    spa.world(|world| {
        world.put_at(GRACE, "bank", "2026-11-24T16:00:00+03:00", "2026-11-24T16:30:00+03:00");
        world.delete(GRACE, "dentist");
        world.forgotten_before = world.changes + 1;
    });
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["16:00-16:30"]);
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish"]);
    assert_eq!(spa.world(|world| world.done("events.insert")), 1);
}

#[tokio::test]
async fn a_reading_that_breaks_in_the_middle_leaves_what_was_known() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.settle().await;
    spa.world(|world| {
        for hour in 15..18 {
            world.put_at(
                GRACE,
                &format!("e{hour}"),
                &format!("2026-11-24T{hour}:00:00+03:00"),
                &format!("2026-11-24T{hour}:30:00+03:00"),
            );
        }
        world.delete(GRACE, "dentist");
        world.page_size = Some(1);
        world.play("events.list", Trick::Slow(std::time::Duration::ZERO));
        world.play("events.list", Trick::CutAnswer);
    });
    assert!(spa.work("grace-google").await.is_err());
    assert_eq!(spa.busy("grace").await, ["14:05-14:50"], "half a reading is none");
    spa.world(|world| {
        world.play("events.list", Trick::EmptyPage);
        world.play("events.list", Trick::refuse(410, "fullSyncRequired"));
    });
    spa.settle().await;
    assert_eq!(
        spa.busy("grace").await,
        ["15:00-15:30", "16:00-16:30", "17:00-17:30"],
        "410 in the middle of the pages"
    );
}

#[tokio::test]
async fn old_versions_and_repeated_ones_are_not_believed() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.settle().await;
    spa.world(|world| {
        world.put(GRACE, "dentist", json!({ "start": { "dateTime": "2026-11-24T15:00:00+03:00" }, "end": { "dateTime": "2026-11-24T15:30:00+03:00" } }));
        world.play("events.list", Trick::OldVersions);
    });
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["15:00-15:30"]);
}
