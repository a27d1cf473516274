//! The stores that must conform, each with the same book.

use zamu_core::changes::Records;
use zamu_desk::Clock;
use zamu_desk::replica::Replica;
use zamu_desk::store::{AtHand, Memory, Store};
use zamu_desk::truth::{Address, Truth, create_desk, migrate};

use crate::common::{self, EVE, stamp};

/// A book with something of every kind: rows on four days, one across midnight.
pub const BOOK: &str = r#"{
  "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE", "staff_preference": true, "closed": ["2026-12-25"] },
  "services": [ { "id": "SW60", "name": "Swedish", "minutes": 60, "turnover": 15, "skills": ["massage"], "room_kinds": ["single"], "price": 4500 },
                { "id": "DUO", "name": "For two", "minutes": 60, "turnover": 0, "skills": ["massage"], "seats": 2 } ],
  "rooms": [ { "id": "r1", "name": "Room 1", "kind": "single" }, { "id": "r2", "name": "Room 2", "kind": "single" } ],
  "staff": [ { "id": "grace", "name": "Grace", "gender": "F", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "09:00", "until": "24:00", "breaks": [["12:00", "12:30"]] } ] },
             { "id": "brian", "name": "Brian", "gender": "M", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "09:00", "until": "21:00" } ] },
             { "id": "tess", "name": "Tess", "gender": "F", "skills": ["massage"], "hours": [], "temporary": { "first": "2026-11-24", "last": "2026-11-26" } } ],
  "customers": [ { "id": "ann", "name": "Ann Wambûi", "phone": "+254700000001" }, { "id": "bo", "name": "Bo", "phone": "+254700000002", "gender": "F", "note": "back" },
                 { "id": "cy", "name": "Cy", "phone": "+254700000002" }, { "id": "di", "name": "Di", "phone": "" } ],
  "appointments": [
    { "id": "a1", "service": "SW60", "start": "2026-11-24T09:00", "customer": "ann", "staff": "grace", "room": "r1" },
    { "id": "a2", "service": "SW60", "start": "2026-11-24T09:00", "customer": "bo", "staff": "brian", "room": "r2", "assignment": "bound", "asked_for": "brian" },
    { "id": "night", "service": "SW60", "start": "2026-11-24T23:30", "customer": "bo", "staff": [], "room": null, "note": "late" },
    { "id": "duo", "service": "DUO", "start": "2026-11-25T15:00", "customer": "ann", "staff": ["grace", "brian"], "gender": ["F", null] },
    { "id": "later", "service": "SW60", "start": "2026-11-27T10:00", "customer": "cy", "staff": "grace", "status": "cancelled" } ],
  "overrides": [ { "id": "o1", "staff": "grace", "date": "2026-11-28", "open": false }, { "id": "o2", "staff": "brian", "date": "2026-11-28", "open": true, "from": "10:00", "until": "12:00", "label": "half", "repeat": 2 } ],
  "vacations": [ { "id": "v1", "staff": "brian", "first": "2026-12-01", "last": "2026-12-05", "reason": "home" } ],
  "blocks": [ { "id": "b1", "staff": "brian", "from": "2026-11-26T09:00", "until": "2026-11-26T11:00", "reason": "training", "kind": "training" } ],
  "room_blocks": [ { "id": "x1", "room": "r2", "from": "2026-11-28T00:00", "until": "2026-11-29T00:00", "reason": "paint" } ],
  "busy": [ { "id": "u1", "staff": "grace", "from": "2026-11-29T10:00", "until": "2026-11-29T11:00" } ],
  "messages": [ { "id": "m1", "customer": "di", "date": "2026-11-25", "kind": "booked", "state": "ready", "text": "Zamu", "at": "2026-11-23T08:00:00Z" } ],
  "sheets": [ { "date": "2026-11-24", "finalized_at": "2026-11-23T15:00:00Z" } ] }"#;

pub async fn memory(records: Records) -> Memory {
    Memory::new(records)
}

pub async fn at_hand(records: Records) -> AtHand<Memory> {
    AtHand::of(Memory::new(records))
}

/// A store and the folder it lies in.
pub struct OnDisk {
    store: Replica,
    _folder: tempfile::TempDir,
}

pub async fn sqlite(records: Records) -> OnDisk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.zamu");
    Replica::create(&path, &records).await.unwrap();
    OnDisk { store: Replica::open(&path, stamp(EVE).now.date_naive()).await.unwrap(), _folder: folder }
}

/// A shared book with the records brought into it, seen by a desk.
pub async fn postgres(records: Records) -> Truth {
    let owner = common::postgres::server().book().await;
    let owner = Truth::at(Address::read(&owner).unwrap(), Clock::Fixed(stamp(EVE).now));
    migrate(&owner).await.unwrap();
    let desk =
        create_desk(&owner, &format!("front {}", owner.address().role()), false, "secret").await.unwrap();
    owner.close().await;
    let desk = Truth::at(Address::read(&desk.address).unwrap(), Clock::Fixed(stamp(EVE).now));
    assert!(desk.bring(&records, 0, &[], |_, _| {}).await.unwrap());
    desk
}

impl Held for Truth {
    type Kept = Truth;
    fn store(&self) -> &Truth {
        self
    }
}

pub trait Held {
    type Kept: Store;
    fn store(&self) -> &Self::Kept;
}

impl Held for Memory {
    type Kept = Memory;
    fn store(&self) -> &Memory {
        self
    }
}

impl Held for AtHand<Memory> {
    type Kept = AtHand<Memory>;
    fn store(&self) -> &AtHand<Memory> {
        self
    }
}

impl Held for OnDisk {
    type Kept = Replica;
    fn store(&self) -> &Replica {
        &self.store
    }
}
