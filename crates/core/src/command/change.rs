//! Changing what a row is (rule B7): service, length, customer, note, wish, room. What no longer fits is refused with what would.

use super::book::{choose_room, needs_force};
use super::lines::Change;
use super::read;
use super::seats::{fill_and_put, release_misfits};
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::slots::waived;
use crate::words::say;

pub fn decide(line: &Change, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let before = read::booked_row(draft, &line.appointment)?;
    let mut row = before.clone();
    let force =
        if before.forced { crate::availability::Force::Hours } else { read::force(line.force.as_ref())? };
    change_service(line, draft, &mut row)?;
    if let Some(minutes) = line.minutes {
        row.minutes = read::minutes(minutes)?;
    }
    if let Some(customer) = &line.customer {
        row.customer = draft.days.customer(&CustomerId::new(customer))?.id.clone();
    }
    if let Some(note) = &line.note {
        row.note = note.trim().to_string();
    }
    change_wish(line, draft, &mut row)?;
    change_room(line, draft, &mut row)?;
    draft.subject = Some(row.id.clone());
    draft.text = say!(draft.language(), "Changed a row", "Nafasi imebadilishwa");
    draft.days.need_span(row.span())?;
    if !asks_for_people_again(&before, &row) {
        draft.put(row);
        return Ok(());
    }
    release_misfits(draft, &mut row, force)?;
    if was_open(&before) && !could_help(&before, &row) {
        draft.put(row);
        return Ok(());
    }
    row.forced = force != crate::availability::Force::Nothing && needs_force(draft, &row)?;
    fill_or_stay_open(draft, row, &before, force)
}

/// A row that had nobody may stay so when only its wish was released and that did not help.
fn fill_or_stay_open(
    draft: &mut Draft<'_>,
    row: Appointment,
    before: &Appointment,
    force: crate::availability::Force,
) -> Result<(), Refusal> {
    let open = row.clone();
    match fill_and_put(draft, row, force) {
        Err(Refusal::No { .. } | Refusal::SlotUnavailable { .. })
            if was_open(before) && before.span() == open.span() && before.service == open.service =>
        {
            draft.put(open);
            Ok(())
        }
        other => other,
    }
}

fn was_open(row: &Appointment) -> bool {
    row.seats.iter().any(|seat| seat.staff.is_none())
}

/// Whether what changed could place a row that had nobody.
fn could_help(before: &Appointment, row: &Appointment) -> bool {
    asks_for_people_again(before, row)
}

fn asks_for_people_again(before: &Appointment, row: &Appointment) -> bool {
    let wishes = |row: &Appointment| row.seats.iter().map(Seat::wish).collect::<Vec<_>>();
    before.service != row.service || before.span() != row.span() || wishes(before) != wishes(row)
}

/// Another service brings its length, clean-up and seats; people who hold seats keep them if they can.
fn change_service(line: &Change, draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    let Some(service) = &line.service else { return Ok(()) };
    let service = draft.days.service(&ServiceId::new(service))?.clone();
    if service.id == row.service {
        return Ok(());
    }
    let date = draft.days.date_of(row.start);
    row.service = service.id.clone();
    row.minutes = service.minutes;
    row.turnover = service.turnover;
    row.seats.resize(service.seats as usize, Seat::default());
    for seat in &mut row.seats {
        seat.wish_waived = waived(&draft.days, &service, seat.gender, date);
    }
    Ok(())
}

/// B5: a wish is decided once, when it is recorded.
fn change_wish(line: &Change, draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    let Some(wish) = &line.gender else { return Ok(()) };
    let service = draft.days.service(&row.service)?.clone();
    let date = draft.days.date_of(row.start);
    let wishes = read::wishes(wish.as_ref(), row.seats.len())?;
    for (seat, wish) in row.seats.iter_mut().zip(wishes) {
        seat.gender = wish;
        seat.wish_waived = waived(&draft.days, &service, wish, date);
    }
    Ok(())
}

/// R1: picking a room fixes it; `null` gives it back to the system.
fn change_room(line: &Change, draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    match &line.room {
        None => Ok(()),
        Some(None) => {
            row.room = None;
            row.room_fixed = false;
            Ok(())
        }
        Some(Some(room)) => choose_room(draft, row, Some(room)),
    }
}
