//! What `Days` can be asked by: which records are indexed, and how each enters and leaves.

use std::sync::Arc;

use super::{Days, Occupied};
use crate::changes::Records;
use crate::free_time::FreeTime;
use crate::record::*;
use crate::time::Day;

/// Keeps the indices current when a record comes or goes.
pub trait Indexed {
    fn enter(_record: &Arc<Self>, _days: &mut Days) {}
    fn leave(&self, _days: &mut Days) {}
}

fn occupy(rows: &mut Vec<Occupied>, row: Occupied) {
    let at = rows.partition_point(|other| *other < row);
    rows.insert(at, row);
}

fn vacate(rows: &mut Vec<Occupied>, row: &Occupied) {
    if let Ok(at) = rows.binary_search(row) {
        rows.remove(at);
    }
}

impl Days {
    pub(super) fn index_all(&mut self, records: &Records) {
        records.staff.values().for_each(|record| Staff::enter(record, self));
        records.appointments.values().for_each(|record| Appointment::enter(record, self));
        records.overrides.values().for_each(|record| Override::enter(record, self));
        records.vacations.values().for_each(|record| Vacation::enter(record, self));
        records.blocks.values().for_each(|record| Block::enter(record, self));
        records.room_blocks.values().for_each(|record| RoomBlock::enter(record, self));
        records.busy.values().for_each(|record| Busy::enter(record, self));
        records.customers.values().for_each(|record| Customer::enter(record, self));
        records.messages.values().for_each(|record| Message::enter(record, self));
        records.attention.values().for_each(|record| Item::enter(record, self));
    }

    /// A row of these people comes or goes.
    fn drop_free_time(&mut self, row: &Appointment) {
        for staff in row.seats.iter().filter_map(|seat| seat.staff.as_ref()) {
            if let Some(person) = self.people.get_mut(staff) {
                person.free_time.drop_around(row.span(), &self.named);
            }
        }
    }
}

impl Indexed for Appointment {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        let date = days.date_of(record.start);
        days.by_date.entry(date).or_default().insert((record.start, record.id.clone()));
        if !record.occupies() {
            return;
        }
        days.drop_free_time(record);
        let row = (record.span(), record.id.clone());
        for staff in record.seats.iter().filter_map(|seat| seat.staff.as_ref()) {
            occupy(&mut days.people.entry(staff.clone()).or_default().rows, row.clone());
        }
        if let Some(room) = &record.room {
            occupy(&mut days.room_times.entry(room.clone()).or_default().rows, row);
        }
    }

    fn leave(&self, days: &mut Days) {
        let date = days.date_of(self.start);
        days.by_date.entry(date).or_default().remove(&(self.start, self.id.clone()));
        days.drop_free_time(self);
        let row = (self.span(), self.id.clone());
        for staff in self.seats.iter().filter_map(|seat| seat.staff.as_ref()) {
            vacate(&mut days.people.entry(staff.clone()).or_default().rows, &row);
        }
        if let Some(room) = &self.room {
            vacate(&mut days.room_times.entry(room.clone()).or_default().rows, &row);
        }
    }
}

macro_rules! of_a_person {
    ($($record:ident: $field:ident;)*) => { $(
        impl Indexed for $record {
            fn enter(record: &Arc<Self>, days: &mut Days) {
                let person = days.people.entry(record.staff.clone()).or_default();
                person.free_time.drop_all();
                person.$field.insert(record.id.clone(), record.clone());
            }
            fn leave(&self, days: &mut Days) {
                let person = days.people.entry(self.staff.clone()).or_default();
                person.free_time.drop_all();
                person.$field.remove(&self.id);
            }
        }
    )* };
}

of_a_person! { Override: overrides; Vacation: vacations; Block: blocks; Busy: busy; }

impl Indexed for RoomBlock {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        days.room_times
            .entry(record.room.clone())
            .or_default()
            .blocks
            .insert(record.id.clone(), record.clone());
    }
    fn leave(&self, days: &mut Days) {
        days.room_times.entry(self.room.clone()).or_default().blocks.remove(&self.id);
    }
}

impl Indexed for Customer {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        days.by_phone.entry(record.phone.clone()).or_default().insert(record.id.clone());
    }
    fn leave(&self, days: &mut Days) {
        days.by_phone.entry(self.phone.clone()).or_default().remove(&self.id);
    }
}

impl Indexed for Message {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        let key = (record.date, record.customer.clone());
        days.messages_of.entry(key).or_default().insert(record.id.clone());
    }
    fn leave(&self, days: &mut Days) {
        days.messages_of.entry((self.date, self.customer.clone())).or_default().remove(&self.id);
    }
}

impl Indexed for Item {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        days.items_on.entry(record.date).or_default().insert(record.id.clone());
    }
    fn leave(&self, days: &mut Days) {
        days.items_on.entry(self.date).or_default().remove(&self.id);
    }
}

impl Indexed for Site {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        days.site = record.clone();
        days.named.iter_mut().for_each(|day| *day = Day::new(record.time_zone, day.date));
        days.people.values_mut().for_each(|person| person.free_time.drop_all());
    }
}

impl Indexed for Staff {
    fn enter(record: &Arc<Self>, days: &mut Days) {
        days.people.entry(record.id.clone()).or_default().free_time = FreeTime::of_days(days.named.len());
    }
    fn leave(&self, days: &mut Days) {
        days.people.entry(self.id.clone()).or_default().free_time = FreeTime::default();
    }
}

impl Indexed for Service {}
impl Indexed for Room {}
impl Indexed for Sheet {}
impl Indexed for CalendarLink {}
