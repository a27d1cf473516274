//! Picking a therapist when a row is booked (rule B3): the least busy of the free, the one with the fewest coming rows, or the next in turn.
//! Seats of one row get different people. Re-picking after a loss is `repool.rs`.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::availability::{Force, why_not_seat};
use crate::days::{Days, overlapping};
use crate::ids::*;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::{Span, Tick, later_day};

/// Who is free for a seat, the one to pick first; and why the others are not.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    pub free: Vec<StaffId>,
    pub why_not: Vec<(StaffId, Reason)>,
}

/// Everybody of the team against one seat. `except`: rows that count as away (the row itself, when it is on the sheet already).
pub fn pool(
    days: &Days,
    row: &Appointment,
    seat: &Seat,
    except: &BTreeSet<AppointmentId>,
    force: Force,
) -> Result<Pool, Refusal> {
    let mut pool = Pool::default();
    for staff in days.records().staff.values() {
        match why_not_seat(days, staff, row, seat, except, force)? {
            None => pool.free.push(staff.id.clone()),
            Some(reason) => pool.why_not.push((staff.id.clone(), reason)),
        }
    }
    sort_by_rule(days, row, &mut pool.free)?;
    Ok(pool)
}

/// Puts the one to pick first, by the site's rule.
pub fn sort_by_rule(days: &Days, row: &Appointment, free: &mut [StaffId]) -> Result<(), Refusal> {
    match days.site().pick_rule {
        PickRule::LeastBusyDay => {
            let day = days.day(days.date_of(row.start)).span;
            free.sort_by_cached_key(|staff| (load_in(days, staff, day, &row.id), staff.clone()));
        }
        PickRule::FewestNext30Days => {
            let next = next_30_days(days, row)?;
            free.sort_by_cached_key(|staff| (load_in(days, staff, next, &row.id).1, staff.clone()));
        }
        PickRule::Rotation => {
            let last = days.site().rotation.get(&row.service);
            free.sort_by_cached_key(|staff| (last.is_some_and(|last| staff <= last), staff.clone()));
        }
    }
    Ok(())
}

/// The thirty days from the row's own on; each must be loaded.
fn next_30_days(days: &Days, row: &Appointment) -> Result<Span, Refusal> {
    let first = days.date_of(row.start);
    let dates: BTreeSet<_> = (0..30).map(|ahead| later_day(first, ahead)).collect();
    if dates.iter().any(|date| !days.loaded().covers(*date)) {
        return Err(Refusal::NotLoaded(Box::new(crate::scope::Scope { dates, ..Default::default() })));
    }
    Ok(Span::new(days.day(first).span.from, days.day(later_day(first, 30)).span.from))
}

/// Minutes of spans and rows of a person that start in a stretch of time, one row left out.
pub fn load_in(days: &Days, staff: &StaffId, stretch: Span, except: &AppointmentId) -> (u32, u32) {
    let Some(person) = days.person(staff) else { return (0, 0) };
    let first = person.rows.partition_point(|(span, _)| span.from < stretch.from);
    let rows = person.rows[first..]
        .iter()
        .take_while(|(span, _)| span.from < stretch.until)
        .filter(|(_, id)| id != except);
    rows.fold((0, 0), |(minutes, count), (span, _)| (minutes + span.minutes(), count + 1))
}

/// Therapists for every open seat of a row, by the rule, all different; None when no such set exists.
pub fn pick(days: &Days, row: &Appointment, force: Force) -> Result<Result<Vec<Seat>, Vec<Reason>>, Refusal> {
    let except = BTreeSet::from([row.id.clone()]);
    let pools =
        row.seats.iter().map(|seat| pool(days, row, seat, &except, force)).collect::<Result<Vec<_>, _>>()?;
    let mut taken: Vec<StaffId> = row.seats.iter().filter_map(|seat| seat.staff.clone()).collect();
    let open: Vec<usize> = (0..row.seats.len()).filter(|seat| row.seats[*seat].staff.is_none()).collect();
    if !fill(&open, &pools, &mut taken) {
        let why = open.iter().flat_map(|seat| &pools[*seat].why_not).map(|(_, reason)| reason.clone());
        return Ok(Err(distinct(why)));
    }
    let picked = taken.split_off(taken.len() - open.len());
    let mut seats = row.seats.clone();
    for (seat, staff) in open.into_iter().zip(picked) {
        seats[seat].picked = Some(why_picked(days, &pools[seat].free));
        seats[seat].staff = Some(staff);
    }
    Ok(Ok(seats))
}

/// Whether every pool can give a different person.
pub fn seats_can_fill(pools: &[Pool]) -> bool {
    let seats: Vec<usize> = (0..pools.len()).collect();
    fill(&seats, pools, &mut Vec::new())
}

/// Fills the seats in order, going back on a choice when a later seat would stay empty.
fn fill(open: &[usize], pools: &[Pool], taken: &mut Vec<StaffId>) -> bool {
    let Some((seat, rest)) = open.split_first() else { return true };
    for staff in &pools[*seat].free {
        if taken.contains(staff) {
            continue;
        }
        taken.push(staff.clone());
        if fill(rest, pools, taken) {
            return true;
        }
        taken.pop();
    }
    false
}

fn why_picked(days: &Days, free: &[StaffId]) -> Picked {
    let of = free.len() as u32;
    match days.site().pick_rule {
        _ if of == 1 => Picked::OnlyOne,
        PickRule::LeastBusyDay => Picked::LeastBusy(of),
        PickRule::FewestNext30Days => Picked::Fewest(of),
        PickRule::Rotation => Picked::Rotation(of),
    }
}

/// Reasons, each once, the most telling first: who could but for one thing before who never could.
fn distinct(reasons: impl Iterator<Item = Reason>) -> Vec<Reason> {
    let mut seen: Vec<Reason> = Vec::new();
    for reason in reasons {
        if !seen.contains(&reason) {
            seen.push(reason);
        }
    }
    seen.sort_by_key(|reason| {
        Reverse(matches!(reason, Reason::Serving { .. } | Reason::OnBreak { .. } | Reason::Absent { .. }))
    });
    seen
}

/// The refusal of a time nobody can serve: the reason they share, or that the slot is not available.
pub fn refuse(why: Vec<Reason>, nearest: Vec<String>) -> Refusal {
    let codes: BTreeSet<&str> = why.iter().map(Reason::code).collect();
    let able: Vec<Reason> =
        why.iter().filter(|reason| !matches!(reason, Reason::NotQualified { .. })).cloned().collect();
    match (codes.len(), why.first()) {
        (1, Some(reason)) if reason.code() != "serving" => Refusal::No { reason: reason.clone(), nearest },
        _ if able.is_empty() => Refusal::SlotUnavailable { why, nearest },
        _ => match able.iter().map(Reason::code).collect::<BTreeSet<_>>().len() {
            1 if able[0].code() != "serving" => Refusal::No { reason: able[0].clone(), nearest },
            _ => Refusal::SlotUnavailable { why: able, nearest },
        },
    }
}

/// Whether two people overlap anywhere in these rows: used by tests and checks.
pub fn is_free(days: &Days, staff: &StaffId, span: Span, except: &BTreeSet<AppointmentId>) -> bool {
    let Some(person) = days.person(staff) else { return true };
    !overlapping(&person.rows, span).any(|(_, row)| !except.contains(row))
}

/// The last tick before a start that can no longer be booked: a walk-in up to 30 minutes past (T3).
pub fn earliest_booking(now: Tick) -> Tick {
    Tick(now.0 - 6)
}
