//! Several desks, one book, on a real Postgres: who wins, what is promised, what is refused, and what is mended.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use common::dice::times;
use common::postgres::{Server, server};
use common::town::*;
use serde_json::json;
use zamu_core::outcome::Outcome;
use zamu_desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_desk_does_the_other_sees() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let booked = front.perform(book("2026-11-24T10:00", "ann")).await.unwrap();
    let row = done(&booked).appointment.clone().unwrap();
    assert_eq!(front.book.waiting().await.unwrap(), 0, "settled before it was answered");
    settle(&back).await.unwrap();
    same(&front, &back).await;
    let history = back.history(&row).await.unwrap().unwrap().entries;
    assert_eq!(history[0].by, front.sync.as_ref().unwrap().truth.place().await.unwrap().desk);
    let undone = front.undo().await.unwrap();
    done(&undone);
    settle(&back).await.unwrap();
    same(&front, &back).await;
    assert_eq!(refused(&back.undo().await.unwrap()).code, "nothing_to_undo", "only its own steps");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_is_sold_once() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    for round in 0..times(50, 500) {
        let day = 24 + (round / 9) % 7;
        let hour = 9 + round % 9;
        let start =
            format!("2026-{}T{hour:02}:00", if day > 30 { "12-01".into() } else { format!("11-{day}") });
        let (one, other) = tokio::join!(front.perform(book(&start, "ann")), back.perform(book(&start, "bo")));
        let (one, other) = (one.unwrap(), other.unwrap());
        let places = if ["2026-11-25", "2026-11-26", "2026-11-27"].iter().any(|open| start.starts_with(open))
        {
            2
        } else {
            1
        };
        let won = [&one, &other].into_iter().filter(|outcome| matches!(outcome, Outcome::Done(_))).count();
        assert_eq!(won, places, "{start}: {one:?} {other:?}");
        for lost in [&one, &other].into_iter().filter(|outcome| matches!(outcome, Outcome::Refused(_))) {
            assert_eq!(refused(lost).code, "slot_unavailable");
        }
        settle(&front).await.unwrap();
        settle(&back).await.unwrap();
        same(&front, &back).await;
        for desk in [&front, &back] {
            let sheet = desk.sheet(&start[..10]).await.unwrap().unwrap();
            for row in
                sheet.rows.iter().filter(|row| row.start.ends_with(&start[10..]) && row.status == "booked")
            {
                let undo = json!({ "command": "cancel", "appointment": row.id });
                desk.perform(undo).await.unwrap();
            }
        }
        settle(&front).await.unwrap();
        settle(&back).await.unwrap();
    }
    assert!(town.truth().await.check().await.unwrap().sound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_kept() {
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let town = Town::with(server, BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    server.kill();
    let (one, other) = (
        front.perform(book("2026-11-24T14:00", "ann")).await.unwrap(),
        back.perform(book("2026-11-24T14:00", "bo")).await.unwrap(),
    );
    let (one, other) = (done(&one).appointment.clone().unwrap(), done(&other).appointment.clone().unwrap());
    assert_eq!((front.book.waiting().await.unwrap(), back.book.waiting().await.unwrap()), (1, 1));
    let sheet = front.sheet("2026-11-24").await.unwrap().unwrap();
    assert!(
        sheet.rows.iter().any(|row| row.id == one && row.unsettled),
        "the row says that it is not settled"
    );
    server.go_on();
    settle(&front).await.unwrap();
    settle(&back).await.unwrap();
    settle(&front).await.unwrap();
    same(&front, &back).await;
    let rows = front.sheet("2026-11-24").await.unwrap().unwrap().rows;
    assert!([&one, &other].iter().all(|id| rows.iter().any(|row| row.id == **id)), "both times are kept");
    let attention = back.attention().await.unwrap().unwrap().items;
    let about: Vec<_> =
        attention.iter().map(|item| (item.kind.as_str(), item.appointment.clone().unwrap())).collect();
    assert_eq!(about, [("no_therapist", other)], "exactly one waits for a person: the one that came second");
    for desk in [&front, &back] {
        assert!(desk.book.check().await.unwrap().sound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_to_a_named_person_is_not_given_to_another() {
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let town = Town::with(server, BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    server.kill();
    let asked = |customer: &str| json!({ "command": "book", "service": "SW60", "start": "2026-11-25T14:00", "customer": customer, "staff": "grace" });
    done(&front.perform(asked("ann")).await.unwrap());
    let second = done(&back.perform(asked("bo")).await.unwrap()).appointment.clone().unwrap();
    server.go_on();
    settle(&front).await.unwrap();
    settle(&back).await.unwrap();
    let row = back
        .sheet("2026-11-25")
        .await
        .unwrap()
        .unwrap()
        .rows
        .into_iter()
        .find(|row| row.id == second)
        .unwrap();
    assert_eq!(row.staff, [None], "Brian is free, but nobody asked for him");
    let item = &back.attention().await.unwrap().unwrap().items[0];
    assert_eq!((item.kind.as_str(), item.appointment.as_deref()), ("bound_absent", Some(second.as_str())));
    assert!(item.why.starts_with("Asked for Grace"), "{}", item.why);
}

/// Redone on an island while another desk takes back the customer it speaks of: refused at the shared book, and kept for a person.
/// Taken in, it could be written in no desk's file any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_does_not_come_back_without_its_customer() {
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let town = Town::with(server, BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let zoe = |start: &str| json!({ "command": "book", "service": "SW60", "start": start, "name": "Zoe", "phone": "+254711000000" });
    done(&front.perform(zoe("2026-11-24T10:00")).await.unwrap());
    settle(&back).await.unwrap();
    done(&back.perform(zoe("2026-11-24T12:00")).await.unwrap());
    done(&back.undo().await.unwrap());
    settle(&front).await.unwrap();
    server.kill();
    done(&back.redo().await.unwrap());
    server.go_on();
    done(&front.undo().await.unwrap());
    for desk in [&front, &back, &front] {
        settle(desk).await.unwrap();
        assert!(desk.book.check().await.unwrap().sound);
    }
    same(&front, &back).await;
    assert_eq!(back.book.parked().await.unwrap().len(), 1, "the redone booking waits for a person");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_command_is_never_lost() {
    let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
    let town = Town::with(server, BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let row =
        done(&front.perform(book("2026-11-24T10:00", "ann")).await.unwrap()).appointment.clone().unwrap();
    settle(&back).await.unwrap();
    server.kill();
    done(&front.perform(json!({ "command": "cancel", "appointment": row })).await.unwrap());
    done(
        &back
            .perform(json!({ "command": "move", "appointment": row, "start": "2026-11-24T16:00" }))
            .await
            .unwrap(),
    );
    done(&back.perform(json!({ "command": "change", "appointment": row, "note": "late" })).await.unwrap());
    server.go_on();
    settle(&front).await.unwrap();
    settle(&back).await.unwrap();
    same(&front, &back).await;
    let parked = back.book.parked().await.unwrap();
    assert_eq!(parked.len(), 2, "{parked:?}");
    let items = back.attention().await.unwrap().unwrap().items;
    let item = items.iter().find(|item| item.kind == "refused_when_syncing").unwrap();
    assert!(item.why.contains("16:00"), "{}", item.why);
    let remedy = item.remedies.iter().find(|remedy| remedy.id == "let_go").unwrap();
    let line = json!({ "command": "resolve", "item": item.id, "remedy": remedy.id });
    done(&back.perform(line).await.unwrap());
    assert!(!back.attention().await.unwrap().unwrap().items.iter().any(|other| other.id == item.id));
}

/// Something is wrong with the file of one desk: a row says otherwise, another is gone, a third was never there.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_differs_is_copied_again() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    for start in ["2026-11-25T09:00", "2026-11-25T11:00", "2026-11-26T09:00"] {
        done(&front.perform(book(start, "ann")).await.unwrap());
    }
    settle(&back).await.unwrap();
    let dates = || ["2026-11-25", "2026-11-26", "2026-11-27"].map(|date| date.parse().unwrap()).into();
    let sync = back.sync.as_ref().unwrap();
    assert_eq!(sync.compare(dates()).await.unwrap(), 0, "alike");
    let file = back.book.path().to_path_buf();
    let mut direct: sqlx::SqliteConnection =
        sqlx::ConnectOptions::connect(&sqlx::sqlite::SqliteConnectOptions::new().filename(file))
            .await
            .unwrap();
    sqlx::query("UPDATE appointment SET note = 'not so' WHERE rowid = (SELECT min(rowid) FROM appointment)")
        .execute(&mut direct)
        .await
        .unwrap();
    let before = back.export().await.unwrap();
    assert!(before != front.export().await.unwrap());
    assert_eq!(sync.compare(dates()).await.unwrap(), 1, "one day differs");
    same(&front, &back).await;
    assert_eq!(sync.compare(dates()).await.unwrap(), 0, "and is alike again");
    // While something waits nothing is compared: the shared book does not know of it yet.
    let alone = town.desk("alone").await;
    let lonely = Desk { sync: None, ..alone.clone() };
    done(&lonely.perform(book("2026-11-27T09:00", "bo")).await.unwrap());
    assert_eq!(alone.sync.as_ref().unwrap().compare(dates()).await.unwrap(), 0);
    assert_eq!(alone.book.waiting().await.unwrap(), 1);
}
