//! What else is in the book: customers, the team, services and rooms, messages; the site and this desk.

use serde::{Deserialize, Serialize};

shapes! {
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
