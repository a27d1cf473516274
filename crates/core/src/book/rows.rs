//! Rows of the sheets from the book file: seats, whom they were asked for, and that nobody and no room is in two places.

use std::collections::BTreeMap;

use super::fault;
use super::file::*;
use super::parts::*;
use crate::changes::Records;
use crate::ids::*;
use crate::record::*;
use crate::time::{self, Span, Tick};
use crate::words::both;

/// Spreads one value over the seats, or takes one per seat.
fn spread<T: Clone>(given: Option<&PerSeat<T>>, seats: usize, default: T, path: String) -> Read<Vec<T>> {
    match given {
        None => Ok(vec![default; seats]),
        Some(PerSeat::All(value)) => Ok(vec![value.clone(); seats]),
        Some(PerSeat::Each(values)) if values.len() <= seats => {
            let mut values = values.clone();
            values.resize(seats, default);
            Ok(values)
        }
        Some(PerSeat::Each(values)) => {
            Err(fault(path, format!("{} entries for {seats} seats", values.len())))
        }
    }
}

fn people(
    given: Option<&PerSeat<Option<String>>>,
    seats: usize,
    names: &Names<'_>,
    path: &str,
) -> Read<Vec<Option<StaffId>>> {
    let each = spread(given, seats, None, path.to_string())?;
    let person = |(at, name): (usize, Option<String>)| {
        name.map(|name| names.staff(&name, format!("{path}[{at}]"))).transpose()
    };
    each.into_iter().enumerate().map(person).collect()
}

fn seats(file: &AppointmentFile, service: &Service, names: &Names<'_>, path: &str) -> Read<Vec<Seat>> {
    let count = service.seats as usize;
    let at = |field: &str| format!("{path}.{field}");
    let staff = people(file.staff.as_ref(), count, names, &at("staff"))?;
    let assignment = spread(file.assignment.as_ref(), count, Assignment::default(), at("assignment"))?;
    let asked = file
        .asked_for
        .as_ref()
        .map(|asked| people(Some(asked), count, names, &at("asked_for")))
        .transpose()?;
    let gender = spread(file.gender.as_ref(), count, None, at("gender"))?;
    let waived = spread(file.wish_waived.as_ref(), count, false, at("wish_waived"))?;
    let hand_placed = spread(file.hand_placed.as_ref(), count, false, at("hand_placed"))?;
    let picked = file.picked.clone().unwrap_or_default();
    let seat = |at: usize| Seat {
        asked_for: asked.as_ref().map_or_else(
            || staff[at].clone().filter(|_| assignment[at] == Assignment::Bound),
            |asked| asked[at].clone(),
        ),
        staff: staff[at].clone(),
        assignment: assignment[at],
        gender: gender[at],
        wish_waived: waived[at],
        hand_placed: hand_placed[at],
        picked: picked.get(at).cloned().flatten(),
    };
    Ok((0..count).map(seat).collect())
}

pub(super) fn appointment(file: &AppointmentFile, names: &Names<'_>, path: &str) -> Read<Appointment> {
    let at = |field: &str| format!("{path}.{field}");
    let service = names
        .records
        .services
        .get(&ServiceId::new(&file.service))
        .ok_or_else(|| fault(at("service"), format!("there is no service `{}`", file.service)))?;
    let customer = CustomerId::new(&file.customer);
    if !names.records.customers.contains_key(&customer) {
        return Err(fault(
            at("customer"),
            both!("there is no customer `{customer}`", "hakuna mteja `{customer}`"),
        ));
    }
    let room = file.room.clone().flatten().map(|room| RoomId::new(&room));
    if let Some(room) = room.as_ref().filter(|room| !names.records.rooms.contains_key(*room)) {
        return Err(fault(at("room"), both!("there is no room `{room}`", "hakuna chumba `{room}`")));
    }
    Ok(Appointment {
        id: AppointmentId::new(&handle(&file.id, path)?),
        service: service.id.clone(),
        customer,
        start: time::parse_local(names.zone, &file.start).map_err(|why| fault(at("start"), why))?,
        minutes: fives(file.minutes.unwrap_or(service.minutes), &at("minutes"), 5..=720)?,
        turnover: fives(file.turnover.unwrap_or(service.turnover), &at("turnover"), 0..=240)?,
        status: file.status,
        arrived: file.arrived,
        note: file.note.clone(),
        room,
        room_fixed: file.room_fixed,
        forced: file.forced,
        seats: seats(file, service, names, path)?,
    })
}

/// Nobody and no room in two places: the later of two rows in the file is named.
pub(super) fn refuse_overlaps(file: &BookFile, records: &Records) -> Read<()> {
    let mut people: BTreeMap<StaffId, Vec<(Span, String)>> = BTreeMap::new();
    let mut rooms: BTreeMap<RoomId, Vec<(Span, String)>> = BTreeMap::new();
    for (at, row) in file.appointments.iter().enumerate() {
        let Some(row) = records.appointments.get(&AppointmentId::new(&row.id)).filter(|row| row.occupies())
        else {
            continue;
        };
        for (seat, staff) in row.seats.iter().enumerate() {
            let Some(staff) = &staff.staff else { continue };
            people
                .entry(staff.clone())
                .or_default()
                .push((row.span(), format!("appointments[{at}].staff[{seat}]")));
        }
        if let Some(room) = &row.room {
            rooms.entry(room.clone()).or_default().push((row.span(), format!("appointments[{at}].room")));
        }
    }
    people.into_iter().try_for_each(|(staff, spans)| refuse_overlap(staff.as_str(), spans))?;
    rooms.into_iter().try_for_each(|(room, spans)| refuse_overlap(room.as_str(), spans))
}

fn refuse_overlap(who: &str, mut spans: Vec<(Span, String)>) -> Read<()> {
    spans.sort();
    let mut latest: Option<(Tick, String)> = None;
    for (span, path) in spans {
        if let Some((until, other)) = &latest
            && span.from < *until
        {
            return Err(fault(
                path,
                both!("`{who}` is taken then by {other}", "`{who}` ana {other} wakati huo"),
            ));
        }
        latest = Some((span.until, path));
    }
    Ok(())
}
