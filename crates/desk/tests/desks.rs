//! Several desks, one book, on a real Postgres: who wins, what is promised, what is refused, and what a login may not do.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use common::dice::times;
use common::postgres::{Server, server};
use common::town::*;
use serde_json::json;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;
use zamu_desk::Desk;
use zamu_desk::store::Store;
use zamu_desk::sync::PATIENCE;
use zamu_desk::truth::{Address, Truth, migrate};

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

#[tokio::test]
async fn a_login_may_do_no_more_than_a_desk() {
    let town = Town::with(server(), BOOK).await;
    let stranger = Town::with(server(), BOOK).await;
    let desk = town.login("front").await;
    let pool = sqlx::PgPool::connect_with(desk.hosts()[0].clone()).await.unwrap();
    let count: i64 =
        sqlx::query_scalar("SELECT count(DISTINCT book) FROM zamu.record").fetch_one(&pool).await.unwrap();
    assert_eq!(count, 1, "its own book's rows and nobody else's");
    let books: i64 = sqlx::query_scalar("SELECT count(*) FROM zamu.book").fetch_one(&pool).await.unwrap();
    assert_eq!(books, 1);
    for forbidden in [
        "UPDATE zamu.history SET text = 'nothing happened'",
        "DELETE FROM zamu.applied_command",
        "UPDATE zamu.book SET min_build = 1",
        "INSERT INTO zamu.desk SELECT session_user, book, 'me' FROM zamu.desk",
        "UPDATE zamu.record SET body = body",
        "DELETE FROM zamu.taken",
        "CREATE TABLE zamu.mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "DROP FUNCTION zamu.commit",
        "SELECT zamu.write(zamu.my_book(), 1, '{}')",
        "CREATE ROLE mine",
        "INSERT INTO public.zamu_migration (step) VALUES (99)",
        "SET SESSION AUTHORIZATION postgres",
    ] {
        let error = sqlx::query(forbidden).execute(&pool).await.expect_err(forbidden);
        assert_eq!(
            error.as_database_error().and_then(|error| error.code()).as_deref(),
            Some("42501"),
            "{forbidden}: {error}"
        );
    }
    pool.close().await;
    assert_eq!(stranger.truth().await.place().await.unwrap().revision, 0);
}

#[tokio::test]
async fn a_wrong_address_says_what_to_do() {
    let town = Town::with(server(), BOOK).await;
    let said = async |text: String| {
        Truth::at(Address::read(&text).unwrap(), clock()).place().await.unwrap_err().to_string()
    };
    let right = town.owner.clone();
    assert!(said(right.replace(":owner@", ":wrong@")).await.contains("the password or the role is wrong"));
    assert!(said(format!("{right}_nowhere")).await.contains("no such database"));
    let port = server().port.to_string();
    assert!(said(right.replace(&port, "1")).await.contains("cannot be reached"));
    let empty = server().book().await;
    assert!(said(empty).await.contains("zamu migrate"), "not migrated yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_desk_only_reads() {
    let town = Town::with(server(), BOOK).await;
    let desk = town.desk("front").await;
    town.server.sql(&town.database(), "UPDATE zamu.book SET min_build = 99");
    done(&desk.perform(book("2026-11-24T10:00", "ann")).await.unwrap());
    assert_eq!(desk.book.waiting().await.unwrap(), 1, "kept, not lost");
    assert!(desk.sync.as_ref().unwrap().line().outdated);
    let after = desk.perform(book("2026-11-24T12:00", "bo")).await.unwrap();
    assert_eq!(refused(&after).code, "outdated");
    town.server.sql(&town.database(), "UPDATE zamu.book SET min_build = 1");
    settle(&desk).await.unwrap();
    assert_eq!(desk.book.waiting().await.unwrap(), 0);
    done(&desk.perform(book("2026-11-24T12:00", "bo")).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lock_across_the_network() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let dying = &front.sync.as_ref().unwrap().truth;
    let loaded = dying.load(&Scope::whole()).await.unwrap();
    // A desk that has loaded and says nothing more holds nobody up.
    let quick = tokio::time::timeout(PATIENCE, back.perform(book("2026-11-24T10:00", "ann"))).await;
    done(&quick.unwrap().unwrap());
    assert_eq!(back.book.waiting().await.unwrap(), 0, "and it is settled");
    assert_eq!(town.truth().await.place().await.unwrap().revision, loaded.revision + 1);
    let waiting = town.server.sql(
        &town.database(),
        "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND NOT granted",
    );
    assert_eq!(waiting, "0");
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    assert_eq!(town.server.sql(&town.database(), idle), "0", "no transaction waits for a desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_falls_silent_in_its_turn_loses_it() {
    let town = Town::with(server(), BOOK).await;
    let (front, back) = (town.desk("front").await, town.desk("back").await);
    let silent = &front.sync.as_ref().unwrap().truth;
    let command = zamu_core::ids::command_named("silent");
    silent.place().await.unwrap();
    silent.take_turn(command, 0).await.unwrap();
    let began = std::time::Instant::now();
    done(&back.perform(book("2026-11-24T10:00", "ann")).await.unwrap());
    while back.book.waiting().await.unwrap() > 0 {
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "thrown out after three seconds");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        settle(&back).await.unwrap();
    }
    assert!(began.elapsed() > std::time::Duration::from_secs(1), "it did have the turn");
    // It comes back, and works as before.
    silent.leave_turn(command).await;
    done(&front.perform(book("2026-11-24T12:00", "bo")).await.unwrap());
    settle(&front).await.unwrap();
    settle(&back).await.unwrap();
    same(&front, &back).await;
}

#[tokio::test]
async fn a_server_that_knows_no_turns_yet_goes_on_without() {
    let town = Town::with(server(), BOOK).await;
    let truth = Truth::at(town.login("front").await, clock());
    town.server.sql(&town.database(), "DROP FUNCTION zamu.take_turn()");
    let command = zamu_core::ids::command_named("early");
    assert_eq!(truth.take_turn(command, 0).await.unwrap(), None);
    done(&Desk::direct(truth, clock()).perform(book("2026-11-24T10:00", "ann")).await.unwrap());
}

const CROWD: usize = 8;
const NOTES: usize = 20;

/// Eight who write on one day at once: everything is done, and who loses three times waits for its turn.
#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_takes_turns() {
    let town = Town::with(server(), BOOK).await;
    let desk = town.desk("front").await;
    let row = done(&desk.perform(book("2026-11-24T10:00", "ann")).await.unwrap()).appointment.clone();
    settle(&desk).await.unwrap();
    let mut crowd = Vec::new();
    let all_are_here = std::sync::Arc::new(tokio::sync::Barrier::new(CROWD));
    for seat in 0..CROWD {
        let truth = Truth::at(town.login(&format!("crowd {seat}")).await, clock());
        let (row, all_are_here) = (row.clone(), all_are_here.clone());
        crowd.push(tokio::spawn(async move {
            truth.place().await.unwrap();
            all_are_here.wait().await;
            let desk = Desk::direct(truth.clone(), clock());
            let mut took_turns = false;
            for note in 0..NOTES {
                let line =
                    json!({ "command": "change", "appointment": row, "note": format!("{seat} {note}") });
                done(&desk.perform(line).await.unwrap());
                took_turns |= truth.is_crowded();
            }
            took_turns
        }));
    }
    let mut waited = 0;
    for seat in crowd {
        waited += usize::from(seat.await.unwrap());
    }
    assert!(waited > 0, "somebody lost three times and took turns");
    let revision = town.truth().await.place().await.unwrap().revision;
    assert_eq!(revision, (CROWD * NOTES) as i64 + 1, "every note is one commit");
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    assert_eq!(town.server.sql(&town.database(), idle), "0", "and nobody keeps a turn");
}

#[tokio::test]
async fn only_migrate_migrates() {
    let owner = server().book().await;
    let truth = Truth::at(Address::read(&owner).unwrap(), clock());
    assert!(truth.place().await.is_err());
    assert!(truth.load(&Scope::whole()).await.is_err());
    let database = owner.rsplit('/').next().unwrap();
    let schemas = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'zamu'";
    assert_eq!(server().sql(database, schemas), "0", "the owner's own login makes nothing by looking");
    migrate(&truth).await.unwrap();
    assert_eq!(server().sql(database, schemas), "1");
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

/// Logging in costs the server more than a command does: a desk that asks one thing after the other stays on its line.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_stays_on_its_line() {
    let town = Town::with(server(), BOOK).await;
    let front = town.desk("front").await;
    let sessions = || -> i64 {
        let asked = format!("SELECT sessions FROM pg_stat_database WHERE datname = '{}'", town.database());
        town.server.sql("postgres", &asked).parse().unwrap()
    };
    done(&front.perform(book("2026-11-25T09:00", "ann")).await.unwrap());
    let before = sessions();
    for number in 0..30 {
        let line = json!({ "command": "edit", "kind": "customer", "id": "", "fields": { "name": format!("Newcomer {number}"), "phone": "" } });
        done(&front.perform(line).await.unwrap());
    }
    front.sync.as_ref().unwrap().truth.close().await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    let more = sessions() - before;
    assert!(more <= 5, "{more} new sessions for thirty commands");
}
