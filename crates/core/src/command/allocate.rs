//! Allocating a sheet (rule M2): none lost, then fairest load, then fewest moves. All of it, or some rows with what makes them possible.

use std::collections::{BTreeMap, BTreeSet};

use zamu_pool::Goal;

use super::lines::Allocate;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach, SeatAt};
use crate::words::{self, say};

type Serves = BTreeMap<SeatAt, Option<StaffId>>;

pub fn decide(line: &Allocate, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let date = read::date("date", &line.date)?;
    draft.days.need(date)?;
    let shown = words::date(draft.language(), date);
    if draft.days.is_final(date) {
        return Err(Refusal::Finalized { date: shown });
    }
    let open = repool::open_seats(&draft.days, draft.now_tick(), date);
    let question = repool::question(&draft.days, draft.now_tick(), date, &open, Reach::Allocate)?;
    let best = repool::solve(&question, Goal::Allocate);
    let accepted = match &line.only {
        None => best,
        Some(only) => accepted(draft, &best, only)?,
    };
    draft.text = say!(draft.language(), "Allocated {shown}", "{shown} imegawanywa");
    repool::seat_all(draft, &accepted, |_| Picked::Allocated)
}

/// The chosen rows and, again and again, the rows that stand in their way and move elsewhere in the best sheet.
fn accepted(draft: &Draft<'_>, best: &Serves, only: &[String]) -> Result<Serves, Refusal> {
    let mut wanted: BTreeSet<SeatAt> = BTreeSet::new();
    for handle in only {
        draft.days.appointment(&AppointmentId::new(handle))?;
        wanted.extend(best.keys().filter(|(row, _)| row.as_str() == handle).cloned());
    }
    loop {
        let more: BTreeSet<SeatAt> = wanted
            .iter()
            .flat_map(|seat| in_the_way(draft, best, seat))
            .filter(|seat| !wanted.contains(seat))
            .collect();
        if more.is_empty() {
            break;
        }
        wanted.extend(more);
    }
    Ok(best
        .iter()
        .filter(|(seat, _)| wanted.contains(*seat))
        .map(|(seat, staff)| (seat.clone(), staff.clone()))
        .collect())
}

/// Rows that the new person of a seat holds today and that overlap it.
fn in_the_way(draft: &Draft<'_>, best: &Serves, seat: &SeatAt) -> Vec<SeatAt> {
    let (Some(Some(staff)), Ok(row)) = (best.get(seat), draft.days.appointment(&seat.0)) else {
        return Vec::new();
    };
    let holds_today = |other: &&SeatAt| {
        let held = draft.days.records().appointments.get(&other.0);
        held.is_some_and(|held| {
            held.seats[other.1 as usize].staff.as_ref() == Some(staff)
                && held.span().overlaps(row.span())
                && *other != seat
        })
    };
    best.keys().filter(holds_today).cloned().collect()
}
