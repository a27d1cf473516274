//! Final names: what stands in whose calendar, and stays one event whatever is lost on the way.

use serde_json::json;
use zamu_fake_google::Trick;

use crate::common::outside::BRIAN;
use crate::common::outside::GRACE;
use crate::common::outside::Spa;
use crate::dentist;

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
