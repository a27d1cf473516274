//! Everyone of the team against one seat: who could take it, why the others cannot, and with whose row it could be swapped.
//! The detail panel explains with it, and a drag shades with it.

use std::collections::BTreeSet;

use super::{Candidate, CandidatesReading, SwapWith};
use crate::availability::{Force, why_not_qualified, why_not_seat, works_here};
use crate::days::{Days, overlapping};
use crate::decide::Stamp;
use crate::ids::*;
use crate::pick::load_in;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

/// The team of the row's day: the current therapist first, then who could, then the others, by handle.
pub fn candidates(
    days: &Days,
    row: &AppointmentId,
    seat: u32,
    stamp: &Stamp,
) -> Result<CandidatesReading, Refusal> {
    let row = days.appointment(row)?;
    let Some(asked) = row.seats.get(seat as usize) else {
        return Err(Refusal::invalid(
            "seat",
            both!("this row has no such seat", "miadi hii haina nafasi hiyo"),
        ));
    };
    let date = days.date_of(row.start);
    let mut candidates = Vec::new();
    for staff in
        days.records().staff.values().filter(|staff| works_here(staff, date) || row.held_by(&staff.id))
    {
        candidates.push(candidate(days, row, asked, staff, stamp)?);
    }
    candidates
        .sort_by_key(|candidate| (!candidate.current, candidate.code.is_some(), candidate.swap.is_none()));
    Ok(CandidatesReading { candidates })
}

fn candidate(
    days: &Days,
    row: &Appointment,
    seat: &Seat,
    staff: &Staff,
    stamp: &Stamp,
) -> Result<Candidate, Refusal> {
    let own = BTreeSet::from([row.id.clone()]);
    let day = days.day(days.date_of(row.start)).span;
    let current = seat.staff.as_ref() == Some(&staff.id);
    let reason = why_not_seat(days, staff, row, seat, &own, Force::Nothing)?;
    let why = reason
        .as_ref()
        .map_or_else(|| say!(stamp.language, "free", "yuko huru"), |reason| reason.text(stamp.language));
    let swap = if current || reason.is_none() { None } else { swap_with(days, row, seat, staff)? };
    Ok(Candidate {
        staff: staff.id.to_string(),
        name: staff.name.clone(),
        current,
        code: reason.map(|reason| reason.code().to_string()),
        why,
        swap,
        booked: load_in(days, &staff.id, day, &row.id).0,
    })
}

/// The one row of this person in the way, if both could serve each other's.
fn swap_with(
    days: &Days,
    row: &Appointment,
    seat: &Seat,
    staff: &Staff,
) -> Result<Option<SwapWith>, Refusal> {
    let Some(mine) = seat.staff.as_ref().filter(|_| !seat.bound()) else { return Ok(None) };
    let rows = days.person(&staff.id).map(|person| person.rows.as_slice()).unwrap_or_default();
    let in_the_way: Vec<&AppointmentId> =
        overlapping(rows, row.span()).map(|(_, id)| id).filter(|id| **id != row.id).collect();
    let [other] = in_the_way.as_slice() else { return Ok(None) };
    let other = days.appointment(other)?;
    let Some(at) = other.seats.iter().position(|seat| seat.staff.as_ref() == Some(&staff.id)) else {
        return Ok(None);
    };
    let away = BTreeSet::from([row.id.clone(), other.id.clone()]);
    let fits = why_not_seat(days, staff, row, seat, &away, Force::Nothing)?.is_none()
        && why_not_seat(days, days.staff(mine)?, other, &other.seats[at], &away, Force::Nothing)?.is_none()
        && why_not_qualified(days, staff, &row.service, seat.wish())?.is_none();
    let free = fits && !other.seats[at].bound() && !other.held_by(mine);
    Ok(free.then(|| SwapWith { appointment: other.id.to_string(), seat: at as u32 }))
}
