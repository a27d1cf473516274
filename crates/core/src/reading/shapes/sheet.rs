//! A sheet as the grid draws it and `zamu sheet --json` prints it.

use serde::{Deserialize, Serialize};

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
        /// Wall-clock label of every full hour, with its elapsed minute (uneven on a day the clocks change), and of where they change.
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

    pub struct HourMark {
        pub minute: u32,
        pub label: String,
        /// What tells a start in this hour from the same hour before, `+00:00`: the later of two is written with it. Else empty.
        pub offset: String,
    }

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
}
