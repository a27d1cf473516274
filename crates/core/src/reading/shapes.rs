//! The shapes of every reading, in one place, because the window's TypeScript types are generated from them.
//! Minutes are elapsed minutes from the site's local midnight of the sheet's day, so a day of 23 or 25 hours draws right.

use serde::{Deserialize, Serialize};

/// Derives what every shape needs; `types` adds the TypeScript side.
macro_rules! shapes {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(specta::Type))]
        pub struct $name { $($body)* }
    )* };
}

shapes! {
    /// One site's civil day as the grid draws it and `zamu sheet --json` prints it.
    pub struct SheetReading {
        pub date: String,
        /// RFC 3339 UTC, or null while the names are provisional.
        pub finalized_at: Option<String>,
        /// When this sheet becomes final, RFC 3339 UTC.
        pub cutoff_at: String,
        /// Length of the civil day in minutes: 1440, or 1380 or 1500 when the clocks change.
        pub day_minutes: u32,
        /// RFC 3339 UTC of local midnight.
        pub midnight: String,
        /// Wall-clock label of every full hour, with its elapsed minute (uneven on a day the clocks change).
        pub hour_marks: Vec<HourMark>,
        /// The part of the day worth showing: hours of the site or team, and every row.
        pub first_minute: u32,
        pub last_minute: u32,
        /// False on a closed day.
        pub open: bool,
        /// People with hours or rows on this day, by handle.
        pub columns: Vec<ColumnReading>,
        /// People of the team who are off this day.
        pub off_duty: Vec<OffDuty>,
        pub rooms: Vec<RoomColumn>,
        pub rows: Vec<RowReading>,
    }

    pub struct HourMark { pub minute: u32, pub label: String }

    pub struct OffDuty { pub id: String, pub name: String, pub why: String }

    /// A person on the sheet.
    pub struct ColumnReading {
        pub id: String,
        pub name: String,
        pub gender: String,
        pub skills: Vec<String>,
        pub temporary: bool,
        /// Working blocks, breaks taken out: `09:00-12:45 13:30-17:00`.
        pub hours: Vec<Band>,
        /// What closes the rest of the day, in the order of rule V1.
        pub bands: Vec<Band>,
        /// Minutes of spans booked, and minutes that could be (hours less what closes them).
        pub booked: u32,
        pub bookable: u32,
        pub rows: u32,
    }

    pub struct RoomColumn { pub id: String, pub name: String, pub kind: String, pub bands: Vec<Band> }

    /// A stretch of a column. `kind`: `working, site_closed, off_shift, on_break, on_vacation, absent, training, lunch, blocked, busy_outside`.
    pub struct Band {
        pub kind: String,
        pub from: u32,
        pub until: u32,
        pub label: String,
        /// The record that makes it (a block, vacation, room block), so that a person can end it.
        pub id: Option<String>,
    }

    /// A row of the sheet: the book file's fields, and what a card needs.
    pub struct RowReading {
        pub id: String,
        pub service: String,
        pub service_name: String,
        pub start: String,
        pub end: String,
        pub span_end: String,
        /// Elapsed minutes from midnight, length and clean-up after it.
        pub minute: u32,
        pub minutes: u32,
        pub turnover: u32,
        pub customer: String,
        pub customer_name: String,
        pub phone: String,
        /// `booked, cancelled, no_show`.
        pub status: String,
        pub arrived: bool,
        /// Where the row is in its day: `coming, in_service, done`.
        pub stage: String,
        pub note: String,
        pub customer_note: String,
        pub room: Option<String>,
        pub room_name: Option<String>,
        pub room_fixed: bool,
        /// Booked outside hours by a person.
        pub forced: bool,
        pub staff: Vec<Option<String>>,
        pub assignment: Vec<String>,
        pub seats: Vec<SeatReading>,
        /// Why this therapist, in one sentence.
        pub why: String,
        /// Kinds of the open attention items of this row.
        pub attention: Vec<String>,
        /// The truth has not settled this row yet.
        pub unsettled: bool,
    }

    pub struct SeatReading {
        pub staff: Option<String>,
        pub staff_name: Option<String>,
        /// `provisional, bound, finalized`.
        pub assignment: String,
        pub gender: Option<String>,
        pub wish_waived: bool,
        pub asked_for: Option<String>,
        pub hand_placed: bool,
    }

    /// What the booking form asks: dates inclusive, `service` a handle.
    pub struct SlotQuery {
        pub service: String,
        pub from: String,
        pub to: String,
        #[serde(default)]
        pub gender: Option<String>,
        #[serde(default)]
        pub staff: Option<String>,
        #[serde(default)]
        pub reshuffle: bool,
        /// A row being moved: its own place counts as free.
        #[serde(default)]
        pub moving: Option<String>,
        /// Another length than the service's.
        #[serde(default)]
        pub minutes: Option<u32>,
    }

    pub struct SlotsReading { pub slots: Vec<SlotReading>, pub why_none: Vec<WhyNone> }

    /// A start that can be offered. `staff` is who is free then, first the one who would be picked.
    pub struct SlotReading { pub start: String, pub staff: Vec<String>, pub reshuffle: bool }

    pub struct WhyNone {
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub who: Option<String>,
        pub why: String,
    }

    /// Everyone of the team against one seat: who could take it, and why the others cannot.
    pub struct CandidatesReading { pub candidates: Vec<Candidate> }

    pub struct Candidate {
        pub staff: String,
        pub name: String,
        pub current: bool,
        /// Empty when this person can take the seat.
        pub code: Option<String>,
        pub why: String,
        /// The seat of this person that stands in the way and could be swapped with this one.
        pub swap: Option<SwapWith>,
        /// Minutes of spans booked this day.
        pub booked: u32,
    }

    pub struct SwapWith { pub appointment: String, pub seat: u32 }

    /// A day that fewer people could serve.
    pub struct DaysOffReading {
        pub date: String,
        /// People there that day, and how many of them are needed.
        pub working: u32,
        pub needed: u32,
        /// Those who could be away, all together.
        pub may_go: Vec<Person>,
    }

    pub struct Person { pub id: String, pub name: String }

    /// `cleared`: what was settled today, newest first; filled by the desk, which has the history.
    pub struct AttentionReading { pub items: Vec<ItemReading>, pub cleared: Vec<ClearedReading> }

    /// An item that needs nobody any more: what it was and what ended it.
    pub struct ClearedReading {
        pub id: String,
        pub kind: String,
        pub appointment: Option<String>,
        pub customer_name: Option<String>,
        /// Local start of its row.
        pub start: Option<String>,
        /// RFC 3339 UTC.
        pub at: String,
        pub by: String,
        /// What was done, in the words of the history.
        pub text: String,
    }

    pub struct ItemReading {
        pub id: String,
        /// `no_therapist, bound_absent, name_changed, name_taken_back, room, outside_hours, does_not_fit, busy_outside, temp_leaving, message_not_sent, ...`
        pub kind: String,
        pub appointment: Option<String>,
        pub date: Option<String>,
        pub start: Option<String>,
        pub customer_name: Option<String>,
        pub phone: Option<String>,
        pub service_name: Option<String>,
        pub why: String,
        /// Minutes until the row starts; negative when it should have.
        pub minutes: i32,
        pub opened_at: String,
        pub message: Option<String>,
        pub remedies: Vec<RemedyReading>,
    }

    /// A way out that was solved, not guessed. `clears`: how many open items it ends. `command` can be performed as it stands.
    pub struct RemedyReading {
        pub id: String,
        pub text: String,
        pub clears: u32,
        #[cfg_attr(feature = "types", specta(type = specta_typescript::Unknown))]
        pub command: serde_json::Value,
    }

    pub struct HistoryReading { pub entries: Vec<HistoryEntry> }

    pub struct HistoryEntry {
        pub at: String,
        pub by: String,
        pub command: String,
        /// One sentence for people.
        pub text: String,
        pub changes: Vec<FieldChange>,
    }

    pub struct FieldChange { pub kind: String, pub id: String, pub field: String, pub before: String, pub after: String }

    /// A customer as the list and the booking form's completion show one.
    pub struct CustomerReading {
        pub id: String,
        pub name: String,
        /// E.164, and the way people of the site's country write it.
        pub phone: String,
        pub phone_local: String,
        pub gender: Option<String>,
        pub note: String,
        pub visits: u32,
        pub last_visit: Option<String>,
        pub last_service: Option<String>,
        pub next_visit: Option<String>,
    }

    pub struct CustomersReading { pub customers: Vec<CustomerReading>, pub more: bool }

    /// One customer whole: the card and every row, newest first.
    pub struct CustomerCard { pub customer: CustomerReading, pub rows: Vec<FoundRow> }

    /// A row found by name or phone, over past and coming days.
    pub struct FoundRow {
        pub appointment: String,
        pub date: String,
        pub start: String,
        pub service_name: String,
        pub customer: String,
        pub customer_name: String,
        pub phone: String,
        pub staff_names: Vec<String>,
        pub status: String,
        pub coming: bool,
    }

    pub struct FindReading { pub customers: Vec<CustomerReading>, pub rows: Vec<FoundRow> }

    pub struct TeamReading { pub staff: Vec<StaffReading>, pub skills: Vec<String> }

    /// A person of the team with everything a rule mentions.
    pub struct StaffReading {
        pub id: String,
        pub name: String,
        pub gender: String,
        pub skills: Vec<String>,
        pub hours: Vec<HoursReading>,
        pub temporary: Option<TemporaryReading>,
        /// The first day this person no longer works here.
        pub left_on: Option<String>,
        pub overrides: Vec<OverrideReading>,
        pub vacations: Vec<VacationReading>,
        pub absences: Vec<AbsenceReading>,
        pub rows_next_30_days: u32,
        /// The next five weeks from this Monday: `off, working, other_hours, vacation, absent`.
        pub calendar: Vec<CalendarDay>,
        /// Today, in words: `working, off, absent, vacation`.
        pub today: String,
    }

    pub struct HoursReading { pub days: Vec<String>, pub from: String, pub until: String, pub breaks: Vec<(String, String)> }
    pub struct TemporaryReading { pub first: String, pub last: String }
    pub struct OverrideReading {
        pub id: String, pub date: String, pub open: bool, pub from: Option<String>, pub until: Option<String>, pub label: String, pub repeat: u32,
    }
    pub struct VacationReading { pub id: String, pub first: String, pub last: String, pub reason: String }
    pub struct AbsenceReading {
        pub id: String, pub kind: String, pub from: String, pub until: String, pub reason: String,
        /// Rows it left without a therapist that still are.
        pub unplaced: u32,
    }
    pub struct CalendarDay { pub date: String, pub state: String }

    pub struct CatalogueReading {
        pub services: Vec<ServiceReading>,
        pub rooms: Vec<RoomReading>,
        pub skills: Vec<String>,
        pub room_kinds: Vec<String>,
    }

    pub struct ServiceReading {
        pub id: String, pub name: String, pub minutes: u32, pub turnover: u32, pub skills: Vec<String>,
        pub seats: u32, pub room_kinds: Vec<String>, pub price: Option<u32>, pub retired: bool,
        /// People on file who can do it.
        pub staff: u32,
    }

    pub struct RoomReading { pub id: String, pub name: String, pub kind: String, pub retired: bool, pub closed: Vec<AbsenceReading> }

    pub struct MessagesReading { pub messages: Vec<MessageReading> }

    pub struct MessageReading {
        pub id: String,
        /// `booked, moved, cancelled, your_therapist, changed_therapist`.
        pub kind: String,
        /// `held, ready, sent, withdrawn`.
        pub state: String,
        pub customer: String,
        pub customer_name: String,
        pub phone: String,
        pub date: String,
        pub text: String,
        /// `https://wa.me/...` with the text.
        pub link: String,
        pub at: String,
        pub appointments: Vec<String>,
    }

    /// The site's settings as the window edits them.
    pub struct SiteReading {
        pub name: String,
        pub time_zone: String,
        pub country: String,
        pub language: String,
        pub currency: String,
        pub cutoff: String,
        pub slot_step: u32,
        pub lead: u32,
        pub horizon_days: u32,
        pub staff_preference: bool,
        /// `least_busy_day, fewest_next_30_days, rotation`.
        pub pick_rule: String,
        pub hours: Vec<HoursReading>,
        pub closed: Vec<String>,
    }

    /// What the window's frame shows all the time.
    pub struct StatusReading {
        /// RFC 3339 UTC of the desk's clock; the window counts on from it.
        pub now: String,
        pub today: String,
        pub tomorrow: String,
        pub site_name: String,
        pub time_zone: String,
        pub revision: u32,
        /// `local, waiting, shared, disconnected`, for the sync chip; `waiting` counts unsettled commands.
        pub sync: String,
        pub waiting: u32,
        /// Local time since when the line is down.
        pub since: Option<String>,
        pub attention: u32,
        /// Held and ready messages.
        pub messages: u32,
        /// The book has no people and no services yet.
        pub first_start: bool,
        pub book: String,
        pub actor: String,
        /// Undo and redo: what they would take back or do again, in words.
        pub undo: Option<String>,
        pub redo: Option<String>,
        /// Said once: no notification service, no tray, a damaged book's way back.
        pub warnings: Vec<String>,
        /// This desk's own choices: language, theme, single-letter keys, column order.
        pub desk: std::collections::BTreeMap<String, String>,
    }

    /// A customer file read, before or after it is taken in.
    pub struct ImportReading {
        pub added: u32,
        pub known: u32,
        pub refused: Vec<ImportLine>,
        pub applied: bool,
        /// The first rows as they were understood.
        pub sample: Vec<CustomerReading>,
    }

    pub struct ImportLine { pub line: u32, pub why: String }
}
