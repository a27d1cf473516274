//! Reassigning a seat (rule M1): to a qualified and free person; a wrong one is refused with the reason. A bound seat answers
//! `bound`, with the command that releases and moves it.

use super::lines::Reassign;
use super::read;
use super::seats::seat_chosen;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::say;

pub fn decide(line: &Reassign, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut row = read::booked_row(draft, &line.appointment)?;
    let at = read::seat(&row, line.seat)?;
    let staff = read::staff(draft, &line.staff)?;
    let force = read::force(line.force.as_ref())?;
    draft.subject = Some(row.id.clone());
    let name = &staff.name;
    draft.text = say!(draft.language(), "Moved a row to {name}", "Nafasi imehamishwa kwa {name}");
    if row.seats[at].staff.as_ref() == Some(&staff.id) {
        return Ok(());
    }
    if row.seats[at].bound() && !line.release {
        return Err(bound(draft, &row, at, &staff.id)?);
    }
    if row.seats[at].bound() {
        row.seats[at].assignment = Assignment::Provisional;
        row.seats[at].asked_for = None;
    }
    seat_chosen(draft, &mut row, at, &staff.id, force)?;
    row.seats[at].hand_placed = true;
    row.seats[at].picked = Some(Picked::ByHand);
    row.forced = row.forced || force != crate::availability::Force::Nothing;
    row.forced = row.forced && super::book::needs_force(draft, &row)?;
    draft.put(row);
    Ok(())
}

/// The refusal of moving a bound seat: who was asked for, when that person is free, and "release and move".
pub fn bound(draft: &Draft<'_>, row: &Appointment, at: usize, to: &StaffId) -> Result<Refusal, Refusal> {
    let held = row.seats[at].staff.clone();
    let who =
        held.as_ref().and_then(|staff| draft.days.records().staff.get(staff)).map(|staff| staff.name.clone());
    let instead = serde_json::json!({ "command": "reassign", "appointment": row.id, "seat": at, "staff": to, "release": true });
    Ok(Refusal::Bound {
        who: who.unwrap_or_default(),
        date: draft.days.date_of(row.start),
        nearest: Vec::new(),
        instead: Some(Box::new(instead)),
    })
}
