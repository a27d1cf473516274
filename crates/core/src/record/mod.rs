//! The records of a book: plain data with public fields, in the words of the field. They reference each other by handle.
//! How they are written in the book file is `book/`; what may be done with them is `command/`.

mod appointment;
mod calendar;
mod site;
mod staff;

pub use appointment::*;
pub use calendar::*;
pub use site::*;
pub use staff::*;

/// What every record has: a kind, a handle, and the reason it is a value (two are equal or they are not).
pub trait Record: Clone + PartialEq {
    const KIND: &'static str;
    type Id: Ord + Clone + std::fmt::Display;
    fn id(&self) -> &Self::Id;
}

macro_rules! records {
    ($($record:ty: $id:ty, $kind:literal;)*) => { $(
        impl Record for $record {
            const KIND: &'static str = $kind;
            type Id = $id;
            fn id(&self) -> &$id { &self.id }
        }
    )* };
}

use crate::ids::*;

records! {
    Site: SiteId, "site";
    Service: ServiceId, "service";
    Room: RoomId, "room";
    Staff: StaffId, "staff";
    Customer: CustomerId, "customer";
    Appointment: AppointmentId, "appointment";
    Override: OverrideId, "override";
    Vacation: VacationId, "vacation";
    Block: BlockId, "block";
    RoomBlock: RoomBlockId, "room_block";
    Busy: BusyId, "busy";
    CalendarLink: CalendarLinkId, "calendar_link";
    Sheet: SheetId, "sheet";
    Message: MessageId, "message";
    Item: ItemId, "attention";
}
