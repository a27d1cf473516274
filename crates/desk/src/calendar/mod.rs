//! Calendars elsewhere: a person's busy times come in, final names go out. `provider.rs` is the boundary, one folder per provider behind it.
//! `connect.rs` asks for permission and gives it back, `busy.rs` reads, `names.rs` writes, `jobs.rs` says when and by whom. Everything that is
//! decided is a command of the core; only the desk whose keyring has the tokens asks a provider anything.

mod book;
mod busy;
mod client;
mod connect;
pub mod google;
mod jobs;
mod loopback;
mod names;
mod oauth;
pub mod provider;
mod reading;
mod tokens;

pub use book::{PRIVACY, Part, part, parts};
pub use client::{Client, ClientFault};
pub use connect::{Connected, LeftBehind};
pub use jobs::{Jobs, Lease, Round, Worked, work_on};
pub use provider::{Fault, Provider};

use thiserror::Error;
use zamu_core::both;
use zamu_core::refusal::Refusal;
use zamu_core::words::Words;

use crate::store::StoreError;

/// Why something about a calendar was not done.
#[derive(Debug, Error)]
pub enum Trouble {
    Client(#[from] ClientFault),
    NoClient,
    Fault(#[from] Fault),
    Refused(Words),
    Store(#[from] StoreError),
}

impl Trouble {
    fn refused(refusal: &Refusal) -> Trouble {
        Trouble::Refused(refusal.words())
    }

    /// For people.
    pub fn words(&self) -> Words {
        match self {
            Trouble::Client(why) => why.words(),
            Trouble::NoClient => both!(
                "first give Zamu its client id: Settings, Google Calendar",
                "kwanza ipe Zamu kitambulisho chake: Mipangilio, Google Calendar"
            ),
            Trouble::Fault(why) => why.words(),
            Trouble::Refused(why) => why.clone(),
            Trouble::Store(why) => why.words(),
        }
    }
}

zamu_core::displayed_in_english!(Trouble);

impl From<serde_json::Error> for Trouble {
    fn from(why: serde_json::Error) -> Trouble {
        Trouble::Store(why.into())
    }
}
