//! When a person is free (rules V1, V2, V4): site hours and closed days, weekly hours, date overrides, vacations, blocks, spans of
//! seats, busy windows, in that order. As bits for finding starts, and as one reason for saying no. `Days` keeps the bits of a day (`free_time.rs`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::days::{Days, Person, overlapping};
use crate::free_time::Free;
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
    match (site.closed.contains(&day.date), site.hours.is_empty()) {
        (true, _) => Vec::new(),
        (_, true) => vec![day.span],
        _ => hours_of(&site.hours, day).collect(),
    }
}

/// The spans of some weekly hours on a day, breaks taken out.
fn hours_of<'a>(hours: &'a [WeekHours], day: &'a Day) -> impl Iterator<Item = Span> + 'a {
    let today = WeekDay::of(day.weekday());
    hours.iter().filter(move |block| block.days.contains(&today)).flat_map(|block| working(block, day))
}

fn working<'a>(block: &'a WeekHours, day: &'a Day) -> impl Iterator<Item = Span> + 'a {
    let mut from = block.from;
    block.breaks.iter().copied().chain([(block.until, block.until)]).filter_map(move |(pause, back)| {
        let span = day.between(from, pause);
        from = from.max(back);
        span
    })
}

/// The hours a person has on a day before anything closes them: an override instead of the weekly hours.
pub fn shift_spans(staff: &Staff, person: Option<&Person>, day: &Day) -> Vec<Span> {
    let mut spans = Vec::new();
    each_shift_span(staff, person, day, |span| spans.push(span));
    spans
}

fn each_shift_span(staff: &Staff, person: Option<&Person>, day: &Day, each: impl FnMut(Span)) {
    if !works_here(staff, day.date) {
        return;
    }
    let mut overrides = overrides_on(person, day.date).peekable();
    if overrides.peek().is_none() {
        return hours_of(&staff.hours, day).for_each(each);
    }
    let hours = overrides.filter_map(|other| other.hours);
    hours.filter_map(|(from, until)| day.between(from, until)).for_each(each);
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
fn open_ticks(days: &Days, staff: &Staff, person: Option<&Person>, day: &Day) -> Ticks {
    let mut open = Ticks::none(day.span.from);
    each_shift_span(staff, person, day, |span| open.paint(span));
    let site = days.site();
    if site.closed.contains(&day.date) {
        return Ticks::none(day.span.from);
    }
    if !site.hours.is_empty() {
        let mut doors = Ticks::none(day.span.from);
        hours_of(&site.hours, day).for_each(|span| doors.paint(span));
        open.and(&doors);
    }
    open
}

/// Open ticks less vacations, blocks and busy windows: everything but the rows.
pub fn bookable_ticks(days: &Days, staff: &Staff, day: &Day) -> Ticks {
    bookable_of(days, staff, days.person(&staff.id), day)
}

fn bookable_of(days: &Days, staff: &Staff, person: Option<&Person>, day: &Day) -> Ticks {
    if on_vacation(person, day.date).is_some() {
        return Ticks::none(day.span.from);
    }
    let mut free = open_ticks(days, staff, person, day);
    let Some(person) = person else { return free };
    person.blocks.values().for_each(|block| free.clear(block.span));
    person.busy.values().for_each(|busy| free.clear(busy.span));
    free
}

/// Rule V1 whole, for a day and, where hours run up to midnight, the night after it. Rows in `except` count as away.
/// Of somebody of the team, as loaded.
pub fn free_ticks(days: &Days, staff: &Staff, day: &Day, except: &BTreeSet<AppointmentId>) -> Ticks {
    free_of(days, staff, days.person(&staff.id), day, except)
}

/// The same for who has looked up the person's time already.
pub(crate) fn free_of(
    days: &Days,
    staff: &Staff,
    person: Option<&Person>,
    day: &Day,
    except: &BTreeSet<AppointmentId>,
) -> Ticks {
    let anew = || anew(days, staff, person, day);
    let Free { bookable, free } = person.map_or_else(anew, |person| days.kept_free(person, day.date, anew));
    if except.is_empty() { free } else { without_rows(bookable, person, day, except) }
}

/// What is free from hours and rows, whatever is kept.
pub fn free_anew(days: &Days, staff: &Staff, day: &Day) -> Free {
    anew(days, staff, days.person(&staff.id), day)
}

fn anew(days: &Days, staff: &Staff, person: Option<&Person>, day: &Day) -> Free {
    let mut bookable = bookable_of(days, staff, person, day);
    if bookable.has(Tick(day.span.until.0 - 1)) {
        let night = days.day(crate::time::next_day(day.date));
        if days.loaded().covers(night.date) {
            bookable.or(&bookable_of(days, staff, person, &night).moved_to(day.span.from));
        }
    }
    Free { bookable, free: without_rows(bookable, person, day, &BTreeSet::new()) }
}

fn without_rows(
    mut free: Ticks,
    person: Option<&Person>,
    day: &Day,
    except: &BTreeSet<AppointmentId>,
) -> Ticks {
    let window = Span::new(day.span.from, Tick(day.span.from.0 + crate::ticks::WINDOW));
    let rows = person.into_iter().flat_map(|person| overlapping(&person.rows, window));
    rows.filter(|(_, row)| !except.contains(row)).for_each(|(span, _)| free.clear(*span));
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

/// The same as `why_not_qualified`, without the words.
pub fn is_qualified(staff: &Staff, service: &Service, wish: Option<Gender>) -> bool {
    service.skills.is_subset(&staff.skills) && wish.is_none_or(|wish| wish == staff.gender)
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
