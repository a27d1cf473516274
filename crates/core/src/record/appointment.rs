//! What is booked and what follows from it: customer, appointment with its seats, message, attention item.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Gender;
use crate::ids::*;
use crate::time::{Span, Tick};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub name: String,
    /// E.164, or empty.
    pub phone: String,
    /// The wish a new booking starts with.
    pub gender: Option<Gender>,
    pub note: String,
}

/// One service at one time: a row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: AppointmentId,
    pub service: ServiceId,
    pub customer: CustomerId,
    pub start: Tick,
    /// Length and clean-up as booked: a service's later change does not change them.
    pub minutes: u32,
    pub turnover: u32,
    pub status: Status,
    pub arrived: bool,
    pub note: String,
    pub room: Option<RoomId>,
    /// A person picked the room (R1).
    pub room_fixed: bool,
    /// A person booked outside hours or over a break (V2).
    pub forced: bool,
    pub seats: Vec<Seat>,
}

impl Appointment {
    pub fn end(&self) -> Tick {
        self.start.plus(self.minutes)
    }

    /// Start to end plus turnover: what is occupied.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.start.plus(self.minutes + self.turnover))
    }

    pub fn occupies(&self) -> bool {
        self.status == Status::Booked
    }

    pub fn held_by(&self, staff: &StaffId) -> bool {
        self.seats.iter().any(|seat| seat.staff.as_ref() == Some(staff))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Booked,
    Cancelled,
    NoShow,
}

/// One therapist's place in an appointment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub staff: Option<StaffId>,
    pub assignment: Assignment,
    pub gender: Option<Gender>,
    /// Nobody on file could have met the wish when it was recorded (B5): all may serve.
    pub wish_waived: bool,
    pub asked_for: Option<StaffId>,
    /// A person put this therapist here; allocate leaves it (M2).
    pub hand_placed: bool,
    pub picked: Option<Picked>,
}

impl Seat {
    /// The wish that binds, if any.
    pub fn wish(&self) -> Option<Gender> {
        self.gender.filter(|_| !self.wish_waived)
    }

    pub fn bound(&self) -> bool {
        self.assignment == Assignment::Bound
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    #[default]
    Provisional,
    Bound,
    Finalized,
}

/// Why this therapist (M4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picked {
    /// The only one free.
    OnlyOne,
    /// Least busy that day, of so many free.
    LeastBusy(u32),
    /// Fewest rows in the next thirty days, of so many free.
    Fewest(u32),
    /// Next in turn, of so many free.
    Rotation(u32),
    AskedFor,
    ByHand,
    /// Chosen again after the world changed; from whom.
    Repooled(Option<StaffId>),
    /// The sheet was evened out.
    Allocated,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub customer: CustomerId,
    /// The sheet it speaks of.
    pub date: NaiveDate,
    pub kind: MessageKind,
    pub state: MessageState,
    pub appointments: Vec<AppointmentId>,
    pub text: String,
    pub at: DateTime<Utc>,
    /// The customer was told a name that an undo took back (M3).
    pub taken_back: bool,
}

impl Message {
    pub fn unsent(&self) -> bool {
        matches!(self.state, MessageState::Held | MessageState::Ready)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    Booked,
    Moved,
    Cancelled,
    YourTherapist,
    ChangedTherapist,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for a person.
    Held,
    Ready,
    Sent,
    Withdrawn,
}

/// Something a person must look at; closes itself when its cause is gone (N3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    pub kind: ItemKind,
    pub date: NaiveDate,
    pub appointment: Option<AppointmentId>,
    pub seat: u32,
    pub message: Option<MessageId>,
    pub opened_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    NoTherapist,
    BoundAbsent,
    NameChanged,
    NameTakenBack,
    Room,
    OutsideHours,
    DoesNotFit,
    BusyOutside,
    RefusedWhenSyncing,
    CalendarDisconnected,
    MessageNotSent,
    TempLeaving,
}
