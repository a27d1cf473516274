//! The jobs: patience, silence, who holds a connection, and how little is asked.

use std::time::Duration;
use std::time::Instant;

use serde_json::json;
use zamu_desk::Clock;
use zamu_fake_google::Trick;

use crate::common::outside::BOOK;
use crate::common::outside::GRACE;
use crate::common::outside::Spa;
use crate::common::postgres::server;
use crate::common::town::Town;
use crate::common::town::same;
use crate::common::town::settle;
use crate::dentist;

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
