//! Several desks of one shared book, each with a file of its own, on a real Postgres. Time stands still unless a test moves it.

use std::sync::Arc;

use serde_json::{Value, json};
use zamu_core::changes::Records;
use zamu_core::outcome::Outcome;
use zamu_desk::replica::Replica;
use zamu_desk::sync::{Sync, copy_to};
use zamu_desk::truth::{Address, Truth, create_desk, migrate};
use zamu_desk::{Clock, Desk};

use super::postgres::Server;
use super::proxy::Proxy;
use super::{EVE, records, stamp};

/// Two who can do it, one room each; on the test day Brian is off, so that every hour has one place.
pub const BOOK: &str = r#"{
  "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE", "staff_preference": true },
  "services": [ { "id": "SW60", "name": "Swedish", "minutes": 60, "turnover": 0, "skills": ["massage"] } ],
  "staff": [ { "id": "grace", "name": "Grace", "gender": "F", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "09:00", "until": "18:00" } ] },
             { "id": "brian", "name": "Brian", "gender": "M", "skills": ["massage"], "hours": [ { "days": ["wed","thu","fri"], "from": "09:00", "until": "18:00" } ] } ],
  "customers": [ { "id": "ann", "name": "Ann", "phone": "+254700000001" }, { "id": "bo", "name": "Bo", "phone": "+254700000002" } ] }"#;

/// A shared book with its owner.
pub struct Town {
    pub owner: String,
    pub server: &'static Server,
    folder: tempfile::TempDir,
}

impl Town {
    /// A town whose first desk brought the book.
    pub async fn with(server: &'static Server, book: &str) -> Town {
        Town::with_records(server, &records(book)).await
    }

    pub async fn with_records(server: &'static Server, book: &Records) -> Town {
        let owner = server.book().await;
        let truth = Truth::at(Address::read(&owner).unwrap(), clock());
        migrate(&truth).await.unwrap();
        assert!(truth.bring(book, 0, &[], |_, _| {}).await.unwrap());
        truth.close().await;
        Town { owner, server, folder: tempfile::tempdir().unwrap() }
    }

    /// A new login.
    pub async fn login(&self, name: &str) -> Address {
        let truth = Truth::at(Address::read(&self.owner).unwrap(), clock());
        let desk =
            create_desk(&truth, &format!("{name} {}", self.database()), false, "secret").await.unwrap();
        truth.close().await;
        Address::read(&desk.address).unwrap()
    }

    pub fn database(&self) -> String {
        self.owner.rsplit('/').next().unwrap().to_string()
    }

    /// A desk with a fresh copy.
    pub async fn desk(&self, name: &str) -> Desk {
        self.desk_at(name, self.login(name).await).await
    }

    /// The same at an address of the test's own.
    pub async fn desk_at(&self, name: &str, address: Address) -> Desk {
        let truth = Truth::at(address, clock());
        let path = self.folder.path().join(format!("{name}.zamu"));
        copy_to(&path, &truth, "aside", |_| {}).await.unwrap();
        let book = Replica::open(&path, stamp(EVE).now.date_naive()).await.unwrap();
        let sync = Sync::between(book.clone(), truth, clock());
        Desk { book, clock: clock(), sync: Some(Arc::new(sync)) }
    }

    /// A desk whose line goes through a proxy.
    pub async fn desk_behind(&self, name: &str, proxy: &Proxy) -> Desk {
        let login = self.login(name).await;
        let (here, there) = (format!(":{}/", self.server.port), format!(":{}/", proxy.port));
        let address = Address::read(&login.to_string().replace(&here, &there)).unwrap();
        self.desk_at(name, address.with_password("secret")).await
    }

    /// The shared book itself.
    pub async fn truth(&self) -> Truth {
        Truth::at(Address::read(&self.owner).unwrap(), clock())
    }
}

pub fn clock() -> Clock {
    Clock::Fixed(stamp(EVE).now)
}

pub fn book(start: &str, customer: &str) -> Value {
    json!({ "command": "book", "service": "SW60", "start": start, "customer": customer })
}

pub fn settle(desk: &Desk) -> impl Future<Output = Result<(), zamu_desk::StoreError>> + '_ {
    desk.sync.as_ref().unwrap().settle()
}

pub fn done(outcome: &Outcome) -> &zamu_core::outcome::Report {
    match outcome {
        Outcome::Done(report) => report,
        other => panic!("not done: {other:?}"),
    }
}

pub fn refused(outcome: &Outcome) -> &zamu_core::outcome::Refused {
    match outcome {
        Outcome::Refused(refused) => refused,
        other => panic!("not refused: {other:?}"),
    }
}

/// The same rows on both, whatever their own numbers are.
pub async fn same(one: &Desk, other: &Desk) {
    assert_eq!(one.export().await.unwrap(), other.export().await.unwrap());
}
