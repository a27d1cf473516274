//! A person's calendar elsewhere, as the book knows it: who holds the way in, which calendars close time, where final names go.
//! Nothing that opens it is here: tokens lie in one desk's keyring.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::*;

/// One person's connection to one provider. Its handle is person and provider: `grace-google`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLink {
    pub id: CalendarLinkId,
    pub staff: StaffId,
    /// `google`; others follow.
    pub provider: String,
    /// The account's name there, as the provider says it.
    pub account: String,
    /// The desk whose keyring opens it. Only its programs read and write there.
    pub held_by: String,
    /// Which connecting this is: connecting anew, here or elsewhere, ends the one before.
    pub grant: String,
    pub calendars: Vec<OutsideCalendar>,
    /// Whether the person allowed writing.
    pub may_write: bool,
    /// The calendar that final names are written to. None: none is.
    pub push: Option<String>,
    pub connected_at: DateTime<Utc>,
    /// When every calendar that is on was last read; said at most every quarter of an hour.
    pub synced_at: Option<DateTime<Utc>>,
    pub trouble: Option<LinkTrouble>,
}

impl CalendarLink {
    /// The calendars that close time here.
    pub fn on(&self) -> impl Iterator<Item = &str> {
        self.calendars.iter().filter(|calendar| calendar.on).map(|calendar| calendar.id.as_str())
    }

    /// All that must be read: also what is done there to names that we wrote.
    pub fn read(&self) -> BTreeSet<&str> {
        self.on().chain(self.push.as_deref()).collect()
    }

    /// The moment from which its age counts.
    pub fn known_at(&self) -> DateTime<Utc> {
        self.synced_at.unwrap_or(self.connected_at)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct OutsideCalendar {
    pub id: String,
    pub name: String,
    /// Whether what is in it closes time here.
    pub on: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTrouble {
    pub kind: LinkTroubleKind,
    pub since: DateTime<Utc>,
    /// What was said, without anything secret.
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LinkTroubleKind {
    /// The permission is gone: only connecting anew helps.
    Ended,
    /// A calendar cannot be read: what is in it now is not known.
    Unreadable,
    /// Names cannot be written.
    Unwritable,
}
