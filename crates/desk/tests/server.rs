//! The shared book's server, a real Postgres, and its desks: what a login may do, which desks may write, turns and lines.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use common::postgres::server;
use common::town::*;
use serde_json::json;
use zamu_core::scope::Scope;
use zamu_desk::Desk;
use zamu_desk::store::Store;
use zamu_desk::sync::PATIENCE;
use zamu_desk::truth::{Address, Truth, migrate};

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
