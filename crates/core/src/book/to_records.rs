//! The book file read into records: every handle known, every time on the tick, nobody in two places. The first fault is named with its path.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::file::*;
use super::rows::{appointment, refuse_overlaps};
use super::{BookFault, LeftOpen, fault};
use crate::changes::Records;
use crate::ids::*;
use crate::phone;
use crate::record::*;
use crate::time::{self, Span};
use crate::words::both;

pub(super) type Read<T> = Result<T, BookFault>;

/// What other records are known by handle, and the site's zone and country, while one record is read.
pub(crate) struct Names<'a> {
    pub records: &'a Records,
    pub zone: Tz,
    pub country: &'a str,
}

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

pub(super) fn handle(text: &str, path: &str) -> Read<String> {
    let fine = !text.is_empty()
        && text.len() <= 200
        && !text.chars().any(|letter| letter.is_control() || letter == '/');
    if fine {
        Ok(text.to_string())
    } else {
        Err(fault(
            format!("{path}.id"),
            both!(
                "an id is a short text without line breaks or slashes",
                "kitambulisho ni maandishi mafupi bila mistari mipya wala mikwaju"
            ),
        ))
    }
}

pub(super) fn named(text: &str, path: &str) -> Read<String> {
    if text.trim().is_empty() {
        Err(fault(format!("{path}.name"), both!("the name is empty", "jina ni tupu")))
    } else {
        Ok(text.trim().to_string())
    }
}

pub(super) fn date(text: &str, path: &str) -> Read<NaiveDate> {
    time::parse_date(text).map_err(|why| fault(path, why))
}

pub(super) fn instant(text: &str, path: &str) -> Read<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| {
        fault(
            path,
            both!(
                "`{text}` is not an instant like 2026-11-24T15:00:00Z",
                "`{text}` si wakati kama 2026-11-24T15:00:00Z"
            ),
        )
    })
}

fn check_hours(hours: &[WeekHours], path: &str) -> Read<()> {
    for (at, block) in hours.iter().enumerate() {
        let path = format!("{path}.hours[{at}]");
        crate::command::check_hours(&path, block).map_err(|why| match why {
            crate::refusal::Refusal::Invalid { field, why } => fault(field, why),
            other => fault(path, other.why(Language::English)),
        })?;
    }
    Ok(())
}

pub(super) fn fives(minutes: u32, path: &str, range: std::ops::RangeInclusive<u32>) -> Read<u32> {
    if minutes.is_multiple_of(time::TICK_MINUTES) && range.contains(&minutes) {
        return Ok(minutes);
    }
    let (least, most) = (range.start(), range.end());
    Err(fault(
        path,
        both!(
            "{minutes} is not a multiple of 5 from {least} to {most}",
            "{minutes} si zidisho la 5 kutoka {least} hadi {most}"
        ),
    ))
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

impl Names<'_> {
    pub(super) fn staff(&self, id: &str, path: String) -> Read<StaffId> {
        let id = StaffId::new(id);
        if self.records.staff.contains_key(&id) {
            Ok(id)
        } else {
            Err(fault(path, both!("there is no staff `{id}`", "hakuna mtaalamu `{id}`")))
        }
    }

    fn stretch(&self, from: &str, until: &str, path: &str) -> Read<Span> {
        time::parse_stretch(self.zone, from, until).map_err(|why| fault(format!("{path}.until"), why))
    }
}

/// A handle for a record the file gives none.
pub(super) fn handle_or(text: &str, path: &str, own: impl Fn() -> String) -> Read<String> {
    if text.is_empty() { Ok(own()) } else { handle(text, path) }
}

pub(crate) fn override_(file: &OverrideFile, names: &Names<'_>, path: &str) -> Read<Override> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let date = date(&file.date, &format!("{path}.date"))?;
    let hours = match (file.open, file.from, file.until) {
        (false, None, None) => None,
        (true, Some(from), Some(until)) if from < until => Some((from, until)),
        (true, ..) => {
            return Err(fault(
                format!("{path}.until"),
                both!(
                    "other hours need from, and until after it",
                    "saa nyingine zinahitaji mwanzo, na mwisho ulio baada yake"
                ),
            ));
        }
        (false, ..) => {
            return Err(fault(
                format!("{path}.open"),
                both!("a day off has no hours", "siku ya mapumziko haina saa"),
            ));
        }
    };
    if !(1..=53).contains(&file.repeat) {
        return Err(fault(
            format!("{path}.repeat"),
            both!("a number of weeks from 1 to 53", "idadi ya wiki kutoka 1 hadi 53"),
        ));
    }
    let id = handle_or(&file.id, path, || format!("{staff}-{date}"))?;
    Ok(Override {
        id: OverrideId::new(&id),
        staff,
        date,
        repeat: file.repeat,
        hours,
        label: file.label.clone(),
    })
}

pub(crate) fn vacation(file: &VacationFile, names: &Names<'_>, path: &str) -> Read<Vacation> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let (first, last) =
        (date(&file.first, &format!("{path}.first"))?, date(&file.last, &format!("{path}.last"))?);
    if last < first {
        return Err(fault(
            format!("{path}.last"),
            both!("the last day is before the first", "siku ya mwisho iko kabla ya ya kwanza"),
        ));
    }
    let id = handle_or(&file.id, path, || format!("{staff}-{first}"))?;
    Ok(Vacation { id: VacationId::new(&id), staff, first, last, reason: file.reason.clone() })
}

pub(crate) fn block(file: &BlockFile, names: &Names<'_>, path: &str) -> Read<Block> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{staff}-{}", file.from))?;
    Ok(Block { id: BlockId::new(&id), staff, kind: file.kind, span, reason: file.reason.clone() })
}

pub(crate) fn room_block(file: &RoomBlockFile, names: &Names<'_>, path: &str) -> Read<RoomBlock> {
    let room = RoomId::new(&file.room);
    if !names.records.rooms.contains_key(&room) {
        return Err(fault(
            format!("{path}.room"),
            both!("there is no room `{room}`", "hakuna chumba `{room}`"),
        ));
    }
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{room}-{}", file.from))?;
    Ok(RoomBlock { id: RoomBlockId::new(&id), room, span, reason: file.reason.clone() })
}

fn busy(file: &BusyFile, names: &Names<'_>, path: &str) -> Read<Busy> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{staff}-{}", span.from.utc().format("%Y%m%dT%H%MZ")))?;
    Ok(Busy { id: BusyId::new(&id), staff, span, link: None })
}

fn message(file: &MessageFile, names: &Names<'_>, path: &str) -> Read<Message> {
    let customer = CustomerId::new(&file.customer);
    if !names.records.customers.contains_key(&customer) {
        return Err(fault(
            format!("{path}.customer"),
            both!("there is no customer `{customer}`", "hakuna mteja `{customer}`"),
        ));
    }
    Ok(Message {
        id: MessageId::new(&handle(&file.id, path)?),
        customer,
        date: date(&file.date, &format!("{path}.date"))?,
        kind: file.kind,
        state: file.state,
        appointments: file.appointments.iter().map(|id| AppointmentId::new(id)).collect(),
        text: file.text.clone(),
        at: instant(&file.at, &format!("{path}.at"))?,
        taken_back: file.taken_back,
    })
}

fn item(file: &ItemFile, names: &Names<'_>, path: &str) -> Read<Item> {
    let appointment = file.appointment.as_ref().map(|id| AppointmentId::new(id));
    if let Some(row) = appointment.as_ref().filter(|row| !names.records.appointments.contains_key(*row)) {
        return Err(fault(
            format!("{path}.appointment"),
            both!("there is no appointment `{row}`", "hakuna miadi `{row}`"),
        ));
    }
    Ok(Item {
        id: ItemId::new(&file.id),
        kind: file.kind,
        date: date(&file.date, &format!("{path}.date"))?,
        appointment,
        seat: file.seat,
        message: file.message.as_ref().map(|id| MessageId::new(id)),
        opened_at: instant(&file.opened_at, &format!("{path}.opened_at"))?,
    })
}

fn sheet(file: &SheetFile, _names: &Names<'_>, path: &str) -> Read<Sheet> {
    let date = date(&file.date, &format!("{path}.date"))?;
    let finalized_at = file
        .finalized_at
        .as_deref()
        .map(|text| instant(text, &format!("{path}.finalized_at")))
        .transpose()?;
    Ok(Sheet { id: SheetId::new(&date.to_string()), date, finalized_at })
}
