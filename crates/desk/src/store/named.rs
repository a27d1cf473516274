//! What records name: a row its service, customer, room and people, an absence its person, an attention item its row. Whatever a commit
//! leaves names only what is there. Memory guards it with this list, SQLite by its foreign keys, Postgres in `zamu.still_used`.
//! A message may outlive its customer and rows, and a connection to a calendar its person: they are no part of it.

use zamu_core::changes::{Changes, Records};
use zamu_core::ids::*;
use zamu_core::record::*;

/// A record that another one names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named<'a> {
    Service(&'a ServiceId),
    Room(&'a RoomId),
    Staff(&'a StaffId),
    Customer(&'a CustomerId),
    Appointment(&'a AppointmentId),
}

impl<'a> Named<'a> {
    pub fn kind(self) -> &'static str {
        match self {
            Named::Service(_) => Service::KIND,
            Named::Room(_) => Room::KIND,
            Named::Staff(_) => Staff::KIND,
            Named::Customer(_) => Customer::KIND,
            Named::Appointment(_) => Appointment::KIND,
        }
    }

    pub fn handle(self) -> &'a str {
        match self {
            Named::Service(id) => id.as_str(),
            Named::Room(id) => id.as_str(),
            Named::Staff(id) => id.as_str(),
            Named::Customer(id) => id.as_str(),
            Named::Appointment(id) => id.as_str(),
        }
    }

    pub fn is_in(self, records: &Records) -> bool {
        match self {
            Named::Service(id) => records.services.contains_key(id),
            Named::Room(id) => records.rooms.contains_key(id),
            Named::Staff(id) => records.staff.contains_key(id),
            Named::Customer(id) => records.customers.contains_key(id),
            Named::Appointment(id) => records.appointments.contains_key(id),
        }
    }

    /// As people call it in this book; its handle where it has no name or is not there.
    fn name_in(self, records: &Records) -> String {
        let name = match self {
            Named::Service(id) => records.services.get(id).map(|service| &service.name),
            Named::Room(id) => records.rooms.get(id).map(|room| &room.name),
            Named::Staff(id) => records.staff.get(id).map(|staff| &staff.name),
            Named::Customer(id) => records.customers.get(id).map(|customer| &customer.name),
            Named::Appointment(_) => None,
        };
        name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| self.handle().to_string())
    }
}

/// What changes would leave named and not there, as people called it before. `after` is the book with them.
pub fn lost(before: &Records, after: &Records, changes: &Changes) -> Option<String> {
    let saved = saved(changes);
    // Only what goes can be missed by records that were not saved.
    let naming = if changes.gone().is_empty() { &saved } else { after };
    named(naming).into_iter().find(|named| !named.is_in(after)).map(|named| named.name_in(before))
}

/// The records that changes leave in the book.
pub fn saved(changes: &Changes) -> Records {
    let mut saved = Records::default();
    saved.apply(changes);
    saved
}

/// Everything that these records name.
pub fn named(records: &Records) -> Vec<Named<'_>> {
    let rows = records.appointments.values().flat_map(|row| of_row(row));
    let staff = records.overrides.values().map(|each| &each.staff);
    let staff = staff.chain(records.vacations.values().map(|each| &each.staff));
    let staff = staff.chain(records.blocks.values().map(|each| &each.staff));
    let staff = staff.chain(records.busy.values().map(|each| &each.staff));
    let rooms = records.room_blocks.values().map(|closed| Named::Room(&closed.room));
    let items = records.attention.values().filter_map(|item| item.appointment.as_ref());
    rows.chain(staff.map(Named::Staff)).chain(rooms).chain(items.map(Named::Appointment)).collect()
}

fn of_row(row: &Appointment) -> impl Iterator<Item = Named<'_>> {
    let people = row.seats.iter().flat_map(|seat| [&seat.staff, &seat.asked_for]).flatten();
    [Named::Service(&row.service), Named::Customer(&row.customer)]
        .into_iter()
        .chain(row.room.as_ref().map(Named::Room))
        .chain(people.map(Named::Staff))
}
