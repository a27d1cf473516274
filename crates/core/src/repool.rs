//! Choosing again after the world changed (A2, A4, C2): turns one sheet into a problem of `zamu-pool`, and the answer into records.
//! Bound, started and force-placed rows are fixed; which others may move depends on who asks (`Reach`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use zamu_pool::{Effort, Goal, Load, PeopleSet, Problem, Row};

use crate::availability::{Force, bookable_ticks, free_ticks, is_qualified, why_not_seat};
use crate::days::{Days, overlapping};
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::ticks::Ticks;
use crate::time::{Span, Tick, later_day};

/// Iterations, never seconds: every desk decides the same. Enough for sixty people and six hundred rows within a blink.
const EFFORT: Effort = Effort { pivots: 10_000, fairness: 800, steps: 100_000 };

/// For a question that must be decided, not bettered: is there room? No day that was tried came near.
const DECIDED: Effort = Effort { pivots: 100_000, fairness: 0, steps: 0 };

/// One seat of one row.
pub type SeatAt = (AppointmentId, u32);

/// What may move to make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Provisional rows only: nobody was told a name.
    Silent,
    /// A person previews and applies it: finalized unbound rows too (A4).
    Previewed,
    /// M2: provisional rows that no hand placed.
    Allocate,
}

/// A sheet as a problem, with the seats and people behind its numbers.
pub struct Question {
    pub problem: Problem,
    pub seats: Vec<SeatAt>,
    pub people: Vec<StaffId>,
}

/// Every seat that may move, and the seats to place, against everyone who works that day.
pub fn question(
    days: &Days,
    now: Tick,
    date: NaiveDate,
    place: &BTreeSet<SeatAt>,
    reach: Reach,
) -> Result<Question, Refusal> {
    Ok(prepared(days, now, date, place, reach)?.0)
}

/// The question, and everybody's time without the rows that may move.
fn prepared(
    days: &Days,
    now: Tick,
    date: NaiveDate,
    place: &BTreeSet<SeatAt>,
    reach: Reach,
) -> Result<(Question, Vec<Ticks>), Refusal> {
    days.need(date)?;
    let movable = movable(days, now, date, place, reach)?;
    let people: Vec<StaffId> = days.records().staff.keys().cloned().collect();
    let moving: BTreeSet<&SeatAt> = movable.iter().collect();
    let mut free = Vec::with_capacity(people.len());
    let mut load = Vec::with_capacity(people.len());
    for staff in days.records().staff.values() {
        let (ticks, fixed) = free_of_fixed(days, staff, date, &moving);
        free.push(ticks);
        load.push(fixed);
    }
    let everybody = Everybody { people: &people, free: &free, base: days.day(date).span.from };
    let mut rows = Vec::with_capacity(movable.len());
    for seat in &movable {
        rows.push(problem_row(days, seat, &everybody, place)?);
    }
    Ok((Question { problem: Problem { rows, load }, seats: movable, people }, free))
}

/// Seats in start order: those to place, and those that may move to make room.
fn movable(
    days: &Days,
    now: Tick,
    date: NaiveDate,
    place: &BTreeSet<SeatAt>,
    reach: Reach,
) -> Result<Vec<SeatAt>, Refusal> {
    let mut movable = Vec::new();
    for row in days.rows_on(date).filter(|row| row.occupies() && row.start >= now) {
        for (at, seat) in row.seats.iter().enumerate() {
            let here = (row.id.clone(), at as u32);
            if place.contains(&here) || may_move(days, row, seat, reach)? {
                movable.push(here);
            }
        }
    }
    Ok(movable)
}

fn may_move(days: &Days, row: &Appointment, seat: &Seat, reach: Reach) -> Result<bool, Refusal> {
    let Some(staff) = &seat.staff else { return Ok(false) };
    let allowed = match reach {
        Reach::Silent => seat.assignment == Assignment::Provisional,
        Reach::Previewed => !seat.bound(),
        Reach::Allocate => seat.assignment == Assignment::Provisional && !seat.hand_placed,
    };
    Ok(allowed && !row.forced && fits(days, staff, row, seat)?)
}

/// Whether a seat's therapist can serve it as things are, its own row aside.
pub fn fits(days: &Days, staff: &StaffId, row: &Appointment, seat: &Seat) -> Result<bool, Refusal> {
    let Some(staff) = days.records().staff.get(staff) else { return Ok(false) };
    let force = if row.forced { Force::Hours } else { Force::Nothing };
    let own = BTreeSet::from([row.id.clone()]);
    Ok(why_not_seat(days, staff, row, seat, &own, force)?.is_none())
}

/// A person's time and load without the seats that may move.
fn free_of_fixed(days: &Days, staff: &Staff, date: NaiveDate, moving: &BTreeSet<&SeatAt>) -> (Ticks, Load) {
    let day = days.day(date);
    let mut load = Load { rows: 0, minutes: 0 };
    let mut mine: BTreeSet<AppointmentId> = BTreeSet::new();
    for (span, row) in
        days.person(&staff.id).into_iter().flat_map(|person| overlapping(&person.rows, day.span))
    {
        if moves(days, row, &staff.id, moving) {
            mine.insert(row.clone());
        } else if days.date_of(span.from) == date {
            load.rows += 1;
            load.minutes += span.minutes();
        }
    }
    (free_ticks(days, staff, &day, &mine), load)
}

/// Whether the seat this person holds in a row is among those that may move.
fn moves(days: &Days, row: &AppointmentId, staff: &StaffId, moving: &BTreeSet<&SeatAt>) -> bool {
    let Some(record) = days.records().appointments.get(row) else { return false };
    let seat = record.seats.iter().position(|seat| seat.staff.as_ref() == Some(staff));
    seat.is_some_and(|seat| moving.contains(&(row.clone(), seat as u32)))
}

/// Who there is on a sheet by number, in the order of their handles, with their time, and the moment from which its minutes count.
struct Everybody<'a> {
    people: &'a [StaffId],
    free: &'a [Ticks],
    base: Tick,
}

fn problem_row(
    days: &Days,
    at: &SeatAt,
    everybody: &Everybody<'_>,
    place: &BTreeSet<SeatAt>,
) -> Result<Row, Refusal> {
    let row = days.appointment(&at.0)?;
    let seat = &row.seats[at.1 as usize];
    let eligible = eligible(days, row, seat, everybody.free)?;
    let now = seat.staff.as_ref().and_then(|staff| everybody.people.binary_search(staff).ok());
    let lost = place.contains(at);
    let (start, end) = minutes(everybody.base, row.span());
    Ok(Row {
        start,
        end,
        now: now.filter(|person| !lost && eligible.contains(*person)),
        told: seat.assignment == Assignment::Finalized,
        eligible,
    })
}

fn minutes(base: Tick, span: Span) -> (u32, u32) {
    let minute = |at: Tick| u32::try_from(at.minutes_since(base)).unwrap_or(0);
    (minute(span.from), minute(span.until))
}

/// Who is qualified and free for a seat, by number.
fn eligible(days: &Days, row: &Appointment, seat: &Seat, free: &[Ticks]) -> Result<PeopleSet, Refusal> {
    let service = days.service(&row.service)?;
    let mut eligible = PeopleSet::new();
    for (person, (staff, free)) in days.records().staff.values().zip(free).enumerate() {
        if free.covers(row.span()) && is_qualified(staff, service, seat.wish()) {
            eligible.insert(person);
        }
    }
    Ok(eligible)
}

/// Solves a sheet and returns who serves each movable seat afterwards.
pub fn solve(question: &Question, goal: Goal) -> BTreeMap<SeatAt, Option<StaffId>> {
    let Ok(solution) = zamu_pool::solve(&question.problem, goal, EFFORT) else { return BTreeMap::new() };
    let serves =
        solution.serves.into_iter().map(|person| person.map(|person| question.people[person].clone()));
    question.seats.iter().cloned().zip(serves).collect()
}

/// Places seats on one sheet, moving what `reach` allows; what cannot be placed is left without a therapist.
pub fn place(
    draft: &mut Draft<'_>,
    date: NaiveDate,
    place: &BTreeSet<SeatAt>,
    reach: Reach,
) -> Result<(), Refusal> {
    if place.is_empty() {
        return Ok(());
    }
    let question = question(&draft.days, draft.now_tick(), date, place, reach)?;
    let serves = solve(&question, Goal::Repool);
    seat_all(draft, &serves, Picked::Repooled)
}

/// Whether a seat that has nobody can be served beside everybody who is served now, whoever of them moves. It is asked before its sheet is
/// solved for it alone: after a re-pool that left it, that would be the same sheet once more. True where it cannot be said.
pub fn may_be_placed(days: &Days, now: Tick, date: NaiveDate, seat: &SeatAt) -> Result<bool, Refusal> {
    let Question { mut problem, seats, .. } =
        question(days, now, date, &[seat.clone()].into(), Reach::Previewed)?;
    let Some(at) = seats.iter().position(|other| other == seat) else { return Ok(true) };
    let extra = problem.rows.remove(at);
    if problem.rows.iter().any(|row| row.now.is_none()) {
        return Ok(true);
    }
    // Who was told a name may move here, too.
    problem.rows.iter_mut().for_each(|row| row.told = false);
    Ok(zamu_pool::insertable(&problem, &extra, DECIDED) != zamu_pool::Room::None)
}

/// Writes who serves which seat; untouched seats stay as they are.
pub fn seat_all(
    draft: &mut Draft<'_>,
    serves: &BTreeMap<SeatAt, Option<StaffId>>,
    why: impl Fn(Option<StaffId>) -> Picked,
) -> Result<(), Refusal> {
    for ((id, at), staff) in serves {
        let row = draft.days.appointment(id)?.clone();
        let seat = &row.seats[*at as usize];
        if seat.staff == *staff {
            continue;
        }
        let mut row = Appointment::clone(&row);
        let from = row.seats[*at as usize].staff.clone();
        let seat = &mut row.seats[*at as usize];
        seat.picked = staff.is_some().then(|| why(from));
        seat.hand_placed = false;
        seat.staff = staff.clone();
        if staff.is_none() {
            seat.assignment = Assignment::Provisional;
        }
        draft.put(row);
    }
    Ok(())
}

/// After any loss of capacity (A1, A8): unbound seats that fitted before and do not now are placed again, sheet by sheet.
pub fn absorb(draft: &mut Draft<'_>, reach: Reach) -> Result<(), Refusal> {
    let first = crate::time::earlier_day(draft.today(), 1);
    for date in draft.days.dates_with_rows(first) {
        if !draft.days.loaded().covers(date) {
            continue;
        }
        let lost = lost(draft, date, reach)?;
        place(draft, date, &lost, reach)?;
    }
    Ok(())
}

/// A silent loss leaves finalized names where they are, for a person to see (A4).
fn lost(draft: &Draft<'_>, date: NaiveDate, reach: Reach) -> Result<BTreeSet<SeatAt>, Refusal> {
    let mut lost = BTreeSet::new();
    let now = draft.now_tick();
    let stays =
        |seat: &Seat| seat.bound() || reach == Reach::Silent && seat.assignment == Assignment::Finalized;
    for row in draft.days.rows_on(date).filter(|row| row.occupies() && row.start >= now) {
        for (at, seat) in row.seats.iter().enumerate() {
            let Some(staff) = seat.staff.as_ref().filter(|_| !stays(seat)) else { continue };
            if !fits(&draft.days, staff, row, seat)? && fits(draft.before, staff, row, seat)? {
                lost.insert((row.id.clone(), at as u32));
            }
        }
    }
    Ok(lost)
}

/// Seats of one sheet that have nobody and have not started. One that was promised to a person who is taken waits for its customer's word.
pub fn open_seats(days: &Days, now: Tick, date: NaiveDate) -> BTreeSet<SeatAt> {
    let rows = days.rows_on(date).filter(|row| row.occupies() && row.start >= now);
    rows.flat_map(|row| {
        row.seats
            .iter()
            .enumerate()
            .filter(|(_, seat)| seat.staff.is_none() && !seat.bound())
            .map(|(at, _)| (row.id.clone(), at as u32))
    })
    .collect()
}

/// A sheet prepared to be asked for room at many starts, for one more row with one seat.
pub struct Room<'a> {
    days: &'a Days,
    /// Everybody's time without the rows that may move.
    free: Vec<Ticks>,
    base: Tick,
    offers: zamu_pool::Offers,
}

impl<'a> Room<'a> {
    /// None: the sheet contradicts itself, and there is no room.
    pub fn on(days: &'a Days, now: Tick, date: NaiveDate) -> Result<Option<Room<'a>>, Refusal> {
        days.need(later_day(date, 1))?;
        let (question, free) = prepared(days, now, date, &BTreeSet::new(), Reach::Silent)?;
        let Ok(offers) = zamu_pool::Offers::new(&question.problem) else { return Ok(None) };
        let base = days.day(date).span.from;
        Ok(Some(Room { days, free, base, offers }))
    }

    /// Whether provisional rows could move so that somebody serves this row.
    pub fn is_there(&mut self, row: &Appointment) -> Result<bool, Refusal> {
        let eligible = eligible(self.days, row, &row.seats[0], &self.free)?;
        let (start, end) = minutes(self.base, row.span());
        let extra = Row { start, end, now: None, told: false, eligible };
        Ok(self.offers.is_room(&extra, DECIDED) == Some(true))
    }
}

/// Whether a row could start now if provisional rows were reshuffled; who would serve each of its seats, and what moves.
pub fn make_room(
    days: &Days,
    now: Tick,
    row: &Appointment,
) -> Result<Option<BTreeMap<SeatAt, Option<StaffId>>>, Refusal> {
    let date = days.date_of(row.start);
    days.need(date)?;
    days.need(later_day(date, 1))?;
    let mut with = days.clone();
    let mut open = row.clone();
    open.seats.iter_mut().filter(|seat| !seat.bound()).for_each(|seat| seat.staff = None);
    let place: BTreeSet<SeatAt> = open
        .seats
        .iter()
        .enumerate()
        .filter(|(_, seat)| seat.staff.is_none())
        .map(|(at, _)| (open.id.clone(), at as u32))
        .collect();
    with.put(open);
    let question = question(&with, now, date, &place, Reach::Silent)?;
    let serves = solve(&question, Goal::Repool);
    let all = serves.values().all(Option::is_some) && !serves.is_empty();
    Ok(if all { Some(serves) } else { make_room_for_one(&question, &place) })
}

/// Where solving ended before its end, one seat is still given its room, as the slots were promised.
fn make_room_for_one(
    question: &Question,
    place: &BTreeSet<SeatAt>,
) -> Option<BTreeMap<SeatAt, Option<StaffId>>> {
    let at = question.seats.iter().position(|seat| place.contains(seat))?;
    let mut others = question.problem.clone();
    let extra = others.rows.remove(at);
    if place.len() > 1 || others.rows.iter().any(|row| row.now.is_none()) {
        return None;
    }
    let zamu_pool::Room::Made(moves) = zamu_pool::insertable(&others, &extra, DECIDED) else { return None };
    let mut serves: Vec<Option<usize>> = question.problem.rows.iter().map(|row| row.now).collect();
    for (row, _, server) in moves {
        let number = if row == others.rows.len() { at } else { row + usize::from(row >= at) };
        serves[number] = Some(server);
    }
    let named = serves.into_iter().map(|person| person.map(|person| question.people[person].clone()));
    Some(question.seats.iter().cloned().zip(named).collect())
}

/// Minutes that could be booked and minutes that are, of one person's day.
pub fn load_of(days: &Days, staff: &Staff, date: NaiveDate) -> (u32, u32, u32) {
    let day = days.day(date);
    let bookable = bookable_ticks(days, staff, &day).count() * crate::time::TICK_MINUTES;
    let nobody = AppointmentId::new("");
    let (booked, rows) =
        crate::pick::load_in(days, &staff.id, Span::new(day.span.from, day.span.until), &nobody);
    (booked, bookable, rows)
}
