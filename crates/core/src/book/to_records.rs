//! The book file read into records: every handle known, every time on the tick, nobody in two places. The first fault is named with its path.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Tz;

use super::dated::*;
use super::file::*;
use super::parts::{Names, Read, check_hours, date, fives, handle, named};
use super::rows::{appointment, refuse_overlaps};
use super::{LeftOpen, fault};
use crate::changes::Records;
use crate::ids::*;
use crate::phone;
use crate::record::*;
use crate::words::both;

pub(crate) fn records(file: &BookFile) -> Read<(Records, LeftOpen)> {
    let site = site(&file.site, "site")?;
    let (zone, country) = (site.time_zone, site.country.clone());
    let mut records = Records::default();
    records.site.insert(site.id.clone(), Arc::new(site));
    section(&file.services, "services", &mut records, zone, &country, service)?;
    section(&file.rooms, "rooms", &mut records, zone, &country, room)?;
    section(&file.staff, "staff", &mut records, zone, &country, staff)?;
    section(&file.customers, "customers", &mut records, zone, &country, customer)?;
    section(&file.overrides, "overrides", &mut records, zone, &country, override_)?;
    section(&file.vacations, "vacations", &mut records, zone, &country, vacation)?;
    section(&file.blocks, "blocks", &mut records, zone, &country, block)?;
    section(&file.room_blocks, "room_blocks", &mut records, zone, &country, room_block)?;
    section(&file.busy, "busy", &mut records, zone, &country, busy)?;
    section(&file.appointments, "appointments", &mut records, zone, &country, appointment)?;
    section(&file.messages, "messages", &mut records, zone, &country, message)?;
    section(&file.attention, "attention", &mut records, zone, &country, item)?;
    section(&file.sheets, "sheets", &mut records, zone, &country, sheet)?;
    refuse_overlaps(file, &records)?;
    let open = left_open(file, &records);
    Ok((records, open))
}

/// Reads one section; a handle that stands twice is a fault.
fn section<F, R: crate::changes::Kept>(
    files: &[F],
    name: &str,
    records: &mut Records,
    zone: Tz,
    country: &str,
    read: impl Fn(&F, &Names<'_>, &str) -> Read<R>,
) -> Read<()> {
    for (at, file) in files.iter().enumerate() {
        let path = format!("{name}[{at}]");
        let record = read(file, &Names { records, zone, country }, &path)?;
        let id = record.id().clone();
        if R::of_mut(records).insert(id, Arc::new(record)).is_some() {
            return Err(fault(
                format!("{path}.id"),
                both!("this id stands twice", "kitambulisho hiki kipo mara mbili"),
            ));
        }
    }
    Ok(())
}

fn left_open(file: &BookFile, records: &Records) -> LeftOpen {
    let mut open = LeftOpen::default();
    for row in file.appointments.iter().filter(|row| row.status == Status::Booked) {
        let id = AppointmentId::new(&row.id);
        if row.staff.is_none() {
            open.staff.insert(id.clone());
        }
        let needs = records
            .services
            .get(&ServiceId::new(&row.service))
            .is_some_and(|service| !service.room_kinds.is_empty());
        if row.room.is_none() && needs {
            open.rooms.insert(id);
        }
    }
    open
}

pub(crate) fn site(file: &SiteFile, path: &str) -> Read<Site> {
    let at = |field: &str| format!("{path}.{field}");
    check_hours(&file.hours, path)?;
    if !phone::known_country(&file.country) {
        let country = &file.country;
        return Err(fault(
            at("country"),
            both!(
                "`{country}` is not a country code Zamu knows, like KE",
                "`{country}` si msimbo wa nchi ambao Zamu inaujua, kama KE"
            ),
        ));
    }
    if !(1..=366).contains(&file.horizon_days) {
        let days = file.horizon_days;
        return Err(fault(
            at("horizon_days"),
            both!("{days} is not from 1 to 366", "{days} haiko kati ya 1 na 366"),
        ));
    }
    let closed = file
        .closed
        .iter()
        .enumerate()
        .map(|(day, text)| date(text, &format!("{path}.closed[{day}]")))
        .collect::<Read<BTreeSet<_>>>()?;
    Ok(Site {
        id: SiteId::new("site"),
        name: named(&file.name, path)?,
        time_zone: file.time_zone.parse().map_err(|_| {
            let zone = &file.time_zone;
            fault(
                at("time_zone"),
                both!(
                    "`{zone}` is not a zone like Africa/Nairobi",
                    "`{zone}` si ukanda wa saa kama Africa/Nairobi"
                ),
            )
        })?,
        country: file.country.clone(),
        language: file.language,
        currency: file.currency.clone(),
        cutoff: file.cutoff,
        slot_step: fives(file.slot_step, &at("slot_step"), 5..=240)?,
        lead: if file.lead <= 7 * 24 * 60 {
            file.lead
        } else {
            return Err(fault(at("lead"), both!("longer than a week", "zaidi ya wiki moja")));
        },
        horizon_days: file.horizon_days,
        staff_preference: file.staff_preference,
        pick_rule: file.pick_rule,
        hours: file.hours.clone(),
        closed,
        rotation: file
            .rotation
            .iter()
            .map(|(service, staff)| (ServiceId::new(service), StaffId::new(staff)))
            .collect(),
    })
}

pub(crate) fn service(file: &ServiceFile, _names: &Names<'_>, path: &str) -> Read<Service> {
    if !(1..=8).contains(&file.seats) {
        let seats = file.seats;
        return Err(fault(
            format!("{path}.seats"),
            both!("{seats} is not from 1 to 8", "{seats} haiko kati ya 1 na 8"),
        ));
    }
    Ok(Service {
        id: ServiceId::new(&handle(&file.id, path)?),
        name: named(&file.name, path)?,
        minutes: fives(file.minutes, &format!("{path}.minutes"), 5..=720)?,
        turnover: fives(file.turnover, &format!("{path}.turnover"), 0..=240)?,
        skills: file.skills.iter().cloned().collect(),
        seats: file.seats,
        room_kinds: file.room_kinds.clone(),
        price: file.price,
        retired: file.retired,
    })
}

pub(crate) fn room(file: &RoomFile, _names: &Names<'_>, path: &str) -> Read<Room> {
    Ok(Room {
        id: RoomId::new(&handle(&file.id, path)?),
        name: named(&file.name, path)?,
        kind: file.kind.clone(),
        retired: file.retired,
    })
}

pub(crate) fn staff(file: &StaffFile, _names: &Names<'_>, path: &str) -> Read<Staff> {
    check_hours(&file.hours, path)?;
    if file.temporary.as_ref().is_some_and(|temp| temp.last < temp.first) {
        return Err(fault(
            format!("{path}.temporary.last"),
            both!("the last day is before the first", "siku ya mwisho iko kabla ya ya kwanza"),
        ));
    }
    Ok(Staff {
        id: StaffId::new(&handle(&file.id, path)?),
        name: named(&file.name, path)?,
        gender: file.gender,
        skills: file.skills.iter().cloned().collect(),
        hours: file.hours.clone(),
        temporary: file.temporary.clone(),
        left_on: file.left_on.as_deref().map(|text| date(text, &format!("{path}.left_on"))).transpose()?,
    })
}

pub(crate) fn customer(file: &CustomerFile, names: &Names<'_>, path: &str) -> Read<Customer> {
    let phone = match file.phone.trim() {
        "" => String::new(),
        typed => phone::e164(typed, names.country).map_err(|why| fault(format!("{path}.phone"), why))?,
    };
    Ok(Customer {
        id: CustomerId::new(&handle(&file.id, path)?),
        name: named(&file.name, path)?,
        phone,
        gender: file.gender,
        note: file.note.trim().to_string(),
    })
}
