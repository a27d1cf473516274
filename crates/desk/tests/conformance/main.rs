//! What every store must do, run against memory, memory with what was loaded at hand, SQLite and Postgres. Each rule is one generic function.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

#[path = "../common/mod.rs"]
mod common;
mod named;
mod stores;

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use common::{EVE, records, stamp};
use named::{
    a_message_and_a_connection_outlive_whom_they_name, nothing_comes_that_names_what_is_gone,
    nothing_goes_that_is_named,
};
use stores::{BOOK, Held, at_hand, memory, postgres, sqlite};
use zamu_core::changes::{Change, Changes, Records};
use zamu_core::command::Command;
use zamu_core::decide::{Actor, Issued};
use zamu_core::ids::*;
use zamu_core::outcome::{Outcome, Refused, Report};
use zamu_core::record::{Appointment, Customer, Record};
use zamu_core::scope::Scope;
use zamu_core::time::parse_date;
use zamu_desk::store::{Commit, Committed, Loaded, Store, within};

macro_rules! conforms {
    ($($rule:ident),* $(,)?) => {
        mod in_memory { $(#[tokio::test] async fn $rule() { super::$rule(super::memory).await })* }
        mod at_hand { $(#[tokio::test] async fn $rule() { super::$rule(super::at_hand).await })* }
        mod on_sqlite { $(#[tokio::test] async fn $rule() { super::$rule(super::sqlite).await })* }
        mod on_postgres { $(#[tokio::test] async fn $rule() { super::$rule(super::postgres).await })* }
    };
}

conforms! {
    what_was_saved_is_what_is_loaded,
    a_scope_loads_exactly_its_part,
    a_commit_needs_the_revision_it_was_decided_on,
    a_repeated_command_changes_nothing,
    the_feed_has_no_gap,
    a_refusal_keeps_only_its_outcome,
    removed_records_are_gone,
    an_undo_marks_what_it_took_back,
    no_one_is_in_two_places,
    two_may_swap_in_one_commit,
    records_are_known_by_id,
    a_record_in_use_is_not_removed,
    a_customer_may_go_with_the_row_that_spoke_of_it,
    nothing_goes_that_is_named,
    nothing_comes_that_names_what_is_gone,
    a_message_and_a_connection_outlive_whom_they_name,
    what_happened_to_a_record_is_known,
}

fn date(text: &str) -> chrono::NaiveDate {
    parse_date(text).unwrap()
}

async fn whole(store: &impl Store) -> Loaded {
    store.load(&Scope::whole()).await.unwrap()
}

fn commit(name: &str, changes: Changes) -> Commit {
    let command =
        serde_json::from_value(serde_json::json!({ "command": "arrive", "appointment": "a1" })).unwrap();
    commit_of(name, command, changes, Outcome::Done(Report { text: name.into(), ..Report::default() }))
}

fn commit_of(name: &str, command: Command, changes: Changes, outcome: Outcome) -> Commit {
    let by = Actor { person: "Joy".into(), desk: "local".into() };
    let now = stamp(EVE).now;
    let issued =
        Issued { id: command_named(name), at: now, by, build: 1, promised: false, digest: None, command };
    Commit { site: "site".into(), dates: BTreeSet::new(), issued, now, changes, text: name.into(), outcome }
}

fn row_change(all: &Records, id: &str, edit: impl FnOnce(&mut Appointment)) -> Changes {
    let before = Appointment::clone(&all.appointments[&AppointmentId::new(id)]);
    let mut after = before.clone();
    edit(&mut after);
    Changes {
        appointments: [(before.id.clone(), Change::Updated { before, after })].into(),
        ..Changes::default()
    }
}

fn noted(all: &Records, note: &str) -> Changes {
    row_change(all, "a1", |row| row.note = note.into())
}

async fn what_was_saved_is_what_is_loaded<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let loaded = whole(held.store()).await;
    assert_eq!((loaded.records, loaded.revision), (all, 0));
}

async fn a_scope_loads_exactly_its_part<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let row = |id: &str| Scope::appointment(&AppointmentId::new(id));
    let scopes = [
        Scope::default(),
        Scope::date(date("2026-11-24")),
        Scope::date(date("2026-11-25")),
        Scope::date(date("2026-11-23")).and(Scope::date(date("2026-11-27"))),
        Scope::from(date("2026-11-25")),
        Scope::from(date("2026-11-26")).and(Scope::date(date("2026-11-24"))),
        row("night"),
        row("duo").and(row("nobody")),
        Scope::customer(&CustomerId::new("di")).and(Scope::phone("+254700000002")),
        Scope::message(&MessageId::new("m1")),
        Scope::rows_of([CustomerId::new("ann"), CustomerId::new("di")].into()),
        Scope::whole(),
    ];
    for scope in scopes {
        let loaded = held.store().load(&scope).await.unwrap();
        let (wanted, reached) = within(&all, &scope);
        assert_eq!(loaded.records, wanted, "{scope:?}");
        assert_eq!(loaded.scope, reached, "{scope:?}");
    }
    let night = held.store().load(&row("night")).await.unwrap();
    assert_eq!(
        night.scope.dates,
        BTreeSet::from([date("2026-11-24"), date("2026-11-25")]),
        "a row across midnight names both days"
    );
}

async fn a_commit_needs_the_revision_it_was_decided_on<H: Held, F: Future<Output = H>>(
    make: impl Fn(Records) -> F,
) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let store = held.store();
    assert_eq!(store.commit(0, &commit("one", noted(&all, "one"))).await.unwrap(), Committed::Done(1));
    assert_eq!(store.commit(0, &commit("two", noted(&all, "two"))).await.unwrap(), Committed::Stale);
    let now = whole(store).await;
    assert_eq!(now.records.appointments[&AppointmentId::new("a1")].note, "one");
    assert_eq!(
        store.commit(now.revision, &commit("two", noted(&now.records, "two"))).await.unwrap(),
        Committed::Done(2)
    );
    assert_eq!(whole(store).await.records.appointments[&AppointmentId::new("a1")].note, "two");
}

async fn a_repeated_command_changes_nothing<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let first = commit("one", noted(&all, "one"));
    held.store().commit(0, &first).await.unwrap();
    let again =
        Commit { changes: noted(&all, "again"), outcome: Outcome::Done(Report::default()), ..first.clone() };
    assert_eq!(
        held.store().commit(0, &again).await.unwrap(),
        Committed::Repeated(Box::new(first.outcome.clone())),
        "even on an old revision"
    );
    assert_eq!(held.store().answered(first.issued.id).await.unwrap(), Some(first.outcome));
    let now = whole(held.store()).await;
    assert_eq!((now.revision, &*now.records.appointments[&AppointmentId::new("a1")].note), (1, "one"));
}

async fn the_feed_has_no_gap<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let held = make(records(BOOK)).await;
    let store = held.store();
    for number in 0..5 {
        let now = whole(store).await;
        store
            .commit(
                now.revision,
                &commit(&format!("step {number}"), noted(&now.records, &format!("{number}"))),
            )
            .await
            .unwrap();
    }
    let feed = store.feed(0).await.unwrap();
    assert_eq!(feed.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let mut replayed = records(BOOK);
    feed.iter().for_each(|entry| replayed.apply(&entry.changes));
    assert_eq!(replayed, whole(store).await.records, "the feed replayed is the book");
    assert_eq!(store.feed(3).await.unwrap(), feed[3..]);
    assert_eq!(
        (feed[0].by.person.as_str(), feed[0].at, feed[0].text.as_str()),
        ("Joy", stamp(EVE).now, "step 0")
    );
}

async fn a_refusal_keeps_only_its_outcome<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let held = make(records(BOOK)).await;
    let outcome = Outcome::Refused(Refused {
        code: "past".into(),
        why: "too late".into(),
        nearest: vec![],
        instead: None,
    });
    let refused = Commit { outcome: outcome.clone(), ..commit("no", Changes::default()) };
    assert_eq!(held.store().commit(0, &refused).await.unwrap(), Committed::Done(0));
    assert_eq!(held.store().answered(command_named("no")).await.unwrap(), Some(outcome));
    assert_eq!((held.store().feed(0).await.unwrap(), whole(held.store()).await.revision), (vec![], 0));
}

async fn removed_records_are_gone<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let row = Appointment::clone(&all.appointments[&AppointmentId::new("a1")]);
    let new = Customer {
        id: CustomerId::new("eve"),
        name: "Eve".into(),
        phone: String::new(),
        gender: None,
        note: String::new(),
    };
    let gone = Changes {
        appointments: [(row.id.clone(), Change::Removed(row.clone()))].into(),
        customers: [(new.id.clone(), Change::Added(new.clone()))].into(),
        ..Changes::default()
    };
    held.store().commit(0, &commit("gone", gone.clone())).await.unwrap();
    let mut wanted = all.clone();
    wanted.appointments.remove(&row.id);
    wanted.customers.insert(new.id.clone(), Arc::new(new));
    assert_eq!(whole(held.store()).await.records, wanted);
    held.store().commit(1, &commit("back", gone.invert())).await.unwrap();
    assert_eq!(whole(held.store()).await.records, all);
}

async fn an_undo_marks_what_it_took_back<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let (changes, one) = (noted(&all, "one"), command_named("one"));
    held.store().commit(0, &commit("one", changes.clone())).await.unwrap();
    let recorded = held.store().load(&Scope::command(one)).await.unwrap().recorded;
    assert_eq!((&recorded[&one].changes, recorded[&one].text.as_str()), (&changes, "one"));
    let line = serde_json::from_value(serde_json::json!({ "command": "undo", "of": one })).unwrap();
    held.store()
        .commit(1, &commit_of("undo", line, changes.invert(), Outcome::Done(Report::default())))
        .await
        .unwrap();
    let steps = held.store().steps(&held.store().desk().await.unwrap()).await.unwrap();
    let told: Vec<_> = steps.iter().map(|step| (step.command, step.undoes, step.undone_by)).collect();
    assert_eq!(told, [(command_named("undo"), Some(one), None), (one, None, Some(command_named("undo")))]);
    assert_eq!(held.store().steps("elsewhere").await.unwrap(), []);
}

async fn no_one_is_in_two_places<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let grace = Some(StaffId::new("grace"));
    let same_person = row_change(&all, "a2", |row| row.seats[0].staff = grace.clone());
    let later_start = row_change(&all, "a2", |row| {
        row.seats[0].staff = grace.clone();
        row.room = None;
        row.start = row.start.plus(70);
    });
    let same_room = row_change(&all, "a2", |row| row.room = Some(RoomId::new("r1")));
    let twice_in_one_row = row_change(&all, "duo", |row| row.seats[1].staff = grace.clone());
    for (name, clash) in [
        ("same person", same_person),
        ("last five minutes", later_start),
        ("same room", same_room),
        ("both seats", twice_in_one_row),
    ] {
        let answer = held.store().commit(0, &commit(name, clash)).await.unwrap();
        assert!(matches!(answer, Committed::Clash { .. }), "{name}: {answer:?}");
    }
    assert_eq!(whole(held.store()).await.records, all, "nothing of it was written");
    let touching = row_change(&all, "a2", |row| {
        row.seats[0].staff = grace.clone();
        row.start = row.start.plus(75);
    });
    assert_eq!(held.store().commit(0, &commit("touching", touching)).await.unwrap(), Committed::Done(1));
}

async fn two_may_swap_in_one_commit<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let mut swap = row_change(&all, "a1", |row| {
        (row.seats[0].staff, row.room) = (Some(StaffId::new("brian")), Some(RoomId::new("r2")))
    });
    swap.squash(&row_change(&all, "a2", |row| {
        (row.seats[0].staff, row.room) = (Some(StaffId::new("grace")), Some(RoomId::new("r1")))
    }));
    assert_eq!(held.store().commit(0, &commit("swap", swap)).await.unwrap(), Committed::Done(1));
}

async fn records_are_known_by_id<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let site = all.site.keys().next().unwrap().to_string();
    let held = make(all).await;
    let (grace, a1) = (uuid_of(&site, "staff", "grace"), uuid_of(&site, Appointment::KIND, "a1"));
    let unknown = uuid_of(&site, "staff", "nobody");
    let handles = held.store().handles(&[grace, a1, unknown].into()).await.unwrap();
    assert_eq!(handles, [(grace, "grace".to_string()), (a1, "a1".to_string())].into());
}

async fn a_record_in_use_is_not_removed<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let ann = Customer::clone(&all.customers[&CustomerId::new("ann")]);
    let gone = Changes { customers: [(ann.id.clone(), Change::Removed(ann))].into(), ..Changes::default() };
    let answer = held.store().commit(0, &commit("gone", gone)).await.unwrap();
    assert!(matches!(&answer, Committed::StillUsed(name) if name == "Ann Wambûi"), "{answer:?}");
    assert_eq!(whole(held.store()).await.records, all, "nothing of it was written");
}

async fn what_happened_to_a_record_is_known<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    held.store().commit(0, &commit("one", noted(&all, "one"))).await.unwrap();
    let other = row_change(&all, "duo", |row| row.note = "two".into());
    held.store().commit(1, &commit("two", other)).await.unwrap();
    let told: Vec<String> = held
        .store()
        .history_of("appointment", "a1")
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.text)
        .collect();
    assert_eq!(told, ["one"]);
    assert_eq!(held.store().history_of("staff", "grace").await.unwrap(), []);
}

async fn a_customer_may_go_with_the_row_that_spoke_of_it<H: Held, F: Future<Output = H>>(
    make: impl Fn(Records) -> F,
) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let cy = Customer::clone(&all.customers[&CustomerId::new("cy")]);
    let row = Appointment::clone(&all.appointments[&AppointmentId::new("later")]);
    let gone = Changes {
        customers: [(cy.id.clone(), Change::Removed(cy.clone()))].into(),
        appointments: [(row.id.clone(), Change::Removed(row.clone()))].into(),
        ..Changes::default()
    };
    assert_eq!(held.store().commit(0, &commit("gone", gone)).await.unwrap(), Committed::Done(1));
    let now = whole(held.store()).await.records;
    assert!(!now.customers.contains_key(&cy.id) && !now.appointments.contains_key(&row.id));
}
