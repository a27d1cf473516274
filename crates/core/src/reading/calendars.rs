//! Calendars elsewhere as the window shows them, and what of them needs a person. Items are made when they are read, like remedies:
//! an item is open exactly while its cause is there, and silence has no command that could open one.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::ItemReading;
use crate::calendars::{Concern, concern};
use crate::days::Days;
use crate::decide::Stamp;
use crate::record::CalendarLink;
use crate::time::{Tick, clock_of, date_of};
use crate::words::{self, say};

/// Every connection, and what this desk may do about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct CalendarsReading {
    /// The program's own name at Google, if one was given. Its secret is never here.
    pub client: Option<String>,
    /// What the titles of events say of a customer: `service, first_name, full_name`.
    pub privacy: String,
    pub links: Vec<LinkReading>,
}

/// One person's connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct LinkReading {
    pub id: String,
    pub staff: String,
    pub provider: String,
    pub account: String,
    pub held_by: String,
    /// This desk's keyring opens it.
    pub here: bool,
    pub calendars: Vec<OutsideReading>,
    pub may_write: bool,
    pub push: Option<String>,
    /// RFC 3339 UTC; null: never yet.
    pub synced_at: Option<String>,
    /// `ended, unreadable, unwritable`, and why in words.
    pub trouble: Option<String>,
    pub why: String,
    /// Why the last attempt failed, while it is tried again.
    pub retrying: Option<String>,
    /// Changes on their way out, and those that failed with why.
    pub waiting: u32,
    pub failed: Vec<FailedReading>,
    /// Needs a person: the item's id.
    pub item: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OutsideReading {
    pub id: String,
    pub name: String,
    pub on: bool,
    /// Why it cannot be read now; what is in it is then not known.
    pub unknown: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct FailedReading {
    pub appointment: String,
    /// What should stand there and from when, in the site's time; none: it should go.
    pub title: String,
    pub start: Option<String>,
    pub why: String,
    pub tries: u32,
}

/// A connection as the book knows it; what only the desk knows is added there.
pub fn link_reading(days: &Days, link: &CalendarLink, stamp: &Stamp) -> LinkReading {
    let outside = link.calendars.iter().map(|calendar| OutsideReading {
        id: calendar.id.clone(),
        name: calendar.name.clone(),
        on: calendar.on,
        unknown: None,
    });
    LinkReading {
        id: link.id.to_string(),
        staff: link.staff.to_string(),
        provider: link.provider.clone(),
        account: link.account.clone(),
        held_by: link.held_by.clone(),
        here: false,
        calendars: outside.collect(),
        may_write: link.may_write,
        push: link.push.clone(),
        synced_at: link.synced_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        trouble: link.trouble.as_ref().map(|trouble| super::wire(&trouble.kind)),
        why: link.trouble.as_ref().map_or_else(String::new, |trouble| trouble.why.clone()),
        retrying: None,
        waiting: 0,
        failed: Vec::new(),
        item: concern(days, link, stamp.now).map(|_| item_id(link)),
    }
}

pub fn item_id(link: &CalendarLink) -> String {
    format!("{}/calendar_disconnected", link.id)
}

/// Connections that need a person, the longest first.
pub fn link_items(days: &Days, stamp: &Stamp) -> Vec<ItemReading> {
    let links = days.records().calendar_links.values();
    let mut items: Vec<ItemReading> =
        links.filter_map(|link| Some(item(days, link, &concern(days, link, stamp.now)?, stamp))).collect();
    items.sort_by(|a, b| (&a.opened_at, &a.id).cmp(&(&b.opened_at, &b.id)));
    items
}

fn item(days: &Days, link: &CalendarLink, concern: &Concern, stamp: &Stamp) -> ItemReading {
    ItemReading {
        id: item_id(link),
        kind: "calendar_disconnected".into(),
        appointment: None,
        date: None,
        start: None,
        customer_name: None,
        phone: None,
        service_name: None,
        why: why(days, link, concern, stamp),
        minutes: 0,
        opened_at: concern.since().to_rfc3339_opts(SecondsFormat::Secs, true),
        message: None,
        remedies: Vec::new(),
    }
}

fn why(days: &Days, link: &CalendarLink, concern: &Concern, stamp: &Stamp) -> String {
    let name = days.records().staff.get(&link.staff).map_or(link.staff.as_str(), |staff| &staff.name);
    let since = moment(days, concern.since(), stamp);
    let (held_by, known) = (&link.held_by, moment(days, link.known_at(), stamp));
    match concern {
        Concern::Ended { .. } => say!(
            stamp.language,
            "The calendar of {name} is disconnected since {since}: the permission was ended. Busy times are those of {known}; connect again.",
            "Kalenda ya {name} haijaunganishwa tangu {since}: ruhusa imeondolewa. Shughuli ni za {known}; unganisha tena."
        ),
        Concern::Silent { minutes, .. } => {
            let hours = minutes / 60;
            say!(
                stamp.language,
                "The calendar of {name} was not read for {hours} hours of opening time, since {since}. Desk {held_by} reads it: start Zamu there, or connect here instead.",
                "Kalenda ya {name} haijasomwa kwa saa {hours} za kazi, tangu {since}. Dawati {held_by} ndilo huisoma: fungua Zamu hapo, au unganisha hapa."
            )
        }
        Concern::Unwritable { .. } => say!(
            stamp.language,
            "Final names are not written to the calendar of {name} since {since}: writing is not allowed there. Choose another calendar or connect again.",
            "Majina ya mwisho hayaandikwi kwenye kalenda ya {name} tangu {since}: hairuhusiwi kuandika. Chagua kalenda nyingine au unganisha tena."
        ),
    }
}

/// `10:40`, with its day when that is not today.
fn moment(days: &Days, at: DateTime<Utc>, stamp: &Stamp) -> String {
    let tick = Tick::floor(at);
    let (date, clock) = (date_of(days.zone(), tick), clock_of(days.zone(), tick));
    if date == date_of(days.zone(), Tick::floor(stamp.now)) {
        clock
    } else {
        format!("{} {clock}", words::date(stamp.language, date))
    }
}
