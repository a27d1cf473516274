//! Two seats change their people in one move (rule M1).

use std::collections::BTreeSet;

use super::lines::Swap;
use super::read;
use crate::availability::{Force, why_not_seat};
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn decide(line: &Swap, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if line.a == line.b {
        return Err(Refusal::invalid(
            "b",
            both!("a row cannot be swapped with itself", "miadi haiwezi kubadilishana na yenyewe"),
        ));
    }
    let (mut a, mut b) = (read::booked_row(draft, &line.a)?, read::booked_row(draft, &line.b)?);
    let (at_a, at_b) = (read::seat(&a, line.seat_a)?, read::seat(&b, line.seat_b)?);
    for (row, at) in [(&a, at_a), (&b, at_b)] {
        if row.seats[at].bound() {
            let other = if row.id == a.id { &b.seats[at_b] } else { &a.seats[at_a] };
            let to = other.staff.clone().or(row.seats[at].staff.clone());
            return Err(to.map_or(
                Ok(Refusal::invalid("a", both!("nobody holds this seat", "hakuna mtu kwenye nafasi hii"))),
                |to| super::reassign::bound(draft, row, at, &to),
            )?);
        }
    }
    std::mem::swap(&mut a.seats[at_a].staff, &mut b.seats[at_b].staff);
    let away = BTreeSet::from([a.id.clone(), b.id.clone()]);
    for (row, at) in [(&mut a, at_a), (&mut b, at_b)] {
        row.seats[at].hand_placed = row.seats[at].staff.is_some();
        row.seats[at].picked = row.seats[at].staff.is_some().then_some(Picked::ByHand);
        refuse_misfit(draft, row, at, &away)?;
    }
    refuse_overlap(draft, &a, at_a, &b, at_b)?;
    draft.text = say!(draft.language(), "Swapped two rows", "Nafasi mbili zimebadilishana");
    draft.subject = Some(a.id.clone());
    draft.put(a);
    draft.put(b);
    Ok(())
}

fn refuse_misfit(
    draft: &Draft<'_>,
    row: &Appointment,
    at: usize,
    away: &BTreeSet<crate::ids::AppointmentId>,
) -> Result<(), Refusal> {
    let Some(staff) = &row.seats[at].staff else { return Ok(()) };
    let force = if row.forced { Force::Hours } else { Force::Nothing };
    let reason = why_not_seat(&draft.days, draft.days.staff(staff)?, row, &row.seats[at], away, force)?;
    reason.map_or(Ok(()), |reason| Err(Refusal::no(reason)))
}

/// A person who holds another seat of the other row would be in two places.
fn refuse_overlap(
    draft: &Draft<'_>,
    a: &Appointment,
    at_a: usize,
    b: &Appointment,
    at_b: usize,
) -> Result<(), Refusal> {
    if !a.span().overlaps(b.span()) {
        return Ok(());
    }
    let others = |row: &Appointment, at: usize| {
        row.seats
            .iter()
            .enumerate()
            .filter(move |(seat, _)| *seat != at)
            .filter_map(|(_, seat)| seat.staff.clone())
            .collect::<Vec<_>>()
    };
    let twice = others(a, at_a)
        .into_iter()
        .find(|staff| a.seats[at_a].staff.as_ref() == Some(staff) || b.held_by(staff));
    let twice = twice.or_else(|| {
        others(b, at_b)
            .into_iter()
            .find(|staff| b.seats[at_b].staff.as_ref() == Some(staff) || a.held_by(staff))
    });
    let Some(staff) = twice else { return Ok(()) };
    let who = draft.days.staff(&staff)?.name.clone();
    Err(Refusal::Clash { who, what: super::seats::clash_text(draft, a) })
}
