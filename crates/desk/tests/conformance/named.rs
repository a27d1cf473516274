//! Whatever a commit leaves names only what is there, in every store alike: one record of each kind that names another, for each thing it names.

use std::future::Future;

use chrono::DateTime;
use zamu_core::changes::{Change, Changes, Kept, Records};
use zamu_core::ids::*;
use zamu_core::record::*;
use zamu_desk::store::{Committed, Store};

use crate::common::{EVE, records};
use crate::stores::{BOOK, Held};
use crate::{commit, date, whole};

/// What the records of a test name.
const NAMED: &str = "zoe";

fn added<R: Kept>(record: R) -> Changes {
    let mut changes = Changes::default();
    R::changed(&mut changes).insert(record.id().clone(), Change::Added(record));
    changes
}

fn row(all: &Records, id: &str) -> Appointment {
    let later = Appointment::clone(&all.appointments[&AppointmentId::new("later")]);
    Appointment { id: AppointmentId::new(id), ..later }
}

fn staff(id: &str) -> StaffId {
    StaffId::new(id)
}

/// The records that may be named, each under the same handle.
fn nameable(all: &Records) -> Vec<Changes> {
    let service = Service::clone(&all.services[&ServiceId::new("SW60")]);
    let room = Room::clone(&all.rooms[&RoomId::new("r1")]);
    let tess = Staff::clone(&all.staff[&staff("tess")]);
    let customer = Customer::clone(&all.customers[&CustomerId::new("di")]);
    vec![
        added(Service { id: ServiceId::new(NAMED), ..service }),
        added(Room { id: RoomId::new(NAMED), ..room }),
        added(Staff { id: staff(NAMED), ..tess }),
        added(Customer { id: CustomerId::new(NAMED), ..customer }),
        added(row(all, NAMED)),
    ]
}

/// Records that name it, each in one way.
fn naming(all: &Records) -> Vec<(&'static str, Changes)> {
    let rows = of_rows(all).map(|(what, name)| {
        let mut row = row(all, "new");
        name(&mut row);
        (what, added(row))
    });
    rows.into_iter().chain(of_people(all)).chain(of_rooms_and_items(all)).collect()
}

type Naming = (&'static str, fn(&mut Appointment));

fn of_rows(_: &Records) -> [Naming; 5] {
    [
        ("a row's service", |row| row.service = ServiceId::new(NAMED)),
        ("a row's customer", |row| row.customer = CustomerId::new(NAMED)),
        ("a row's room", |row| row.room = Some(RoomId::new(NAMED))),
        ("who serves a row", |row| row.seats[0].staff = Some(staff(NAMED))),
        ("who was asked for", |row| row.seats[0].asked_for = Some(staff(NAMED))),
    ]
}

fn of_people(all: &Records) -> Vec<(&'static str, Changes)> {
    let other = Override::clone(&all.overrides[&OverrideId::new("o1")]);
    let vacation = Vacation::clone(&all.vacations[&VacationId::new("v1")]);
    let block = Block::clone(&all.blocks[&BlockId::new("b1")]);
    let busy = Busy::clone(&all.busy[&BusyId::new("u1")]);
    vec![
        ("other hours", added(Override { id: OverrideId::new("new"), staff: staff(NAMED), ..other })),
        ("a vacation", added(Vacation { id: VacationId::new("new"), staff: staff(NAMED), ..vacation })),
        ("a block", added(Block { id: BlockId::new("new"), staff: staff(NAMED), ..block })),
        ("a busy window", added(Busy { id: BusyId::new("new"), staff: staff(NAMED), ..busy })),
    ]
}

fn of_rooms_and_items(all: &Records) -> Vec<(&'static str, Changes)> {
    let closed = RoomBlock::clone(&all.room_blocks[&RoomBlockId::new("x1")]);
    let item = Item {
        id: ItemId::new("new"),
        kind: ItemKind::NoTherapist,
        date: date("2026-11-27"),
        appointment: Some(AppointmentId::new(NAMED)),
        seat: 0,
        message: None,
        opened_at: EVE.parse::<DateTime<_>>().unwrap(),
    };
    vec![
        (
            "a closed room",
            added(RoomBlock { id: RoomBlockId::new("new"), room: RoomId::new(NAMED), ..closed }),
        ),
        ("an attention item", added(item)),
    ]
}

/// Commits to the book as it is.
async fn goes<S: Store>(store: &S, what: &str, changes: &Changes) -> Committed {
    let revision = whole(store).await.revision;
    store.commit(revision, &commit(&format!("{what} {revision}"), changes.clone())).await.unwrap()
}

pub async fn nothing_comes_that_names_what_is_gone<H: Held, F: Future<Output = H>>(
    make: impl Fn(Records) -> F,
) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    for (what, names) in naming(&all) {
        let answer = goes(held.store(), what, &names).await;
        assert!(matches!(&answer, Committed::StillUsed(name) if name == NAMED), "{what}: {answer:?}");
    }
    assert_eq!(whole(held.store()).await.records, all, "nothing of it was written");
}

pub async fn nothing_goes_that_is_named<H: Held, F: Future<Output = H>>(make: impl Fn(Records) -> F) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let store = held.store();
    let mut there = Changes::default();
    nameable(&all).iter().for_each(|one| there.squash(one));
    assert_eq!(goes(store, "come", &there).await, Committed::Done(1));
    for (what, names) in naming(&all) {
        assert!(matches!(goes(store, what, &names).await, Committed::Done(_)), "{what}");
        let before = whole(store).await.records;
        let refused = refused(store, &all).await;
        assert_eq!(refused, 1, "{what}: of what may be named one is");
        assert_eq!(whole(store).await.records, before, "{what}: as it was");
        let mut both = names.invert();
        both.squash(&there.invert());
        assert!(matches!(goes(store, what, &both).await, Committed::Done(_)), "{what}: they may go together");
        assert!(matches!(goes(store, what, &there).await, Committed::Done(_)), "{what}: and come back");
    }
}

/// How many of the nameable records may not go; those that may come back at once.
async fn refused<S: Store>(store: &S, all: &Records) -> usize {
    let mut refused = 0;
    for one in nameable(all) {
        match goes(store, "go", &one.invert()).await {
            Committed::Done(_) => assert!(matches!(goes(store, "back", &one).await, Committed::Done(_))),
            Committed::StillUsed(name) => {
                assert!(!name.is_empty());
                refused += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    refused
}

pub async fn a_message_and_a_connection_outlive_whom_they_name<H: Held, F: Future<Output = H>>(
    make: impl Fn(Records) -> F,
) {
    let all = records(BOOK);
    let held = make(all.clone()).await;
    let di = Customer::clone(&all.customers[&CustomerId::new("di")]);
    let link = CalendarLink {
        id: CalendarLinkId::new("zoe-google"),
        staff: staff(NAMED),
        provider: "google".into(),
        account: "zoe@spa.example".into(),
        held_by: "front".into(),
        grant: "g1".into(),
        calendars: Vec::new(),
        may_write: false,
        push: None,
        connected_at: EVE.parse::<DateTime<_>>().unwrap(),
        synced_at: None,
        trouble: None,
    };
    assert_eq!(goes(held.store(), "gone", &added(di).invert()).await, Committed::Done(1));
    assert_eq!(goes(held.store(), "connected", &added(link)).await, Committed::Done(2));
}
