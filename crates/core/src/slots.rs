//! Starts that can be offered (rules T3, V3, V4): the union over therapists, one entry per start, sorted; and why there are none.
//! A start exists when every seat can have a different qualified free therapist and a fitting room is free.

mod why;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::availability::{free_ticks, why_not_qualified};
use crate::days::Days;
use crate::decide::Stamp;
use crate::ids::*;
use crate::pick::{self, Pool};
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool;
use crate::rooms;
use crate::ticks::Ticks;
use crate::time::{Clock, Day, Span, TICK_MINUTES, Tick, date_of, later_day, local_text, next_day};

pub use why::why_none;

/// What is asked: a service on some days, for everyone or one therapist.
#[derive(Clone, Debug)]
pub struct SlotRequest {
    pub service: ServiceId,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub wish: Option<Gender>,
    pub staff: Option<StaffId>,
    /// Also starts that need provisional rows to be moved.
    pub reshuffle: bool,
    /// A row that is being moved: its own place is free.
    pub moving: Option<AppointmentId>,
    /// Another length than the service's.
    pub minutes: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub start: Tick,
    /// Who is free for the first seat; the one that would be picked first.
    pub staff: Vec<StaffId>,
    pub reshuffle: bool,
}

/// The window of starts that are offered: first >= now + lead, last < now + horizon.
pub fn window(site: &Site, stamp: &Stamp) -> Span {
    let lead = Tick::ceil(stamp.now + chrono::TimeDelta::minutes(i64::from(site.lead)));
    Span::new(lead, Tick::ceil(stamp.now + chrono::TimeDelta::days(i64::from(site.horizon_days))))
}

/// The days a request needs loaded: each asked, and the night after the last.
pub fn scope(days: &Days, request: &SlotRequest, stamp: &Stamp) -> crate::scope::Scope {
    let (first, last) = dates(days, request, stamp);
    let dates = first.iter_days().take_while(|date| *date <= next_day(last)).collect();
    let appointments = request.moving.iter().cloned().collect();
    crate::scope::Scope { dates, appointments, ..Default::default() }
}

/// Asked days cut to the window.
fn dates(days: &Days, request: &SlotRequest, stamp: &Stamp) -> (NaiveDate, NaiveDate) {
    let window = window(days.site(), stamp);
    let first = request.first.max(date_of(days.zone(), window.from));
    (first, request.last.min(date_of(days.zone(), window.until)))
}

/// Every start of the request, sorted.
pub fn slots(days: &Days, request: &SlotRequest, stamp: &Stamp) -> Result<Vec<Slot>, Refusal> {
    let row = asked_row(days, request)?;
    let (first, last) = dates(days, request, stamp);
    let mut found = Vec::new();
    for date in first.iter_days().take_while(|date| *date <= last) {
        slots_on(days, request, &row, date, stamp, &mut found)?;
    }
    Ok(found)
}

/// The row as it would be booked, at no time yet.
fn asked_row(days: &Days, request: &SlotRequest) -> Result<Appointment, Refusal> {
    let service = days.service(&request.service)?.clone();
    if let Some(staff) = &request.staff {
        days.staff(staff)?;
    }
    let moving = request.moving.as_ref().map(|id| days.appointment(id)).transpose()?;
    if let Some(row) = moving {
        let mut row = Appointment::clone(row);
        row.seats.iter_mut().for_each(|seat| seat.staff = None);
        return Ok(row);
    }
    let seat = Seat {
        gender: request.wish,
        wish_waived: waived(days, &service, request.wish, request.first),
        ..Seat::default()
    };
    Ok(Appointment {
        id: AppointmentId::new(""),
        service: request.service.clone(),
        customer: CustomerId::new(""),
        start: Tick(0),
        minutes: request.minutes.unwrap_or(service.minutes),
        turnover: service.turnover,
        status: Status::Booked,
        arrived: false,
        note: String::new(),
        room: None,
        room_fixed: false,
        forced: false,
        seats: vec![seat; service.seats as usize],
    })
}

/// B5: whether a wish cannot be met by anyone qualified on file for that date, absence aside.
pub fn waived(days: &Days, service: &Service, wish: Option<Gender>, date: NaiveDate) -> bool {
    let Some(wish) = wish else { return false };
    let on_file = |staff: &Staff| {
        service.skills.is_subset(&staff.skills) && crate::availability::works_here(staff, date)
    };
    !days.records().staff.values().any(|staff| staff.gender == wish && on_file(staff))
}

fn slots_on(
    days: &Days,
    request: &SlotRequest,
    row: &Appointment,
    date: NaiveDate,
    stamp: &Stamp,
    found: &mut Vec<Slot>,
) -> Result<(), Refusal> {
    days.need(date)?;
    let day = days.day(date);
    let ticks = (row.minutes + row.turnover) / TICK_MINUTES;
    let except: BTreeSet<AppointmentId> = request.moving.iter().cloned().collect();
    let starts = in_order(days, row, &day, starts_by_person(days, request, row, date, ticks, &except)?)?;
    let window = window(days.site(), stamp);
    let step = usize::try_from(days.site().slot_step.max(TICK_MINUTES)).unwrap_or(15);
    let mut rooms = RoomCheck::new(days, stamp, row, &except);
    let mut reshuffle =
        Reshuffle { days, now: Tick::ceil(stamp.now), date, moves: !except.is_empty(), sheet: None };
    for clock in (0..1440).step_by(step) {
        let at = day.at(Clock(clock));
        if at < window.from || at >= window.until || found.last().is_some_and(|slot: &Slot| slot.start >= at)
        {
            continue;
        }
        let free: Vec<StaffId> =
            starts.iter().filter(|(_, ticks)| ticks.has(at)).map(|(staff, _)| staff.clone()).collect();
        let at_row = Appointment { start: at, ..row.clone() };
        if seats_fill(days, &at_row, &free)? && rooms.free(at_row.span()) {
            let staff = free_for_first(days, &at_row, free)?;
            found.push(Slot { start: at, staff, reshuffle: false });
        } else if request.reshuffle
            && request.staff.is_none()
            && rooms.free(at_row.span())
            && reshuffle.makes_room(&at_row)?
        {
            found.push(Slot { start: at, staff: Vec::new(), reshuffle: true });
        }
    }
    Ok(())
}

/// Whether provisional rows could make room on one sheet, which is prepared when it is first asked.
struct Reshuffle<'a> {
    days: &'a Days,
    now: Tick,
    date: NaiveDate,
    /// A row of this very sheet is looking for another start.
    moves: bool,
    sheet: Option<Option<repool::Room<'a>>>,
}

impl Reshuffle<'_> {
    fn makes_room(&mut self, row: &Appointment) -> Result<bool, Refusal> {
        if self.moves || row.seats.len() != 1 {
            return Ok(repool::make_room(self.days, self.now, row)?.is_some());
        }
        if self.sheet.is_none() {
            self.sheet = Some(repool::Room::on(self.days, self.now, self.date)?);
        }
        match self.sheet.as_mut().and_then(Option::as_mut) {
            Some(sheet) => sheet.is_there(row),
            None => Ok(false),
        }
    }
}

/// The one to pick first, first. Every rule looks at the day, not at the hour, so that a day is sorted once.
fn in_order(
    days: &Days,
    row: &Appointment,
    day: &Day,
    mut starts: BTreeMap<&StaffId, Ticks>,
) -> Result<Vec<(StaffId, Ticks)>, Refusal> {
    starts.retain(|_, ticks| ticks.count() > 0);
    let mut order: Vec<StaffId> = starts.keys().map(|staff| (*staff).clone()).collect();
    if !order.is_empty() {
        let at_noon = Appointment { start: day.at(Clock(720)), ..row.clone() };
        pick::sort_by_rule(days, &at_noon, &mut order)?;
    }
    Ok(order
        .into_iter()
        .filter_map(|staff| Some((starts.remove(&staff)?, staff)))
        .map(|(ticks, staff)| (staff, ticks))
        .collect())
}

/// For each qualified person, the ticks at which the whole span could start.
fn starts_by_person<'a>(
    days: &'a Days,
    request: &SlotRequest,
    row: &Appointment,
    date: NaiveDate,
    ticks: u32,
    except: &BTreeSet<AppointmentId>,
) -> Result<BTreeMap<&'a StaffId, Ticks>, Refusal> {
    let day = days.day(date);
    let mut starts = BTreeMap::new();
    for (id, staff) in &days.records().staff {
        let asked = request.staff.as_ref().is_none_or(|only| only == id);
        let serves = || -> Result<bool, Refusal> {
            let mut seats =
                row.seats.iter().map(|seat| why_not_qualified(days, staff, &row.service, seat.wish()));
            seats.try_fold(false, |any, why| Ok(any || why?.is_none()))
        };
        if asked && serves()? {
            starts.insert(id, free_ticks(days, staff, &day, except).starts(ticks));
        }
    }
    Ok(starts)
}

/// Whether every seat can have a different one of the free people.
fn seats_fill(days: &Days, row: &Appointment, free: &[StaffId]) -> Result<bool, Refusal> {
    match row.seats.as_slice() {
        [] => Ok(true),
        [_] => Ok(!free.is_empty()),
        seats if free.len() < seats.len() => Ok(false),
        _ => Ok(pick::seats_can_fill(&pools(days, row, free)?)),
    }
}

fn pools(days: &Days, row: &Appointment, free: &[StaffId]) -> Result<Vec<Pool>, Refusal> {
    let mut pools = Vec::with_capacity(row.seats.len());
    for seat in &row.seats {
        let mut pool = Pool::default();
        for id in free {
            if why_not_qualified(days, days.staff(id)?, &row.service, seat.wish())?.is_none() {
                pool.free.push(id.clone());
            }
        }
        pools.push(pool);
    }
    Ok(pools)
}

fn free_for_first(days: &Days, row: &Appointment, free: Vec<StaffId>) -> Result<Vec<StaffId>, Refusal> {
    if row.seats.len() < 2 {
        return Ok(free);
    }
    Ok(pools(days, row, &free)?.into_iter().next().map(|pool| pool.free).unwrap_or_default())
}

/// Rooms asked once per span at most, and not at all for a service without room kinds.
struct RoomCheck<'a> {
    days: &'a Days,
    now: Tick,
    service: Option<std::sync::Arc<Service>>,
    except: &'a BTreeSet<AppointmentId>,
    fixed: Option<RoomId>,
}

impl<'a> RoomCheck<'a> {
    fn new(days: &'a Days, stamp: &Stamp, row: &Appointment, except: &'a BTreeSet<AppointmentId>) -> Self {
        let service = days
            .records()
            .services
            .get(&row.service)
            .filter(|service| !service.room_kinds.is_empty())
            .cloned();
        let fixed = row.room.clone().filter(|_| row.room_fixed);
        RoomCheck { days, now: Tick::ceil(stamp.now), service, except, fixed }
    }

    fn free(&mut self, span: Span) -> bool {
        let Some(service) = &self.service else { return true };
        match self.fixed.as_ref().and_then(|room| self.days.records().rooms.get(room)) {
            Some(room) => rooms::why_not(self.days, room, &[], span, self.except).is_none(),
            None => rooms::can_have_room(self.days, self.now, service, span, self.except),
        }
    }
}

/// The starts nearest to a row's own that would do, at most four: on its day, else on the next days that are loaded.
pub fn nearest(
    days: &Days,
    stamp: &Stamp,
    row: &Appointment,
    staff: Option<&StaffId>,
) -> Result<Vec<String>, Refusal> {
    let date = days.date_of(row.start);
    let known = days.records().appointments.contains_key(&row.id);
    let mut near: Vec<Tick> = Vec::new();
    for ahead in 0..4 {
        let on = later_day(date, ahead);
        if near.len() >= 4 || !days.loaded().covers(on) {
            break;
        }
        let request = SlotRequest {
            service: row.service.clone(),
            first: on,
            last: on,
            wish: row.seats.first().and_then(|seat| seat.wish()),
            staff: staff.cloned(),
            reshuffle: false,
            moving: known.then(|| row.id.clone()),
            minutes: Some(row.minutes),
        };
        near.extend(
            slots(days, &request, stamp)?
                .into_iter()
                .map(|slot| slot.start)
                .filter(|start| *start != row.start),
        );
    }
    near.sort_by_key(|start| ((start.0 - row.start.0).abs(), start.0));
    near.truncate(4);
    near.sort();
    Ok(near.into_iter().map(|start| local_text(days.zone(), start)).collect())
}
