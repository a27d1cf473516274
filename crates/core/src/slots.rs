//! Starts that can be offered (rules T3, V3, V4): the union over therapists, one entry per start, sorted; and why there are none.
//! A start exists when every seat can have a different qualified free therapist and a fitting room is free.

mod on_day;
mod why;

use chrono::NaiveDate;

use crate::days::Days;
use crate::decide::Stamp;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::{Span, Tick, date_of, later_day, local_text, next_day};

use on_day::Asked;
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
    let asked = Asked::of(days, request, stamp)?;
    let (first, last) = dates(days, request, stamp);
    let mut found = Vec::new();
    for date in first.iter_days().take_while(|date| *date <= last) {
        asked.on(date, &mut found)?;
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
    near.sort_by_key(|start| (days.date_of(*start) != date, (start.0 - row.start.0).abs(), start.0));
    near.truncate(4);
    near.sort();
    Ok(near.into_iter().map(|start| local_text(days.zone(), start)).collect())
}
