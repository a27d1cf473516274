//! What must be loaded to decide: civil days, and records that are named. A store loads exactly this; `Days` refuses to answer
//! about anything else and says what is missing, so a command may ask in a second step.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::ids::*;

/// The site, its services, rooms, people and what opens or closes their time always come along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Rows (with their customers), messages, attention items and sheets of these days.
    pub dates: BTreeSet<NaiveDate>,
    /// Every day from here on.
    pub from: Option<NaiveDate>,
    /// The days these rows lie on.
    pub appointments: BTreeSet<AppointmentId>,
    pub customers: BTreeSet<CustomerId>,
    /// The days on which these customers have rows, whenever that is.
    pub rows_of: BTreeSet<CustomerId>,
    /// Customers with these phones (E.164).
    pub phones: BTreeSet<String>,
    pub messages: BTreeSet<MessageId>,
    /// The recorded changes of these commands.
    pub commands: BTreeSet<CommandId>,
}

impl Scope {
    pub fn date(date: NaiveDate) -> Scope {
        Scope { dates: [date].into(), ..Scope::default() }
    }

    pub fn from(date: NaiveDate) -> Scope {
        Scope { from: Some(date), ..Scope::default() }
    }

    /// Everything in the book; named records are then all there, too.
    pub fn whole() -> Scope {
        Scope::from(NaiveDate::MIN)
    }

    pub fn appointment(id: &AppointmentId) -> Scope {
        Scope { appointments: [id.clone()].into(), ..Scope::default() }
    }

    pub fn customer(id: &CustomerId) -> Scope {
        Scope { customers: [id.clone()].into(), ..Scope::default() }
    }

    pub fn rows_of(customers: BTreeSet<CustomerId>) -> Scope {
        Scope { rows_of: customers, ..Scope::default() }
    }

    pub fn phone(phone: &str) -> Scope {
        Scope { phones: [phone.to_string()].into(), ..Scope::default() }
    }

    pub fn message(id: &MessageId) -> Scope {
        Scope { messages: [id.clone()].into(), ..Scope::default() }
    }

    pub fn command(id: CommandId) -> Scope {
        Scope { commands: [id].into(), ..Scope::default() }
    }

    pub fn is_whole(&self) -> bool {
        self.from == Some(NaiveDate::MIN)
    }

    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from.is_some_and(|from| from <= date) || self.dates.contains(&date)
    }

    /// Both together.
    pub fn and(mut self, other: Scope) -> Scope {
        self.dates.extend(other.dates);
        self.from = match (self.from, other.from) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.appointments.extend(other.appointments);
        self.customers.extend(other.customers);
        self.rows_of.extend(other.rows_of);
        self.phones.extend(other.phones);
        self.messages.extend(other.messages);
        self.commands.extend(other.commands);
        self
    }
}
