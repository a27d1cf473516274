//! Why there are no starts: each reason once, in words, with the person it is about.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{SlotRequest, dates, waived, window};
use crate::availability::{Force, free_ticks, shift_spans, why_not, why_not_qualified};
use crate::days::Days;
use crate::decide::Stamp;
use crate::reading::WhyNone;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::{Clock, Day, Span, TICK_MINUTES, Tick, date_of, local_text};

/// Why a request found nothing: each code once, with a person where one is to blame.
pub fn why_none(days: &Days, request: &SlotRequest, stamp: &Stamp) -> Result<Vec<WhyNone>, Refusal> {
    let service = days.service(&request.service)?.clone();
    let window = window(days.site(), stamp);
    let (first, last) = dates(days, request, stamp);
    let language = stamp.language;
    if first > last {
        let reason = if request.last < date_of(days.zone(), window.from) {
            Reason::TooSoon { earliest: local_text(days.zone(), window.from) }
        } else {
            Reason::TooFar { last: local_text(days.zone(), window.until) }
        };
        return Ok(vec![none(&reason, None, language)]);
    }
    let mut whys: Vec<WhyNone> = Vec::new();
    for staff in days
        .records()
        .staff
        .values()
        .filter(|staff| request.staff.as_ref().is_none_or(|only| *only == staff.id))
    {
        let reason = why_never(days, request, &service, staff, first, last)?;
        whys.extend(reason.map(|reason| none(&reason, Some(staff.name.clone()), language)));
    }
    if whys.iter().all(|why| why.code == "not_qualified" || why.code == "gender")
        && whys.len() < days.records().staff.len()
    {
        whys.push(none(&Reason::NoRoom { kinds: service.room_kinds.clone() }, None, language));
    }
    Ok(whys)
}

fn none(reason: &Reason, who: Option<String>, language: Language) -> WhyNone {
    WhyNone { code: reason.code().into(), who, why: reason.text(language) }
}

/// The reason that keeps one person from every start of some days: the first that any day shows, qualification first.
fn why_never(
    days: &Days,
    request: &SlotRequest,
    service: &Service,
    staff: &Staff,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Option<Reason>, Refusal> {
    let wish = request.wish.filter(|_| !waived(days, service, request.wish, request.first));
    if let Some(reason) = why_not_qualified(days, staff, &service.id, wish)? {
        return Ok(Some(reason));
    }
    let ticks = (request.minutes.unwrap_or(service.minutes) + service.turnover) / TICK_MINUTES;
    let nothing = BTreeSet::new();
    let mut reason = None;
    for date in first.iter_days().take_while(|date| *date <= last) {
        let day = days.day(date);
        if free_ticks(days, staff, &day, &nothing).starts(ticks).count() > 0 {
            return Ok(None);
        }
        reason = reason.or(why_full(days, staff, &day, ticks)?);
    }
    Ok(reason)
}

/// On a day without a start: closed, off, away, or serving all the time.
fn why_full(days: &Days, staff: &Staff, day: &Day, ticks: u32) -> Result<Option<Reason>, Refusal> {
    let shift = shift_spans(staff, days.person(&staff.id), day);
    let nothing = BTreeSet::new();
    let force = Force::Nothing;
    let Some(first) = shift.first() else {
        return why_not(days, staff, Span::new(day.at(Clock(720)), day.at(Clock(725))), &nothing, force);
    };
    let starts = (0..).map(|step| Tick(first.from.0 + 3 * step)).take_while(|at| *at < first.until);
    for at in starts {
        let span = Span::new(at, Tick(at.0 + i64::from(ticks)));
        if let Some(reason) = why_not(days, staff, span, &nothing, force)? {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}
