//! The starts of one day. Everybody's free ticks give the starts at which the whole span fits, people by people; then the day is
//! walked by the clock: who of them is free, whether every seat and the room can be had, and whether others could make room.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Slot, SlotRequest, asked_row, window};
use crate::availability::{free_of, why_not_qualified};
use crate::days::{Days, Person};
use crate::decide::Stamp;
use crate::ids::*;
use crate::pick::{self, Pool};
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool;
use crate::rooms;
use crate::ticks::Ticks;
use crate::time::{Clock, Day, Span, TICK_MINUTES, Tick};

/// What is asked of every day.
pub(super) struct Asked<'a> {
    days: &'a Days,
    request: &'a SlotRequest,
    stamp: &'a Stamp,
    row: Appointment,
    /// Who could serve one of its seats, by handle, and their time.
    able: Vec<(&'a Staff, Option<&'a Person>)>,
    /// Rows that count as away.
    except: BTreeSet<AppointmentId>,
    window: Span,
}

impl<'a> Asked<'a> {
    pub fn of(days: &'a Days, request: &'a SlotRequest, stamp: &'a Stamp) -> Result<Asked<'a>, Refusal> {
        let row = asked_row(days, request)?;
        let mut able = Vec::new();
        for (id, staff) in &days.records().staff {
            let is_asked = request.staff.as_ref().is_none_or(|only| only == id);
            if is_asked && serves_a_seat(days, staff, &row)? {
                able.push((&**staff, days.person(id)));
            }
        }
        let except = request.moving.iter().cloned().collect();
        Ok(Asked { days, request, stamp, row, able, except, window: window(days.site(), stamp) })
    }

    /// Adds the starts of a day.
    pub fn on(&self, date: NaiveDate, found: &mut Vec<Slot>) -> Result<(), Refusal> {
        let days = self.days;
        days.need(date)?;
        let day = days.day(date);
        let starts = self.in_order(&day, self.starts(&day))?;
        let step = usize::try_from(days.site().slot_step.max(TICK_MINUTES)).unwrap_or(15);
        let mut rooms = RoomCheck::new(days, self.stamp, &self.row, &self.except);
        let now = Tick::ceil(self.stamp.now);
        let mut reshuffle = Reshuffle { days, now, date, moves: !self.except.is_empty(), sheet: None };
        let mut anybody = Ticks::none(day.span.from);
        starts.iter().for_each(|(_, ticks)| anybody.or(ticks));
        for at in (0..1440).step_by(step).map(|clock| day.at(Clock(clock))) {
            if !(anybody.has(at) || self.request.reshuffle) {
                continue;
            }
            let is_told = found.last().is_some_and(|slot| slot.start >= at);
            if at < self.window.from || at >= self.window.until || is_told {
                continue;
            }
            if let Some(staff) = self.free_for_all(&starts, at)?
                && rooms.free(self.span(at))
            {
                found.push(Slot { start: at, staff, reshuffle: false });
            } else if self.request.reshuffle
                && self.request.staff.is_none()
                && rooms.free(self.span(at))
                && reshuffle.makes_room(&self.row_at(at))?
            {
                found.push(Slot { start: at, staff: Vec::new(), reshuffle: true });
            }
        }
        Ok(())
    }

    fn span(&self, at: Tick) -> Span {
        Span::new(at, at.plus(self.row.minutes + self.row.turnover))
    }

    fn row_at(&self, at: Tick) -> Appointment {
        Appointment { start: at, ..self.row.clone() }
    }

    /// The ticks of a day at which the whole span could start, of whoever has any.
    fn starts(&self, day: &Day) -> Vec<(&'a StaffId, Ticks)> {
        let ticks = (self.row.minutes + self.row.turnover) / TICK_MINUTES;
        let of = |&(staff, person): &(&'a Staff, Option<&'a Person>)| {
            (&staff.id, free_of(self.days, staff, person, day, &self.except).starts(ticks))
        };
        self.able.iter().map(of).filter(|(_, starts)| !starts.is_empty()).collect()
    }

    /// The one to pick first, first. Every rule looks at the day, not at the hour, so that a day is sorted once.
    fn in_order(
        &self,
        day: &Day,
        starts: Vec<(&'a StaffId, Ticks)>,
    ) -> Result<Vec<(&'a StaffId, Ticks)>, Refusal> {
        if starts.is_empty() {
            return Ok(starts);
        }
        let mut order: Vec<StaffId> = starts.iter().map(|(staff, _)| (*staff).clone()).collect();
        pick::sort_by_rule(self.days, &self.row_at(day.at(Clock(720))), &mut order)?;
        let place = |staff: &StaffId| starts.binary_search_by_key(&staff, |(id, _)| id).ok();
        Ok(order.iter().filter_map(place).map(|at| starts[at]).collect())
    }

    /// Who of the free could take the first seat, when every seat can have a different one of them.
    fn free_for_all(&self, starts: &[(&StaffId, Ticks)], at: Tick) -> Result<Option<Vec<StaffId>>, Refusal> {
        let free = || starts.iter().filter(|(_, ticks)| ticks.has(at)).map(|(staff, _)| *staff);
        let (count, seats) = (free().count(), self.row.seats.len());
        if count < seats.max(1) {
            return Ok((seats == 0).then(Vec::new));
        }
        let mut staff = Vec::with_capacity(count);
        staff.extend(free().cloned());
        if seats < 2 {
            return Ok(Some(staff));
        }
        let pools = pools(self.days, &self.row, &staff)?;
        let fills = pick::seats_can_fill(&pools);
        Ok(pools.into_iter().next().filter(|_| fills).map(|pool| pool.free))
    }
}

/// Whether somebody is qualified and wished for on one of the seats.
fn serves_a_seat(days: &Days, staff: &Staff, row: &Appointment) -> Result<bool, Refusal> {
    let mut seats = row.seats.iter().map(|seat| why_not_qualified(days, staff, &row.service, seat.wish()));
    seats.try_fold(false, |any, why| Ok(any || why?.is_none()))
}

/// For every seat who of the free could take it.
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

/// Rooms asked once per span at most, and not at all for a service without room kinds.
struct RoomCheck<'a> {
    days: &'a Days,
    now: Tick,
    service: Option<Arc<Service>>,
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
