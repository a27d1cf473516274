//! Records as the book file writes them.

use chrono::SecondsFormat;
use chrono_tz::Tz;

use super::file::*;
use crate::changes::Records;
use crate::record::*;
use crate::time::{Span, local_text};

pub(crate) fn file(records: &Records) -> BookFile {
    let site = records.site.values().next();
    let zone = site.map_or(chrono_tz::UTC, |site| site.time_zone);
    let kept = |message: &&std::sync::Arc<Message>| message.state != MessageState::Withdrawn;
    BookFile {
        site: site.map(|site| site_file(site)).unwrap_or_default(),
        services: records.services.values().map(|service| service_file(service)).collect(),
        rooms: records.rooms.values().map(|room| room_file(room)).collect(),
        staff: records.staff.values().map(|staff| staff_file(staff)).collect(),
        customers: records.customers.values().map(|customer| customer_file(customer)).collect(),
        appointments: records.appointments.values().map(|row| appointment_file(row, records, zone)).collect(),
        overrides: records.overrides.values().map(|other| override_file(other)).collect(),
        vacations: records.vacations.values().map(|vacation| vacation_file(vacation)).collect(),
        blocks: records.blocks.values().map(|block| block_file(block, zone)).collect(),
        room_blocks: records.room_blocks.values().map(|block| room_block_file(block, zone)).collect(),
        busy: records.busy.values().map(|busy| busy_file(busy, zone)).collect(),
        messages: records.messages.values().filter(kept).map(|message| message_file(message)).collect(),
        attention: records.attention.values().map(|item| item_file(item)).collect(),
        sheets: records
            .sheets
            .values()
            .filter(|sheet| sheet.finalized_at.is_some())
            .map(|sheet| sheet_file(sheet))
            .collect(),
    }
}

pub(crate) fn site_file(site: &Site) -> SiteFile {
    SiteFile {
        name: site.name.clone(),
        time_zone: site.time_zone.name().into(),
        country: site.country.clone(),
        language: site.language,
        currency: site.currency.clone(),
        cutoff: site.cutoff,
        slot_step: site.slot_step,
        lead: site.lead,
        horizon_days: site.horizon_days,
        staff_preference: site.staff_preference,
        pick_rule: site.pick_rule,
        hours: site.hours.clone(),
        closed: site.closed.iter().map(ToString::to_string).collect(),
        rotation: site
            .rotation
            .iter()
            .map(|(service, staff)| (service.to_string(), staff.to_string()))
            .collect(),
    }
}

pub(crate) fn service_file(service: &Service) -> ServiceFile {
    ServiceFile {
        id: service.id.to_string(),
        name: service.name.clone(),
        minutes: service.minutes,
        turnover: service.turnover,
        skills: service.skills.iter().cloned().collect(),
        seats: service.seats,
        room_kinds: service.room_kinds.clone(),
        price: service.price,
        retired: service.retired,
    }
}

pub(crate) fn room_file(room: &Room) -> RoomFile {
    RoomFile {
        id: room.id.to_string(),
        name: room.name.clone(),
        kind: room.kind.clone(),
        retired: room.retired,
    }
}

pub(crate) fn staff_file(staff: &Staff) -> StaffFile {
    StaffFile {
        id: staff.id.to_string(),
        name: staff.name.clone(),
        gender: staff.gender,
        skills: staff.skills.iter().cloned().collect(),
        hours: staff.hours.clone(),
        temporary: staff.temporary.clone(),
        left_on: staff.left_on.map(|date| date.to_string()),
    }
}

pub(crate) fn customer_file(customer: &Customer) -> CustomerFile {
    CustomerFile {
        id: customer.id.to_string(),
        name: customer.name.clone(),
        phone: customer.phone.clone(),
        gender: customer.gender,
        note: customer.note.clone(),
    }
}

/// One value when all seats agree, one per seat otherwise, nothing when all are default.
fn per_seat<T: Clone + PartialEq + Default>(
    row: &Appointment,
    value: impl Fn(&Seat) -> T,
) -> Option<PerSeat<T>> {
    let values: Vec<T> = row.seats.iter().map(value).collect();
    match values.first() {
        Some(first) if values.iter().all(|value| value == first) => {
            (*first != T::default()).then(|| PerSeat::All(first.clone()))
        }
        _ => Some(PerSeat::Each(values)),
    }
}

/// One entry per seat, trailing nulls dropped.
fn people(row: &Appointment, person: impl Fn(&Seat) -> Option<String>) -> Vec<Option<String>> {
    let mut people: Vec<Option<String>> = row.seats.iter().map(person).collect();
    while people.last().is_some_and(Option::is_none) {
        people.pop();
    }
    people
}

fn appointment_file(row: &Appointment, records: &Records, zone: Tz) -> AppointmentFile {
    let service = records.services.get(&row.service);
    let asked_by_default =
        row.seats.iter().all(|seat| seat.asked_for == seat.staff.clone().filter(|_| seat.bound()));
    let asked = people(row, |seat| seat.asked_for.as_ref().map(ToString::to_string));
    let needs_room = service.is_some_and(|service| !service.room_kinds.is_empty());
    let room = row.room.as_ref().map(ToString::to_string);
    let picked: Vec<Option<Picked>> = row.seats.iter().map(|seat| seat.picked.clone()).collect();
    AppointmentFile {
        id: row.id.to_string(),
        service: row.service.to_string(),
        start: local_text(zone, row.start),
        customer: row.customer.to_string(),
        gender: per_seat(row, |seat| seat.gender),
        assignment: per_seat(row, |seat| seat.assignment),
        staff: Some(PerSeat::Each(people(row, |seat| seat.staff.as_ref().map(ToString::to_string)))),
        room: (room.is_some() || needs_room).then_some(room),
        status: row.status,
        arrived: row.arrived,
        note: row.note.clone(),
        room_fixed: row.room_fixed,
        forced: row.forced,
        asked_for: (!asked_by_default).then_some(PerSeat::Each(asked)),
        wish_waived: per_seat(row, |seat| seat.wish_waived),
        hand_placed: per_seat(row, |seat| seat.hand_placed),
        picked: picked.iter().any(Option::is_some).then_some(picked),
        minutes: Some(row.minutes)
            .filter(|minutes| service.is_none_or(|service| service.minutes != *minutes)),
        turnover: Some(row.turnover)
            .filter(|turnover| service.is_none_or(|service| service.turnover != *turnover)),
    }
}

pub(crate) fn override_file(other: &Override) -> OverrideFile {
    OverrideFile {
        id: other.id.to_string(),
        staff: other.staff.to_string(),
        date: other.date.to_string(),
        open: other.hours.is_some(),
        from: other.hours.map(|(from, _)| from),
        until: other.hours.map(|(_, until)| until),
        label: other.label.clone(),
        repeat: other.repeat,
    }
}

pub(crate) fn vacation_file(vacation: &Vacation) -> VacationFile {
    VacationFile {
        id: vacation.id.to_string(),
        staff: vacation.staff.to_string(),
        first: vacation.first.to_string(),
        last: vacation.last.to_string(),
        reason: vacation.reason.clone(),
    }
}

fn ends(span: Span, zone: Tz) -> (String, String) {
    (local_text(zone, span.from), local_text(zone, span.until))
}

pub(crate) fn block_file(block: &Block, zone: Tz) -> BlockFile {
    let (from, until) = ends(block.span, zone);
    BlockFile {
        id: block.id.to_string(),
        staff: block.staff.to_string(),
        kind: block.kind,
        from,
        until,
        reason: block.reason.clone(),
    }
}

pub(crate) fn room_block_file(block: &RoomBlock, zone: Tz) -> RoomBlockFile {
    let (from, until) = ends(block.span, zone);
    RoomBlockFile {
        id: block.id.to_string(),
        room: block.room.to_string(),
        from,
        until,
        reason: block.reason.clone(),
    }
}

fn busy_file(busy: &Busy, zone: Tz) -> BusyFile {
    let (from, until) = ends(busy.span, zone);
    BusyFile { id: busy.id.to_string(), staff: busy.staff.to_string(), from, until }
}

fn instant(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn message_file(message: &Message) -> MessageFile {
    MessageFile {
        id: message.id.to_string(),
        customer: message.customer.to_string(),
        date: message.date.to_string(),
        kind: message.kind,
        state: message.state,
        appointments: message.appointments.iter().map(ToString::to_string).collect(),
        text: message.text.clone(),
        at: instant(message.at),
        taken_back: message.taken_back,
    }
}

fn item_file(item: &Item) -> ItemFile {
    ItemFile {
        id: item.id.to_string(),
        kind: item.kind,
        date: item.date.to_string(),
        appointment: item.appointment.as_ref().map(ToString::to_string),
        seat: item.seat,
        message: item.message.as_ref().map(ToString::to_string),
        opened_at: instant(item.opened_at),
    }
}

fn sheet_file(sheet: &Sheet) -> SheetFile {
    SheetFile { date: sheet.date.to_string(), finalized_at: sheet.finalized_at.map(instant) }
}
