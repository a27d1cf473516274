//! Calendars elsewhere, from the desk to the fake Google and back: what closes time, what stands in whose calendar, and what happens when
//! anything on the way goes wrong. Every request is checked against Google's own document.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::time::{Duration, Instant};

use common::outside::{BOOK, BRIAN, GRACE, Spa};
use common::postgres::server;
use common::town::{Town, same, settle};
use serde_json::json;
use zamu_desk::Clock;
use zamu_fake_google::Trick;

const DENTIST: (&str, &str) = ("2026-11-24T14:05:00+03:00", "2026-11-24T14:50:00+03:00");

fn dentist(spa: &Spa) {
    spa.world(|world| world.put_at(GRACE, "dentist", DENTIST.0, DENTIST.1));
}

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
async fn a_final_name_stands_in_its_persons_calendar_moves_and_goes() {
    let mut spa = Spa::open().await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish"], "bound; the provisional one leaves the house nowhere");
    spa.cutoff().await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish", "12:00 Swedish"]);
    spa.does(json!({ "command": "reassign", "appointment": "a2", "staff": "brian" })).await;
    spa.settle().await;
    assert_eq!(
        (spa.ours(GRACE), spa.ours(BRIAN)),
        (vec!["10:00 Swedish".into()], vec!["12:00 Swedish".to_string()])
    );
    spa.does(json!({ "command": "move", "appointment": "a2", "start": "2026-11-24T13:00" })).await;
    spa.settle().await;
    assert_eq!(spa.ours(BRIAN), ["13:00 Swedish"]);
    spa.does(json!({ "command": "reassign", "appointment": "a2", "staff": "grace" })).await;
    spa.settle().await;
    assert_eq!(
        (spa.ours(GRACE), spa.ours(BRIAN)),
        (vec!["10:00 Swedish".into(), "13:00 Swedish".into()], Vec::<String>::new())
    );
    spa.does(json!({ "command": "cancel", "appointment": "a2" })).await;
    spa.does(json!({ "command": "cancel", "appointment": "a1" })).await;
    spa.settle().await;
    assert_eq!((spa.ours(GRACE), spa.ours(BRIAN)), (vec![], vec![]));
    assert!(spa.busy("grace").await.is_empty(), "our own are never counted");
}

#[tokio::test]
async fn nothing_to_say_is_one_request_and_no_commit() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.settle().await;
    spa.settle().await;
    let (revision, asked) = (spa.desk.book.revision().await.unwrap(), spa.world(|world| world.asked.len()));
    spa.work("grace-google").await.unwrap();
    assert_eq!(spa.world(|world| world.asked.len()) - asked, 1, "an incremental sync without news");
    assert_eq!(spa.desk.book.revision().await.unwrap(), revision);
    assert!(spa.world(|world| world.asked.last().unwrap().query.iter().any(|(name, _)| name == "syncToken")));
}

#[tokio::test]
async fn titles_say_of_a_customer_what_the_desk_allows() {
    let spa = Spa::open().await;
    spa.settle().await;
    for (choice, title) in [
        ("first_name", "10:00 Swedish: Ann"),
        ("full_name", "10:00 Swedish: Ann Wambui"),
        ("service", "10:00 Swedish"),
    ] {
        spa.desk.keep("calendar_privacy", choice).await.unwrap();
        spa.settle().await;
        assert_eq!(spa.ours(GRACE), [title]);
    }
}

#[tokio::test]
async fn a_lost_answer_never_makes_two_events() {
    let spa = Spa::open().await;
    for trick in [Trick::LoseAnswer, Trick::CutAnswer, Trick::LoseQuestion] {
        spa.world(|world| world.play("events.insert", trick.clone()));
        assert!(spa.work("grace-google").await.is_err(), "{trick:?}");
        spa.settle().await;
        assert_eq!(spa.ours(GRACE), ["10:00 Swedish"], "{trick:?}");
        spa.does(json!({ "command": "choose_calendars", "link": "grace-google", "push": null })).await;
        spa.settle().await;
        assert_eq!(spa.ours(GRACE), Vec::<String>::new(), "nothing is left over");
        spa.does(json!({ "command": "choose_calendars", "link": "grace-google", "push": GRACE })).await;
    }
    spa.settle().await;
    assert_eq!(spa.world(|world| world.done("events.insert")), 4, "one for each time it was wanted");
}

#[tokio::test]
async fn an_insert_that_was_lost_and_is_no_longer_wanted_leaves_nothing() {
    let spa = Spa::open().await;
    spa.world(|world| world.play("events.insert", Trick::LoseAnswer));
    assert!(spa.work("grace-google").await.is_err());
    spa.does(json!({ "command": "cancel", "appointment": "a1" })).await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), Vec::<String>::new());
}

#[tokio::test]
async fn moved_on_both_sides_the_desk_is_right() {
    let spa = Spa::open().await;
    spa.settle().await;
    let event = spa.world(|world| world.there(GRACE)[0]["id"].as_str().unwrap().to_string());
    spa.world(|world| {
        let note = json!({ "description": "bring oil", "start": { "dateTime": "2026-11-24T16:00:00+03:00" }, "end": { "dateTime": "2026-11-24T17:00:00+03:00" } });
        world.put(GRACE, &event, note);
    });
    spa.does(json!({ "command": "move", "appointment": "a1", "start": "2026-11-24T10:30" })).await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), ["10:30 Swedish"]);
    assert_eq!(
        spa.world(|world| world.there(GRACE)[0]["description"].clone()),
        "bring oil",
        "the rest stays its owner's"
    );
    assert_eq!(spa.world(|world| world.done("events.patch")), 1);
}

#[tokio::test]
async fn what_is_done_to_our_event_there_is_put_right_once() {
    let spa = Spa::open().await;
    spa.settle().await;
    let event = spa.world(|world| world.there(GRACE)[0]["id"].as_str().unwrap().to_string());
    spa.world(|world| world.put(GRACE, &event, json!({ "start": { "date": "2026-11-25", "dateTime": null }, "end": { "date": "2026-11-26", "dateTime": null } })));
    spa.settle().await;
    assert_eq!(
        (spa.ours(GRACE), spa.world(|world| world.done("events.patch"))),
        (vec!["10:00 Swedish".to_string()], 1)
    );
    spa.world(|world| world.put(GRACE, &event, json!({ "colorId": "5" })));
    spa.settle().await;
    assert_eq!(spa.world(|world| world.done("events.patch")), 1, "a colour is its owner's");
    spa.world(|world| world.delete(GRACE, &event));
    spa.settle().await;
    assert_eq!(
        (spa.ours(GRACE), spa.world(|world| world.done("events.insert"))),
        (vec!["10:00 Swedish".to_string()], 2)
    );
    spa.world(|world| world.put(GRACE, &event, json!({ "status": "confirmed" })));
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish"], "brought back from the bin: never two for one row");
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

#[tokio::test]
async fn patience_and_trouble_are_waited_out() {
    let spa = Spa::open().await;
    let tricks = [
        Trick::refuse(403, "rateLimitExceeded"),
        Trick::refuse(403, "userRateLimitExceeded"),
        Trick::refuse(429, "rateLimitExceeded"),
        Trick::Refuse { status: 429, reason: "rateLimitExceeded", retry_after: Some(30) },
        Trick::refuse(500, "backendError"),
        Trick::refuse(503, "backendError"),
    ];
    for trick in &tricks {
        spa.world(|world| world.play("events.insert", trick.clone()));
        assert!(spa.work("grace-google").await.is_err(), "{trick:?}");
        let reading = spa.desk.calendars().await.unwrap();
        assert_eq!(
            (reading.links[1].waiting, reading.links[1].failed.len()),
            (1, 1),
            "what waits and why is seen"
        );
        let next =
            spa.desk.book.calendar_names("g1").await.unwrap()[0].next_at - Clock::System.now().timestamp();
        let asked = matches!(trick, Trick::Refuse { retry_after: Some(_), .. });
        assert!(next >= if asked { 30 } else { 2 }, "{trick:?} in {next} s");
        assert_eq!(spa.work("grace-google").await.unwrap().waiting, 1, "not sooner");
        spa.wake("grace-google").await;
    }
    spa.settle().await;
    assert_eq!(
        (spa.ours(GRACE), spa.world(|world| world.done("events.insert"))),
        (vec!["10:00 Swedish".to_string()], 1)
    );
}

#[tokio::test]
async fn where_writing_is_not_allowed_it_is_said_and_reading_goes_on() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.world(|world| world.calendars.get_mut(GRACE).unwrap().read_only = true);
    spa.settle().await;
    assert_eq!(spa.busy("grace").await, ["14:05-14:50"]);
    assert_eq!(spa.kinds().await, [" calendar_disconnected"]);
    let link = &spa.desk.calendars().await.unwrap().links[1];
    assert_eq!((link.trouble.as_deref(), link.waiting), (Some("unwritable"), 1), "{link:?}");
    assert!(link.why.contains("403"), "{link:?}");
    let waiting = spa.work("grace-google").await.unwrap().waiting;
    assert_eq!((waiting, spa.kinds().await.len()), (1, 1), "also while nothing is tried");
    spa.world(|world| world.calendars.get_mut(GRACE).unwrap().read_only = false);
    spa.settle().await;
    assert_eq!((spa.ours(GRACE), spa.kinds().await), (vec!["10:00 Swedish".to_string()], vec![]));
}

#[tokio::test]
async fn silence_for_two_opening_hours_needs_a_person() {
    let mut spa = Spa::open().await;
    spa.settle().await;
    spa.at_time("2026-11-23T09:59:00Z");
    assert!(spa.kinds().await.is_empty(), "one hour and 59 minutes");
    spa.at_time("2026-11-23T10:00:00Z");
    let items = spa.desk.attention().await.unwrap().unwrap().items;
    assert_eq!(
        items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(),
        ["brian-google/calendar_disconnected", "grace-google/calendar_disconnected"]
    );
    assert!(items[1].why.contains("Grace") && items[1].why.contains("11:00"), "{}", items[1].why);
    spa.settle().await;
    assert!(spa.kinds().await.is_empty(), "it closes itself");
}

#[tokio::test]
async fn a_connection_made_anew_finds_what_it_wrote_before() {
    let mut spa = Spa::open().await;
    spa.cutoff().await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE).len(), 2);
    // Another desk, or this one after its file was lost: nothing is known here of what was written.
    spa.desk.book.forget_calendar_grant("g1").await.unwrap();
    spa.connect("grace", GRACE, "g2").await;
    spa.does(json!({ "command": "cancel", "appointment": "a2" })).await;
    spa.settle().await;
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish"]);
    assert_eq!(spa.world(|world| world.done("events.insert")), 2);
}

#[tokio::test]
async fn disconnecting_takes_its_windows_along() {
    let spa = Spa::open().await;
    dentist(&spa);
    spa.settle().await;
    spa.does(json!({ "command": "disconnect_calendar", "link": "grace-google" })).await;
    assert!(spa.busy("grace").await.is_empty());
    assert_eq!(spa.desk.calendars().await.unwrap().links.len(), 1);
    let late = json!({ "command": "record_busy", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "busy": [], "link": "grace-google", "grant": "g1" });
    assert_eq!(spa.tries(late).await["code"], "unknown", "a word that comes too late");
}

#[tokio::test]
async fn who_held_it_before_has_nothing_to_say() {
    let spa = Spa::open().await;
    spa.connect("grace", GRACE, "g2").await;
    let late = json!({ "command": "record_busy", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "busy": [], "link": "grace-google", "grant": "g1" });
    assert_eq!(spa.tries(late).await["code"], "unknown");
}

#[tokio::test]
async fn one_program_at_a_time() {
    let spa = Spa::open().await;
    let book = &spa.desk.book;
    assert!(book.lease_calendar("g1", "one", 100, 220).await.unwrap());
    assert!(!book.lease_calendar("g1", "other", 219, 400).await.unwrap());
    assert!(book.lease_calendar("g1", "one", 219, 400).await.unwrap(), "renewed");
    book.release_calendar("g1", "other").await.unwrap();
    assert!(!book.lease_calendar("g1", "other", 399, 500).await.unwrap(), "not the other's to release");
    assert!(book.lease_calendar("g1", "other", 400, 500).await.unwrap(), "the first one died");
}

#[tokio::test]
async fn googles_clock_off_by_minutes_changes_nothing() {
    for off in [-600, 600] {
        let spa = Spa::open().await;
        spa.world(|world| world.clock_off = off);
        dentist(&spa);
        spa.settle().await;
        spa.does(json!({ "command": "move", "appointment": "a1", "start": "2026-11-24T10:30" })).await;
        spa.settle().await;
        assert_eq!(
            (spa.busy("grace").await, spa.ours(GRACE)),
            (vec!["14:05-14:50".to_string()], vec!["10:30 Swedish".to_string()])
        );
    }
}

#[tokio::test]
async fn while_google_is_slow_the_desk_answers_as_fast_as_ever() {
    let spa = Spa::open().await;
    spa.settle().await;
    spa.world(|world| world.play("events.list", Trick::Slow(Duration::from_secs(3))));
    let answers = async {
        let (began, mut longest) = (Instant::now(), Duration::ZERO);
        while began.elapsed() < Duration::from_secs(2) {
            let asked = Instant::now();
            spa.does(json!({ "command": "arrive", "appointment": "a1" })).await;
            longest = longest.max(asked.elapsed());
        }
        longest
    };
    let (worked, longest) = tokio::join!(spa.work("grace-google"), answers);
    assert!(worked.is_ok() && longest < Duration::from_millis(500), "{longest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_shared_book_one_desk_reads_and_all_see_it() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let spa = Spa::at(front, tempfile::tempdir().unwrap()).await;
    dentist(&spa);
    spa.settle().await;
    settle(&back).await.unwrap();
    let sheet = back.sheet("2026-11-24").await.unwrap().unwrap();
    let grace = sheet.columns.iter().find(|column| column.id == "grace").unwrap();
    assert!(grace.bands.iter().any(|band| band.kind == "busy_outside"), "{grace:?}");
    let seen = &back.calendars().await.unwrap().links[1];
    assert_eq!((seen.here, seen.held_by.split(' ').next().unwrap()), (false, "front"), "{seen:?}");
    assert!(seen.synced_at.is_some(), "its age");
    assert_eq!(spa.ours(GRACE), ["10:00 Swedish"]);
    let again = json!({ "command": "connect_calendar", "staff": "grace", "provider": "google", "account": GRACE, "grant": "g9", "calendars": [] });
    back.perform(again).await.unwrap();
    settle(&spa.desk).await.unwrap();
    let former = &spa.desk.calendars().await.unwrap().links[1];
    assert_eq!(
        (former.here, former.held_by.split(' ').next().unwrap()),
        (false, "back"),
        "connected there instead"
    );
    same(&spa.desk, &back).await;
}

/// Somebody copies the file to look at yesterday: the copy must not write yesterday into anybody's calendar, nor end the permission.
#[tokio::test]
async fn a_copy_of_the_file_works_on_no_calendar() {
    let spa = Spa::open().await;
    spa.settle().await;
    let (path, copy) = (spa.desk.book.path().to_path_buf(), spa.folder.path().join("copy.zamu"));
    spa.desk.book.close().await;
    std::fs::copy(&path, &copy).unwrap();
    for (file, known) in [(copy, 0), (path, 2)] {
        let desk = zamu_desk::Desk::open(&file, spa.desk.clock).await.unwrap();
        assert_eq!(desk.book.calendar_grants().await.unwrap().len(), known, "{}", file.display());
        desk.book.close().await;
    }
}
