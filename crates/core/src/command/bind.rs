//! A customer asks for a therapist by name, or no longer does (rule B4): a bound seat is never moved by the system.

use super::lines::{Bind, Unbind};
use super::read;
use super::seats::seat_chosen;
use crate::availability::Force;
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn bind(line: &Bind, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if !draft.days.site().staff_preference {
        return Err(Refusal::invalid(
            "staff",
            both!(
                "customers do not choose a therapist here (Settings: asking for a person by name)",
                "wateja hawachagui mtaalamu hapa (Mipangilio: kuomba mtu kwa jina)"
            ),
        ));
    }
    let mut row = read::booked_row(draft, &line.appointment)?;
    let at = read::seat(&row, line.seat)?;
    let staff = read::staff(draft, &line.staff)?;
    if row.seats[at].staff.as_ref() != Some(&staff.id) {
        let force = if row.forced { Force::Hours } else { Force::Nothing };
        seat_chosen(draft, &mut row, at, &staff.id, force)?;
    }
    row.seats[at].assignment = Assignment::Bound;
    row.seats[at].asked_for = Some(staff.id.clone());
    row.seats[at].picked = Some(Picked::AskedFor);
    let name = &staff.name;
    draft.text = say!(draft.language(), "The customer asked for {name}", "Mteja ameomba {name}");
    draft.subject = Some(row.id.clone());
    draft.put(row);
    Ok(())
}

pub fn unbind(line: &Unbind, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut row = read::booked_row(draft, &line.appointment)?;
    let at = read::seat(&row, line.seat)?;
    if !row.seats[at].bound() {
        return Err(Refusal::invalid(
            "appointment",
            both!("nobody was asked for by name here", "hakuna aliyeombwa kwa jina hapa"),
        ));
    }
    row.seats[at].assignment = Assignment::Provisional;
    row.seats[at].asked_for = None;
    draft.text = say!(draft.language(), "Anyone may serve the row", "Yeyote anaweza kuhudumu");
    draft.subject = Some(row.id.clone());
    let here = (row.id.clone(), at as u32);
    let date = draft.days.date_of(row.start);
    draft.put(row);
    place_if_lost(draft, here, date)
}

/// A row released from somebody who cannot serve it is placed again at once.
fn place_if_lost(
    draft: &mut Draft<'_>,
    here: crate::repool::SeatAt,
    date: chrono::NaiveDate,
) -> Result<(), Refusal> {
    let row = draft.days.appointment(&here.0)?.clone();
    let seat = &row.seats[here.1 as usize];
    let Some(staff) = &seat.staff else { return Ok(()) };
    if draft.started(&row) || crate::repool::fits(&draft.days, staff, &row, seat)? {
        return Ok(());
    }
    crate::repool::place(draft, date, &[here].into(), crate::repool::Reach::Silent)
}
