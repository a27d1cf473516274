//! When a person is free (rules V1, V2, V4): site hours and closed days, weekly hours, date overrides, vacations, blocks, spans of
//! seats, busy windows, in that order. As bits for finding starts, and as one reason for saying no. Nothing is cached here.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::days::{Days, Person, overlapping};
use crate::ids::*;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::ticks::Ticks;
use crate::time::{Clock, Day, Span, Tick, clock_of};

/// What the person asking may overrule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Force {
    #[default]
    Nothing,
    /// Hours and breaks (V2), never another span, a block or a room.
    Hours,
}

/// Whether this person is on the team's list on that date.
pub fn works_here(staff: &Staff, date: NaiveDate) -> bool {
    let stays = staff.left_on.is_none_or(|left| date < left);
    stays && staff.temporary.as_ref().is_none_or(|temp| temp.first <= date && date <= temp.last)
}

/// When the site is open on a day; without hours it always is.
pub fn site_spans(site: &Site, day: &Day) -> Vec<Span> {
    if site.closed.contains(&day.date) {
        return Vec::new();
    }
    if site.hours.is_empty() { vec![day.span] } else { hours_of(&site.hours, day) }
}

/// The spans of some weekly hours on a day, breaks taken out.
fn hours_of(hours: &[WeekHours], day: &Day) -> Vec<Span> {
    let today = WeekDay::of(day.weekday());
    hours.iter().filter(|block| block.days.contains(&today)).flat_map(|block| working(block, day)).collect()
}

fn working(block: &WeekHours, day: &Day) -> Vec<Span> {
    let mut spans = Vec::with_capacity(block.breaks.len() + 1);
    let mut from = block.from;
    for (pause, back) in &block.breaks {
        spans.extend(day.between(from, *pause));
        from = from.max(*back);
    }
    spans.extend(day.between(from, block.until));
    spans
}

/// The hours a person has on a day before anything closes them: an override instead of the weekly hours.
pub fn shift_spans(staff: &Staff, person: Option<&Person>, day: &Day) -> Vec<Span> {
    if !works_here(staff, day.date) {
        return Vec::new();
    }
    let overrides: Vec<&Override> = overrides_on(person, day.date).collect();
    if overrides.is_empty() {
        return hours_of(&staff.hours, day);
    }
    overrides
        .iter()
        .filter_map(|other| other.hours)
        .filter_map(|(from, until)| day.between(from, until))
        .collect()
}

pub fn overrides_on(person: Option<&Person>, date: NaiveDate) -> impl Iterator<Item = &Override> {
    person
        .into_iter()
        .flat_map(|person| person.overrides.values())
        .map(|each| &**each)
        .filter(move |each| each.applies(date))
}

pub fn on_vacation(person: Option<&Person>, date: NaiveDate) -> Option<&Vacation> {
    let mut vacations = person?.vacations.values();
    vacations.find(|vacation| vacation.first <= date && date <= vacation.last).map(|vacation| &**vacation)
}

/// Hours inside site hours: where this person could be booked on an empty day.
pub fn open_ticks(days: &Days, staff: &Staff, day: &Day) -> Ticks {
    let mut open = Ticks::none(day.span.from);
    shift_spans(staff, days.person(&staff.id), day).into_iter().for_each(|span| open.paint(span));
    let site = days.site();
    if !site.hours.is_empty() || site.closed.contains(&day.date) {
        let mut doors = Ticks::none(day.span.from);
        site_spans(site, day).into_iter().for_each(|span| doors.paint(span));
        open.and(&doors);
    }
    open
}

/// Open ticks less vacations, blocks and busy windows: everything but the rows.
pub fn bookable_ticks(days: &Days, staff: &Staff, day: &Day) -> Ticks {
    let mut free = open_ticks(days, staff, day);
    let Some(person) = days.person(&staff.id) else { return free };
    if on_vacation(Some(person), day.date).is_some() {
        return Ticks::none(day.span.from);
    }
    person.blocks.values().for_each(|block| free.clear(block.span));
    person.busy.values().for_each(|busy| free.clear(busy.span));
    free
}

/// Rule V1 whole, for a day and, where hours run up to midnight, the night after it. Rows in `except` count as away.
pub fn free_ticks(days: &Days, staff: &Staff, day: &Day, except: &BTreeSet<AppointmentId>) -> Ticks {
    let mut free = bookable_ticks(days, staff, day);
    if free.has(Tick(day.span.until.0 - 1)) {
        let night = days.day(crate::time::next_day(day.date));
        if days.loaded().covers(night.date) {
            free.or(&bookable_ticks(days, staff, &night).moved_to(day.span.from));
        }
    }
    if let Some(person) = days.person(&staff.id) {
        let window = Span::new(day.span.from, Tick(day.span.from.0 + crate::ticks::WINDOW));
        overlapping(&person.rows, window)
            .filter(|(_, row)| !except.contains(row))
            .for_each(|(span, _)| free.clear(*span));
    }
    free
}

/// Why this person cannot be booked for a whole span, or None when they can. `except`: rows that count as away.
/// The days of the span must be loaded.
pub fn why_not(
    days: &Days,
    staff: &Staff,
    span: Span,
    except: &BTreeSet<AppointmentId>,
    force: Force,
) -> Result<Option<Reason>, Refusal> {
    days.need_span(span)?;
    for date in days.dates_of(span) {
        let day = days.day(date);
        let Some(part) = span.meet(day.span) else { continue };
        if let Some(reason) = why_not_open(days, staff, &day, part) {
            let overruled = force == Force::Hours && reason.may_be_forced() && works_here(staff, date);
            if !overruled {
                return Ok(Some(reason));
            }
        }
        if let Some(vacation) = on_vacation(days.person(&staff.id), date) {
            let until = crate::words::date(days.site().language, vacation.last);
            return Ok(Some(Reason::OnVacation { who: staff.name.clone(), until }));
        }
    }
    Ok(why_not_free(days, staff, span, except))
}

/// Why not, for a row: qualification and wish first, then time.
pub fn why_not_seat(
    days: &Days,
    staff: &Staff,
    row: &Appointment,
    seat: &Seat,
    except: &BTreeSet<AppointmentId>,
    force: Force,
) -> Result<Option<Reason>, Refusal> {
    if let Some(reason) = why_not_qualified(days, staff, &row.service, seat.wish())? {
        return Ok(Some(reason));
    }
    why_not(days, staff, row.span(), except, force)
}

pub fn why_not_qualified(
    days: &Days,
    staff: &Staff,
    service: &ServiceId,
    wish: Option<Gender>,
) -> Result<Option<Reason>, Refusal> {
    let service = days.service(service)?;
    if let Some(skill) = service.skills.iter().find(|skill| !staff.skills.contains(*skill)) {
        return Ok(Some(Reason::NotQualified { who: staff.name.clone(), skill: skill.clone() }));
    }
    Ok(wish.filter(|wish| *wish != staff.gender).map(|wish| Reason::Gender { who: staff.name.clone(), wish }))
}

fn why_not_open(days: &Days, staff: &Staff, day: &Day, part: Span) -> Option<Reason> {
    let who = || staff.name.clone();
    let doors = site_spans(days.site(), day);
    if !covered(&doors, part) {
        return Some(Reason::SiteClosed { label: clocks(days, &doors) });
    }
    let shift = shift_spans(staff, days.person(&staff.id), day);
    if covered(&shift, part) {
        return None;
    }
    if let Some((from, until)) = break_in(staff, days.person(&staff.id), day, part) {
        return Some(Reason::OnBreak { who: who(), from: from.to_string(), until: until.to_string() });
    }
    let hours = (!shift.is_empty()).then(|| clocks(days, &shift));
    Some(Reason::OffShift { who: who(), hours })
}

/// The break of the weekly hours that a part runs into, when breaks are all that is in its way.
fn break_in(staff: &Staff, person: Option<&Person>, day: &Day, part: Span) -> Option<(Clock, Clock)> {
    if overrides_on(person, day.date).next().is_some() || !works_here(staff, day.date) {
        return None;
    }
    let today = WeekDay::of(day.weekday());
    let mut blocks = staff.hours.iter().filter(|block| block.days.contains(&today));
    let block = blocks
        .find(|block| day.between(block.from, block.until).is_some_and(|whole| whole.contains(part)))?;
    block
        .breaks
        .iter()
        .copied()
        .find(|(from, until)| day.between(*from, *until).is_some_and(|pause| pause.overlaps(part)))
}

/// Whether touching spans together cover a part.
fn covered(spans: &[Span], part: Span) -> bool {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let reached =
        sorted.into_iter().fold(part.from, |at, span| if span.from <= at { at.max(span.until) } else { at });
    reached >= part.until
}

fn clocks(days: &Days, spans: &[Span]) -> String {
    let clock = |at: Tick| clock_of(days.zone(), at);
    spans
        .iter()
        .map(|span| format!("{}-{}", clock(span.from), clock(span.until)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn why_not_free(days: &Days, staff: &Staff, span: Span, except: &BTreeSet<AppointmentId>) -> Option<Reason> {
    let person = days.person(&staff.id)?;
    let who = staff.name.clone();
    if let Some(block) = person.blocks.values().find(|block| block.span.overlaps(span)) {
        return Some(absent(days, who, block));
    }
    if let Some((taken, _)) = overlapping(&person.rows, span).find(|(_, row)| !except.contains(row)) {
        let (from, until) = ends(days, *taken);
        return Some(Reason::Serving { who, from, until });
    }
    let busy = person.busy.values().find(|busy| busy.span.overlaps(span))?;
    let (from, until) = ends(days, busy.span);
    Some(Reason::BusyOutside { who, from, until })
}

/// Wall-clock ends of a span.
fn ends(days: &Days, span: Span) -> (String, String) {
    (clock_of(days.zone(), span.from), clock_of(days.zone(), span.until))
}

/// A block in words: an absence by its times, anything else (lunch, training) as a break with its name.
fn absent(days: &Days, who: String, block: &Block) -> Reason {
    let (from, until) = ends(days, block.span);
    match block.kind {
        BlockKind::Lunch => Reason::OnBreak { who, from, until },
        _ => Reason::Absent { who, when: stretch_in_words(days, block.span), label: block.reason.clone() },
    }
}

/// `09:00-17:00` within a day, `Tue 24 Nov` for a whole one, `Tue 24 Nov to Thu 26 Nov` for more.
pub fn stretch_in_words(days: &Days, span: Span) -> String {
    let word = |date| crate::words::date(days.site().language, date);
    let dates = days.dates_of(span);
    match (dates.as_slice(), span == days.day(dates[0]).span) {
        ([date], true) => word(*date),
        ([_], false) => format!("{}-{}", clock_of(days.zone(), span.from), clock_of(days.zone(), span.until)),
        (dates, _) => format!("{} - {}", word(dates[0]), word(dates[dates.len() - 1])),
    }
}
