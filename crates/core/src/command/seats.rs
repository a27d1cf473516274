//! Filling the seats of a row at a time: whoever holds one and is free stays, open seats are picked, and where nobody is free
//! provisional rows are reshuffled if that makes room. Shared by booking, moving and changing a row.

use std::collections::BTreeSet;

use crate::availability::{Force, why_not_seat};
use crate::draft::Draft;
use crate::ids::*;
use crate::pick;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool;
use crate::slots;

/// Seats a therapist that a person chose; a wrong one is refused with the times that person has.
pub fn seat_chosen(
    draft: &Draft<'_>,
    row: &mut Appointment,
    at: usize,
    staff: &StaffId,
    force: Force,
) -> Result<(), Refusal> {
    let record = draft.days.staff(staff)?.clone();
    let twice =
        row.seats.iter().enumerate().any(|(other, seat)| other != at && seat.staff.as_ref() == Some(staff));
    if twice {
        return Err(Refusal::Clash { who: record.name.clone(), what: clash_text(draft, row) });
    }
    let own = BTreeSet::from([row.id.clone()]);
    if let Some(reason) = why_not_seat(&draft.days, &record, row, &row.seats[at], &own, force)? {
        let nearest = nearest_of(draft, row, Some(staff))?;
        return Err(Refusal::No { reason, nearest });
    }
    row.seats[at].staff = Some(staff.clone());
    Ok(())
}

/// Seats the therapist a customer asked for, who is bound by it. What was promised keeps the wish also where that person is taken by now:
/// the seat stays empty for its customer's word, and nobody else is put there.
pub fn seat_asked_for(
    draft: &Draft<'_>,
    row: &mut Appointment,
    at: usize,
    staff: &StaffId,
    force: Force,
) -> Result<(), Refusal> {
    match seat_chosen(draft, row, at, staff, force) {
        Err(Refusal::NotLoaded(scope)) => return Err(Refusal::NotLoaded(scope)),
        Err(Refusal::No { .. } | Refusal::Clash { .. }) if draft.promised.is_some() => {
            row.seats[at].staff = None
        }
        seated => seated?,
    }
    let seat = &mut row.seats[at];
    seat.assignment = Assignment::Bound;
    seat.asked_for = Some(staff.clone());
    seat.picked = Some(Picked::AskedFor);
    Ok(())
}

pub fn clash_text(draft: &Draft<'_>, row: &Appointment) -> String {
    let clock = |at| crate::time::clock_of(draft.days.zone(), at);
    format!("{}-{}", clock(row.start), clock(row.end()))
}

pub fn nearest_of(
    draft: &Draft<'_>,
    row: &Appointment,
    staff: Option<&StaffId>,
) -> Result<Vec<String>, Refusal> {
    slots::nearest(&draft.days, draft.stamp, row, staff)
}

/// Empties the unbound seats whose therapist cannot serve the row as it is now; a bound one that cannot is refused.
pub fn release_misfits(draft: &Draft<'_>, row: &mut Appointment, force: Force) -> Result<(), Refusal> {
    let own = BTreeSet::from([row.id.clone()]);
    for at in 0..row.seats.len() {
        let Some(staff) = row.seats[at].staff.clone() else { continue };
        let record = draft.days.staff(&staff)?.clone();
        let Some(reason) = why_not_seat(&draft.days, &record, row, &row.seats[at], &own, force)? else {
            continue;
        };
        if row.seats[at].bound() && draft.promised.is_none() {
            return Err(bound_elsewhere(draft, row, &record, reason)?);
        }
        row.seats[at].staff = None;
        row.seats[at].hand_placed = false;
    }
    Ok(())
}

/// A bound therapist cannot: that person's own nearest times, or the plain reason when it is not about time.
fn bound_elsewhere(
    draft: &Draft<'_>,
    row: &Appointment,
    staff: &Staff,
    reason: Reason,
) -> Result<Refusal, Refusal> {
    let nearest = nearest_of(draft, row, Some(&staff.id))?;
    Ok(match reason {
        Reason::NotQualified { .. } | Reason::Gender { .. } => Refusal::No { reason, nearest },
        _ => {
            let date = draft.days.date_of(row.start);
            Refusal::Bound { who: staff.name.clone(), date, nearest, instead: None }
        }
    })
}

/// Picks the open seats and puts the row; moves provisional rows only when nobody is free without.
pub fn fill_and_put(draft: &mut Draft<'_>, mut row: Appointment, force: Force) -> Result<(), Refusal> {
    let open = row.seats.iter().any(|seat| seat.staff.is_none());
    if row.seats.iter().any(|seat| seat.staff.is_none() && seat.bound()) {
        return put_promised(draft, row);
    }
    match pick::pick(&draft.days, &row, force)? {
        Ok(seats) => {
            row.seats = seats;
            if open {
                remember_rotation(draft, &row);
            }
            draft.put(row);
            Ok(())
        }
        Err(why) => reshuffle_for(draft, row, why),
    }
}

/// What was promised keeps its time: its open seats are placed with the fewest moves, or stay open for a person to see.
fn put_promised(draft: &mut Draft<'_>, row: Appointment) -> Result<(), Refusal> {
    let date = draft.days.date_of(row.start);
    let open = row.seats.iter().enumerate().filter(|(_, seat)| seat.staff.is_none() && !seat.bound());
    let open: BTreeSet<repool::SeatAt> = open.map(|(at, _)| (row.id.clone(), at as u32)).collect();
    draft.put(row);
    repool::place(draft, date, &open, repool::Reach::Silent)
}

fn reshuffle_for(draft: &mut Draft<'_>, row: Appointment, why: Vec<Reason>) -> Result<(), Refusal> {
    let kept: Vec<_> = row.seats.iter().filter(|seat| seat.staff.is_some() && !seat.bound()).collect();
    let served = if kept.is_empty() { repool::make_room(&draft.days, draft.now_tick(), &row)? } else { None };
    let Some(serves) = served else {
        if draft.promised.is_some() {
            return put_promised(draft, row);
        }
        let nearest = nearest_of(draft, &row, None)?;
        return Err(pick::refuse(why, nearest));
    };
    draft.put(row);
    repool::seat_all(draft, &serves, Picked::Repooled)
}

/// Rotation: the site remembers who was picked last for this service.
fn remember_rotation(draft: &mut Draft<'_>, row: &Appointment) {
    let site = draft.days.site().clone();
    let Some(last) = row.seats.iter().rev().find_map(|seat| seat.staff.clone()) else { return };
    if site.pick_rule == PickRule::Rotation {
        let mut site = Site::clone(&site);
        site.rotation.insert(row.service.clone(), last);
        draft.put(site);
    }
}
