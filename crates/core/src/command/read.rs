//! Reading what people wrote: dates, times, handles, wishes. Each refusal names the field and what would do.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Command;
use super::lines::{HoursLine, Wish};
use crate::availability::Force;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::scope::Scope;
use crate::time::{self, Clock, Span, Tick};
use crate::words::both;

pub fn tick(draft: &Draft<'_>, field: &str, text: &str) -> Result<Tick, Refusal> {
    time::parse_local(draft.days.zone(), text).map_err(|why| Refusal::invalid(field, why))
}

pub fn date(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    time::parse_date(text).map_err(|why| Refusal::invalid(field, why))
}

pub fn clock(field: &str, text: &str) -> Result<Clock, Refusal> {
    Clock::parse(text).ok_or_else(|| {
        Refusal::invalid(
            field,
            both!(
                "`{text}` is not a time of day like 09:00, on five minutes",
                "`{text}` si saa kama 09:00, kwa dakika tano tano"
            ),
        )
    })
}

/// From and until, with every day between them loaded. At most a year.
pub fn stretch(draft: &Draft<'_>, from: &str, until: &str) -> Result<Span, Refusal> {
    let span =
        time::parse_stretch(draft.days.zone(), from, until).map_err(|why| Refusal::invalid("until", why))?;
    if span.minutes() > 366 * 24 * 60 {
        return Err(Refusal::invalid(
            "until",
            both!(
                "longer than a year: take the person off the team instead",
                "zaidi ya mwaka: badala yake mwondoe mtu kwenye timu"
            ),
        ));
    }
    let first = draft.days.date_of(span.from);
    if span.minutes() > 40 * 24 * 60 {
        draft.days.need_from(first)?
    } else {
        draft.days.need_span(span)?
    }
    Ok(span)
}

pub fn staff(draft: &Draft<'_>, handle: &str) -> Result<Arc<Staff>, Refusal> {
    draft.days.staff(&StaffId::new(handle)).cloned()
}

/// A row that still stands; its day and the night after it are loaded.
pub fn booked_row(draft: &Draft<'_>, handle: &str) -> Result<Appointment, Refusal> {
    let row = draft.days.appointment(&AppointmentId::new(handle))?;
    draft.days.need_span(row.span())?;
    match row.status {
        Status::Booked => Ok(Appointment::clone(row)),
        Status::Cancelled => {
            Err(Refusal::invalid("appointment", both!("this row was cancelled", "miadi hii imefutwa")))
        }
        Status::NoShow => Err(Refusal::invalid(
            "appointment",
            both!("this row is a no-show", "mteja wa miadi hii hakufika"),
        )),
    }
}

/// A seat's number, checked against the row's seats.
pub fn seat(row: &Appointment, seat: Option<u32>) -> Result<usize, Refusal> {
    let seat = seat.unwrap_or(0) as usize;
    if seat < row.seats.len() {
        Ok(seat)
    } else {
        let seats = row.seats.len();
        Err(Refusal::invalid(
            "seat",
            both!("this row has {seats} seats, counted from 0", "miadi hii ina nafasi {seats}, kuanzia 0"),
        ))
    }
}

pub fn gender(field: &str, text: &str) -> Result<Gender, Refusal> {
    match text {
        "F" => Ok(Gender::F),
        "M" => Ok(Gender::M),
        _ => Err(Refusal::invalid(field, both!("`{text}` is not F or M", "`{text}` si F wala M"))),
    }
}

/// A wish per seat.
pub fn wishes(wish: Option<&Wish>, seats: usize) -> Result<Vec<Option<Gender>>, Refusal> {
    match wish {
        None => Ok(vec![None; seats]),
        Some(Wish::All(wish)) => Ok(vec![Some(gender("gender", wish)?); seats]),
        Some(Wish::Each(each)) if each.len() <= seats => {
            let mut wishes = each
                .iter()
                .map(|wish| wish.as_deref().map(|wish| gender("gender", wish)).transpose())
                .collect::<Result<Vec<_>, _>>()?;
            wishes.resize(seats, None);
            Ok(wishes)
        }
        Some(Wish::Each(_)) => Err(Refusal::invalid(
            "gender",
            both!("more wishes than seats ({seats})", "matakwa ni mengi kuliko nafasi ({seats})"),
        )),
    }
}

pub fn force(force: Option<&String>) -> Result<Force, Refusal> {
    match force.map(String::as_str) {
        None => Ok(Force::Nothing),
        Some("hours") => Ok(Force::Hours),
        Some(other) => Err(Refusal::invalid(
            "force",
            both!(
                "`{other}` cannot be forced; only \"hours\" can",
                "`{other}` haiwezi kulazimishwa; ni \"hours\" pekee"
            ),
        )),
    }
}

/// A length of a row: on the tick, up to a day.
pub fn minutes(minutes: u32) -> Result<u32, Refusal> {
    let fits = minutes > 0 && minutes.is_multiple_of(time::TICK_MINUTES) && minutes <= 12 * 60;
    if fits {
        Ok(minutes)
    } else {
        Err(Refusal::invalid(
            "minutes",
            both!(
                "{minutes} is not a length in fives up to 12 hours",
                "{minutes} si muda wa dakika tano tano hadi saa 12"
            ),
        ))
    }
}

pub fn hours(lines: &[HoursLine]) -> Result<Vec<WeekHours>, Refusal> {
    lines.iter().enumerate().map(|(at, line)| week_hours(&format!("hours[{at}]"), line)).collect()
}

fn week_hours(path: &str, line: &HoursLine) -> Result<WeekHours, Refusal> {
    let value = serde_json::to_value(line).unwrap_or_default();
    let hours: WeekHours =
        serde_json::from_value(value).map_err(|why| Refusal::invalid(path, why.to_string()))?;
    check_hours(path, &hours)?;
    Ok(hours)
}

/// From before until, breaks inside and in order.
pub fn check_hours(path: &str, hours: &WeekHours) -> Result<(), Refusal> {
    if hours.from >= hours.until {
        let WeekHours { from, until, .. } = hours;
        return Err(Refusal::invalid(
            path,
            both!("until {until} is not after from {from}", "mwisho {until} hauko baada ya mwanzo {from}"),
        ));
    }
    let mut from = hours.from;
    for (pause, back) in &hours.breaks {
        if *pause < from || pause >= back || *back > hours.until {
            let WeekHours { from, until, .. } = hours;
            return Err(Refusal::invalid(
                path,
                both!(
                    "the break {pause}-{back} does not lie inside {from}-{until}",
                    "mapumziko {pause}-{back} hayamo ndani ya {from}-{until}"
                ),
            ));
        }
        from = *back;
    }
    Ok(())
}

/// The days and records a command names, as far as its text tells.
pub fn scope(command: &Command) -> Scope {
    match command {
        Command::Book(line) => days_of(&line.start).and(
            line.customer
                .iter()
                .fold(Scope::default(), |scope, id| scope.and(Scope::customer(&id.as_str().into()))),
        ),
        Command::Change(line) => row(&line.appointment),
        Command::Move(line) => row(&line.appointment).and(days_of(&line.start)),
        Command::Reassign(line) => row(&line.appointment),
        Command::Swap(line) => row(&line.a).and(row(&line.b)),
        Command::Bind(line) => row(&line.appointment),
        Command::Unbind(line) => row(&line.appointment),
        Command::Arrive(line) => row(&line.appointment),
        Command::Cancel(line) => row(&line.appointment),
        Command::NoShow(line) => row(&line.appointment),
        Command::MarkAbsent(line) => days_of(&line.from).and(days_of(&line.until)),
        Command::BlockRoom(line) => days_of(&line.from).and(days_of(&line.until)),
        Command::AddTemp(line) => days_of(&line.first).and(days_of(&line.last)),
        Command::AddVacation(line) => days_of(&line.first).and(days_of(&line.last)),
        Command::SetOverride(line) => days_of(&line.date),
        Command::Finalize(line) => days_of(&line.date),
        Command::Allocate(line) => days_of(&line.date),
        Command::Resolve(line) => row(line.item.split('/').next().unwrap_or_default()),
        Command::ReleaseMessage(line) => Scope::message(&line.message.as_str().into()),
        Command::MarkSent(line) => Scope::message(&line.message.as_str().into()),
        Command::Undo(line) => Scope::command(command_named(&line.of)),
        _ => Scope::default(),
    }
}

fn row(handle: &str) -> Scope {
    Scope::appointment(&AppointmentId::new(handle))
}

/// The day a date or local date-time names, and the next, for the night and the nearest starts.
fn days_of(text: &str) -> Scope {
    let Some(date) = text.get(..10).and_then(|date| time::parse_date(date).ok()) else {
        return Scope::default();
    };
    Scope::date(date).and(Scope::date(time::next_day(date)))
}
