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
    refuse_twice(draft, &a, &b)?;
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

/// Nobody may sit twice in one row, nor in both when they overlap.
fn refuse_twice(draft: &Draft<'_>, a: &Appointment, b: &Appointment) -> Result<(), Refusal> {
    let people =
        |row: &Appointment| row.seats.iter().filter_map(|seat| seat.staff.clone()).collect::<Vec<_>>();
    let together = match a.span().overlaps(b.span()) {
        true => vec![(a, [people(a), people(b)].concat())],
        false => vec![(a, people(a)), (b, people(b))],
    };
    for (row, people) in together {
        let mut seen = BTreeSet::new();
        if let Some(staff) = people.iter().find(|staff| !seen.insert(*staff)) {
            let who = draft.days.staff(staff)?.name.clone();
            return Err(Refusal::Clash { who, what: super::seats::clash_text(draft, row) });
        }
    }
    Ok(())
}
