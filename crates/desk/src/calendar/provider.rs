//! The boundary to calendars elsewhere: what a provider must be able to do, in words that fit Google, CalDAV and Outlook alike. A provider
//! reads and writes events and says how that went; what is read means and what is to be written is decided elsewhere. One folder each.

use std::future::Future;
use std::time::Duration;
use zamu_core::both;
use zamu_core::words::Words;

use chrono::{DateTime, Utc};
use thiserror::Error;
use zamu_core::calendars::NameOut;

/// One person's account at a provider.
pub trait Provider: Sync {
    /// Every calendar of the account.
    fn calendars(&self) -> impl Future<Output = Result<Vec<Listed>, Fault>> + Send;

    /// One page of what is in a calendar, or of what has changed there. The same ask but for `page` until `next` is none.
    fn read(&self, calendar: &str, ask: &Ask) -> impl Future<Output = Result<Page, Fault>> + Send;

    /// The events that a book ever wrote into a calendar and that are still there.
    fn ours(&self, calendar: &str, book: &str) -> impl Future<Output = Result<Vec<Event>, Fault>> + Send;

    /// One event; also one that was deleted, as long as it is remembered there.
    fn find(&self, calendar: &str, event: &str) -> impl Future<Output = Result<Event, Fault>> + Send;

    /// Writes a new event under an id of ours. `Taken` when there is or was one.
    fn insert(&self, calendar: &str, written: &Written) -> impl Future<Output = Result<Event, Fault>> + Send;

    /// Changes what we write in an event, and nothing else of it, if it still is at this version. `Changed` when it is not.
    fn change(
        &self,
        calendar: &str,
        written: &Written,
        version: &str,
    ) -> impl Future<Output = Result<Event, Fault>> + Send;

    /// Deletes an event at whatever version it is.
    fn remove(&self, calendar: &str, event: &str) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// A calendar of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub name: String,
    /// The account's own: its id names the account, and it is read unless somebody chooses otherwise.
    pub primary: bool,
}

/// What is asked of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// What a complete reading said last; None: all there is between the two instants.
    pub mark: Option<String>,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub page: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub events: Vec<Event>,
    /// The next page, unless this is the last.
    pub next: Option<String>,
    /// On the last page: what to ask with the next time.
    pub mark: Option<String>,
}

/// An event as far as it matters here. Its title is looked at only if it is ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: String,
    /// What `change` must name.
    pub version: String,
    /// The provider's time of its last change, so written that texts sort as times do.
    pub changed_at: String,
    /// False: it was deleted.
    pub there: bool,
    /// From and until; None where that was not said.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Whether it closes its owner's time: not when it is free, declined, deleted or ours.
    pub closes: bool,
    pub ours: Option<Ours>,
    /// What it says of what we wrote; a listing does not tell.
    pub says: Option<NameOut>,
}

/// The mark that we put on an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ours {
    pub book: String,
    pub row: String,
    pub staff: String,
    pub generation: u32,
}

impl Ours {
    /// The event's id: anybody who knows the mark knows it, so an answer that was lost is found again. Letters and digits that every
    /// provider takes.
    pub fn event(&self) -> String {
        let Ours { book, row, staff, generation } = self;
        zamu_core::ids::fingerprint(&format!("calendar event\n{book}\n{row}\n{staff}\n{generation}"))
    }
}

/// An event on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub ours: Ours,
    pub name: NameOut,
    /// The site's zone, in which a calendar shows it.
    pub zone: String,
}

/// Why a provider did not do it. None of these holds anything secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Only a person can help: by giving the permission again.
    Ended(Words),
    /// The line, the server or its patience. `after`: not sooner.
    Later {
        why: Words,
        after: Option<Duration>,
    },
    /// The mark is too old: everything must be read again.
    MarkLost,
    /// It is not there, or no longer.
    Gone(Words),
    /// There is or was an event of this id.
    Taken,
    /// By somebody else, meanwhile.
    Changed,
    Forbidden(Words),
    /// We asked for something that makes no sense there; asking again would not help.
    Refused(Words),
    /// This machine's keyring.
    Keyring(Words),
}

impl Fault {
    pub fn later(why: impl Into<Words>) -> Fault {
        Fault::Later { why: why.into(), after: None }
    }

    pub fn refused(why: impl Into<Words>) -> Fault {
        Fault::Refused(why.into())
    }

    /// For people.
    pub fn words(&self) -> Words {
        match self {
            Fault::Ended(why) => both!("the permission was ended ({})", "ruhusa imeondolewa ({})", why),
            Fault::Later { why, .. } | Fault::Gone(why) | Fault::Keyring(why) => why.clone(),
            Fault::MarkLost => both!("everything must be read again", "lazima kila kitu kisomwe tena"),
            Fault::Taken => both!(
                "there is or was an event of this id",
                "kuna au kulikuwa na tukio lenye kitambulisho hiki"
            ),
            Fault::Changed => both!("somebody changed it meanwhile", "mtu amelibadilisha wakati huo"),
            Fault::Forbidden(why) => both!("not allowed there: {}", "hairuhusiwi huko: {}", why),
            Fault::Refused(why) => both!("not understood there: {}", "haikueleweka huko: {}", why),
        }
    }
}

zamu_core::displayed_in_english!(Fault);
