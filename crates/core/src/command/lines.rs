//! The commands as people write them: one flat object per line, `"command"` and its fields (handles or ids, local times).
//! These are values only. What each one decides is in the file of its name beside this one.

use serde::{Deserialize, Serialize};

use crate::record::{LinkTroubleKind, OutsideCalendar};

macro_rules! lines {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(specta::Type))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($body)* }
    )* };
}

lines! {
    /// Books a time. `customer`, or `name` and `phone` of somebody new. `force: "hours"` books outside hours.
    pub struct Book {
        pub service: String,
        pub start: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub customer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub phone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub gender: Option<Wish>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub staff: Option<People>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub room: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub minutes: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub force: Option<String>,
    }

    /// Changes what a row is; its time stays. `gender: null` releases the wish, a missing field stays as it is.
    pub struct Change {
        pub appointment: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub service: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub customer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
        #[cfg_attr(feature = "types", specta(type = Option<Wish>))]
        pub gender: Option<Option<Wish>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
        #[cfg_attr(feature = "types", specta(type = Option<String>))]
        pub room: Option<Option<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub minutes: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub force: Option<String>,
    }

    pub struct Move {
        pub appointment: String,
        pub start: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub staff: Option<People>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub force: Option<String>,
    }

    pub struct Reassign {
        pub appointment: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub seat: Option<u32>,
        pub staff: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub force: Option<String>,
        /// With a bound row: `true` releases it and moves it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] pub release: bool,
    }

    pub struct Swap {
        pub a: String,
        pub b: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub seat_a: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub seat_b: Option<u32>,
    }

    pub struct Bind {
        pub appointment: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub seat: Option<u32>,
        pub staff: String,
    }

    pub struct Unbind { pub appointment: String, #[serde(default, skip_serializing_if = "Option::is_none")] pub seat: Option<u32> }

    /// The customer is here; a second time takes it back.
    pub struct Arrive { pub appointment: String }

    pub struct Cancel { pub appointment: String, #[serde(default, skip_serializing_if = "Option::is_none")] pub reason: Option<String> }

    pub struct NoShow { pub appointment: String }

    /// `from` and `until`: dates (inclusive) or local date-times (half-open). `kind`: absence (default), training, lunch, block.
    pub struct MarkAbsent {
        pub staff: String,
        pub from: String,
        pub until: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub kind: Option<String>,
    }

    /// Ends an absence early (`at`), or takes it away altogether.
    pub struct EndAbsence { pub absence: String, #[serde(default, skip_serializing_if = "Option::is_none")] pub at: Option<String> }

    /// Customers from a file, as one step; who is known already is left as is.
    pub struct AddCustomers { pub customers: Vec<NewCustomer> }

    pub struct NewCustomer {
        pub name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub phone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub gender: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub note: Option<String>,
    }

    pub struct AddTemp {
        pub name: String,
        pub gender: String,
        pub skills: Vec<String>,
        pub first: String,
        pub last: String,
        pub from: String,
        pub until: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub breaks: Option<Vec<(String, String)>>,
    }

    /// `from`: the first day this person no longer works here.
    pub struct Deactivate { pub staff: String, pub from: String }

    pub struct BlockRoom {
        pub room: String,
        pub from: String,
        pub until: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub reason: Option<String>,
    }

    pub struct SetHours { pub staff: String, pub hours: Vec<HoursLine> }

    pub struct HoursLine {
        pub days: Vec<String>,
        pub from: String,
        pub until: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] pub breaks: Vec<(String, String)>,
    }

    /// Other hours on a date (`open` with `from` and `until`) or a day off, for `repeat` weeks.
    pub struct SetOverride {
        pub staff: String,
        pub date: String,
        pub open: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub from: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub until: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub label: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub repeat: Option<u32>,
    }

    pub struct AddVacation {
        pub staff: String,
        pub first: String,
        pub last: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub reason: Option<String>,
    }

    pub struct Finalize { pub date: String }

    /// `only`: accept these rows of the preview, with what makes them possible.
    pub struct Allocate { pub date: String, #[serde(default, skip_serializing_if = "Option::is_none")] pub only: Option<Vec<String>> }

    pub struct Resolve { pub item: String, pub remedy: String }

    pub struct ReleaseMessage { pub message: String }

    pub struct MarkSent { pub message: String }

    /// Adds (`id` new), changes or removes (`fields` null) a record of `kind`: site, service, room, staff, customer, override, vacation, block, room_block.
    /// `fields`: the book file's fields with their new values, or `{ "before": .., "after": .. }` to refuse when somebody else changed it meanwhile.
    pub struct Edit {
        pub kind: String,
        #[serde(default)] pub id: String,
        #[cfg_attr(feature = "types", specta(type = specta_typescript::Unknown))]
        pub fields: serde_json::Value,
    }

    /// What an outside calendar says of one person between two times: replaces what was known there, and with a `link` everything else
    /// that this connection ever said. `grant`: refused when the connection has been made anew since.
    pub struct RecordBusy {
        pub staff: String,
        pub from: String,
        pub until: String,
        pub busy: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub link: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub grant: Option<String>,
    }

    /// A person's calendar elsewhere was opened to this desk, which alone reads and writes it from now on. `grant` names this connecting;
    /// calendars that were known keep being on or off.
    pub struct ConnectCalendar {
        pub staff: String,
        pub provider: String,
        pub account: String,
        pub grant: String,
        pub calendars: Vec<OutsideCalendar>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] pub may_write: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub push: Option<String>,
    }

    /// Which calendars close time here (`on`: all of them, by their id), and where final names are written (`push`; null: nowhere).
    pub struct ChooseCalendars {
        pub link: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub on: Option<Vec<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
        #[cfg_attr(feature = "types", specta(type = Option<String>))]
        pub push: Option<Option<String>>,
    }

    /// What the desk that holds a connection says of it: when all was read, what stands in the way, which calendars there are.
    pub struct TellCalendar {
        pub link: String,
        pub grant: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub held_by: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub synced_at: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
        #[cfg_attr(feature = "types", specta(type = Option<Trouble>))]
        pub trouble: Option<Option<Trouble>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] pub calendars: Option<Vec<OutsideCalendar>>,
    }

    /// Ends a connection: it goes with everything it said.
    pub struct DisconnectCalendar { pub link: String }

    /// The temps whose last day is over leave the team's lists.
    pub struct ArchiveTemps { pub date: String }

    /// Takes back (or, of an `undo`, does again) what the command with this id changed.
    pub struct Undo { pub of: String }
}

/// What stands in the way of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    pub kind: LinkTroubleKind,
    pub why: String,
}

/// A gender wish for all seats, or one per seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(untagged)]
pub enum Wish {
    All(String),
    Each(Vec<Option<String>>),
}

/// One person for a row's first seat, or one per seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(untagged)]
pub enum People {
    One(String),
    Each(Vec<Option<String>>),
}

/// Tells a field that is `null` from one that is missing.
fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}
