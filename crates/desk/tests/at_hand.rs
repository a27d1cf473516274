//! What is kept at hand of a store is what a load would bring, whoever commits.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use common::dice::{Dice, alone, each_seed, times};
use common::outside::in_memory;
use common::town::BOOK;
use common::{EVE, records, stamp};
use serde_json::{Value, json};
use uuid::Uuid;
use zamu_core::decide::{Actor, Issued};
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;
use zamu_desk::desk::perform;
use zamu_desk::replica::Replica;
use zamu_desk::store::{AtHand, Loaded, Memory, Store};
use zamu_desk::{BUILD, line};

const PHONES: [&str; 3] = ["+254700000001", "+254700000002", "+254711000000"];

/// Two desks at one book, one of them with what it loaded at hand: after each commit of either, any scope is the same for both.
#[test]
fn what_is_at_hand_is_what_a_load_brings() {
    each_seed(0..times(300, 10_000), |seed| alone(of_a_shared_book(seed)));
}

async fn of_a_shared_book(seed: u64) {
    let (book, mut dice) = (Memory::new(records(BOOK)), Dice(seed));
    let here = AtHand::of(book.clone());
    let mut done: Vec<CommandId> = Vec::new();
    for step in 0..30 {
        let issued = issued(&book, &mut dice, &done).await;
        let outcome = if dice.once_in(2) {
            perform(&here, &issued, &stamp(EVE)).await
        } else {
            perform(&book, &issued, &stamp(EVE)).await
        };
        if matches!(outcome.unwrap(), Outcome::Done(_)) {
            done.push(issued.id);
        }
        let scope = scope(&book, &mut dice, &done).await;
        // After a commit of ours one load may be as old as that commit.
        here.load(&Scope::default()).await.unwrap();
        let (ours, theirs) = (here.load(&scope).await.unwrap(), book.load(&scope).await.unwrap());
        same(&ours, &theirs, &format!("step {step}, {scope:?}"));
    }
}

/// Two programs at one file, each with what it loaded at hand, beside a book in memory to which the same is done.
#[test]
fn what_is_at_hand_of_a_file_is_what_a_load_brings() {
    each_seed(0..times(100, 1_000), |seed| alone(of_a_file(seed)));
}

async fn of_a_file(seed: u64) {
    let (folder, all, mut dice) = (in_memory(), records(BOOK), Dice(seed));
    let path = folder.path().join("book.zamu");
    Replica::create(&path, &all).await.unwrap();
    let open = async || Replica::open(&path, stamp(EVE).now.date_naive()).await.unwrap();
    let (here, there, book) = (open().await, open().await, Memory::new(all));
    let mut done: Vec<CommandId> = Vec::new();
    for step in 0..30 {
        let issued = issued(&book, &mut dice, &done).await;
        let by = if dice.once_in(3) { &there } else { &here };
        let outcome = perform(by, &issued, &stamp(EVE)).await.unwrap();
        assert_eq!(outcome, perform(&book, &issued, &stamp(EVE)).await.unwrap(), "step {step}");
        if matches!(outcome, Outcome::Done(_)) {
            done.push(issued.id);
        }
        let mut scope = scope(&book, &mut dice, &done).await;
        scope.from = dice.once_in(6).then(|| day(&mut dice)).or(scope.from);
        let (ours, theirs) = (here.load(&scope).await.unwrap(), book.load(&scope).await.unwrap());
        same(&ours, &theirs, &format!("step {step}, {scope:?}"));
    }
}

fn same(ours: &Loaded, theirs: &Loaded, when: &str) {
    assert_eq!(ours.revision, theirs.revision, "{when}");
    assert_eq!(ours.scope, theirs.scope, "{when}");
    assert!(ours.records == theirs.records, "{when}: {:#?}", ours.records.until(&theirs.records));
    assert!(ours.recorded.keys().eq(theirs.recorded.keys()), "{when}");
}

fn day(dice: &mut Dice) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap() + Days::new(dice.below(4) as u64)
}

/// A command on a day, a row or a customer that is there.
async fn issued(book: &Memory, dice: &mut Dice, done: &[CommandId]) -> Issued {
    let all = book.load(&Scope::whole()).await.unwrap().records;
    let rows: Vec<String> = all.appointments.keys().map(ToString::to_string).collect();
    let people: Vec<String> = all.customers.keys().map(ToString::to_string).collect();
    let row = if rows.is_empty() { "none".into() } else { dice.of(&rows).clone() };
    let customer = dice.of(&people).clone();
    let start = format!("{}T{:02}:00", day(dice), 9 + dice.below(8));
    let line = match dice.below(12) {
        0..=4 => json!({ "command": "book", "service": "SW60", "start": start, "customer": customer }),
        5 => {
            json!({ "command": "book", "service": "SW60", "start": start, "name": format!("New {}", dice.below(9)), "phone": *dice.of(&PHONES) })
        }
        6 | 7 => json!({ "command": "move", "appointment": row, "start": start }),
        8 => json!({ "command": "cancel", "appointment": row }),
        9 => {
            json!({ "command": "edit", "kind": "customer", "id": customer, "fields": { "phone": *dice.of(&PHONES) } })
        }
        10 => {
            json!({ "command": "edit", "kind": "site", "id": "site", "fields": { "time_zone": *dice.of(&["Africa/Nairobi", "Asia/Tokyo"]) } })
        }
        _ if done.is_empty() => json!({ "command": "allocate", "date": day(dice) }),
        _ => json!({ "command": "undo", "of": dice.of(done).0 }),
    };
    as_issued(line, dice)
}

fn as_issued(line: Value, dice: &mut Dice) -> Issued {
    let command = line::read(line).unwrap().command;
    let by = Actor { person: "Joy".into(), desk: "front".into() };
    let id = CommandId(Uuid::from_u64_pair(dice.next(), dice.next()));
    Issued { id, at: stamp(EVE).now, by, build: BUILD, promised: false, digest: None, command }
}

/// Some days, and some things by name, known or not; sometimes more days than are kept.
async fn scope(book: &Memory, dice: &mut Dice, done: &[CommandId]) -> Scope {
    let all = book.load(&Scope::whole()).await.unwrap().records;
    let first = day(dice);
    let days = if dice.once_in(20) { 70 } else { dice.below(3) };
    let mut scope = Scope { dates: first.iter_days().take(days).collect(), ..Scope::default() };
    let some = |dice: &mut Dice| dice.once_in(3);
    if some(dice) {
        scope.appointments = all.appointments.keys().take(dice.below(3)).cloned().collect();
        scope.appointments.extend(dice.once_in(3).then(|| "unknown".into()));
    }
    if some(dice) {
        scope.customers = all.customers.keys().skip(dice.below(3)).take(1).cloned().collect();
    }
    if some(dice) {
        scope.rows_of = all.customers.keys().skip(dice.below(4)).take(1).cloned().collect();
    }
    if some(dice) {
        scope.phones = BTreeSet::from([(*dice.of(&PHONES)).to_string()]);
    }
    if some(dice) {
        scope.messages = all.messages.keys().take(1).cloned().collect();
    }
    if some(dice) && !done.is_empty() {
        scope.commands = BTreeSet::from([*dice.of(done)]);
    }
    if dice.once_in(20) { Scope::whole() } else { scope }
}
