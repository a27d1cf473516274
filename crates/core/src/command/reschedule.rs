//! Moving a row in time (rule B6): the same therapist when free; else a provisional row is picked anew and a bound one refused
//! with the times that person has.

use super::book::{needs_force, refuse_past};
use super::lines::{Move, People};
use super::read;
use super::seats::{fill_and_put, release_misfits, seat_chosen};
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{self, both, say};

pub fn decide(line: &Move, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut row = read::booked_row(draft, &line.appointment)?;
    let force = read::force(line.force.as_ref())?;
    let start = read::tick(draft, "start", &line.start)?;
    if start != row.start {
        refuse_past(draft, start)?;
        row.arrived = false;
    }
    row.start = start;
    row.forced = false;
    draft.days.need_span(row.span())?;
    keep_room(draft, &mut row)?;
    if !draft.days.is_final(draft.days.date_of(start)) {
        let finals = row.seats.iter_mut().filter(|seat| seat.assignment == Assignment::Finalized);
        finals.for_each(|seat| seat.assignment = Assignment::Provisional);
    }
    draft.subject = Some(row.id.clone());
    draft.text = text(draft, &row);
    seat_named(line, draft, &mut row)?;
    release_misfits(draft, &mut row, force)?;
    row.forced = force != crate::availability::Force::Nothing && needs_force(draft, &row)?;
    fill_and_put(draft, row, force)
}

/// A room that a person picked must be free at the new time; the system's own is found anew.
fn keep_room(draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    let Some(room) = row.room.clone() else { return Ok(()) };
    if row.room_fixed {
        return super::book::choose_room(draft, row, Some(room.as_str()));
    }
    if !crate::rooms::room_fits(&draft.days, row, &room) {
        row.room = None;
    }
    Ok(())
}

/// Dragged to another person and another time at once.
fn seat_named(line: &Move, draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    let names: Vec<Option<String>> = match &line.staff {
        None => return Ok(()),
        Some(People::One(name)) => vec![Some(name.clone())],
        Some(People::Each(names)) => names.clone(),
    };
    if names.len() > row.seats.len() {
        let seats = row.seats.len();
        return Err(Refusal::invalid(
            "staff",
            both!("more people than seats ({seats})", "watu ni wengi kuliko nafasi ({seats})"),
        ));
    }
    let force = read::force(line.force.as_ref())?;
    for (at, name) in names.into_iter().enumerate() {
        let Some(staff) = name.map(|name| StaffId::new(&name)) else { continue };
        if row.seats[at].staff.as_ref() == Some(&staff) {
            continue;
        }
        if row.seats[at].bound() {
            return Err(super::reassign::bound(draft, row, at, &staff)?);
        }
        match seat_chosen(draft, row, at, &staff, force) {
            Err(Refusal::No { .. } | Refusal::Clash { .. }) if draft.promised.is_some() => continue,
            seated => seated?,
        }
        row.seats[at].hand_placed = true;
        row.seats[at].picked = Some(Picked::ByHand);
    }
    Ok(())
}

fn text(draft: &Draft<'_>, row: &Appointment) -> String {
    let date = words::date(draft.language(), draft.days.date_of(row.start));
    let clock = crate::time::clock_of(draft.days.zone(), row.start);
    say!(draft.language(), "Moved a row to {date} {clock}", "Nafasi imehamishwa hadi {date} {clock}")
}
