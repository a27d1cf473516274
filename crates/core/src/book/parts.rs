//! The parts that records of a book file have in common: handles, names, dates, hours, and the records they name.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{BookFault, fault};
use crate::changes::Records;
use crate::ids::*;
use crate::record::*;
use crate::time::{self, Span};
use crate::words::both;

pub type Read<T> = Result<T, BookFault>;

/// What other records are known by handle, and the site's zone and country, while one record is read.
pub(crate) struct Names<'a> {
    pub records: &'a Records,
    pub zone: Tz,
    pub country: &'a str,
}

impl Names<'_> {
    pub fn staff(&self, id: &str, path: String) -> Read<StaffId> {
        let id = StaffId::new(id);
        if self.records.staff.contains_key(&id) {
            Ok(id)
        } else {
            Err(fault(path, both!("there is no staff `{id}`", "hakuna mtaalamu `{id}`")))
        }
    }

    pub fn stretch(&self, from: &str, until: &str, path: &str) -> Read<Span> {
        time::parse_stretch(self.zone, from, until).map_err(|why| fault(format!("{path}.until"), why))
    }
}

/// A handle for a record the file gives none.
pub fn handle_or(text: &str, path: &str, own: impl Fn() -> String) -> Read<String> {
    if text.is_empty() { Ok(own()) } else { handle(text, path) }
}

pub fn handle(text: &str, path: &str) -> Read<String> {
    let fine = !text.is_empty()
        && text.len() <= 200
        && !text.chars().any(|letter| letter.is_control() || letter == '/');
    if fine {
        Ok(text.to_string())
    } else {
        Err(fault(
            format!("{path}.id"),
            both!(
                "an id is a short text without line breaks or slashes",
                "kitambulisho ni maandishi mafupi bila mistari mipya wala mikwaju"
            ),
        ))
    }
}

pub fn named(text: &str, path: &str) -> Read<String> {
    if text.trim().is_empty() {
        Err(fault(format!("{path}.name"), both!("the name is empty", "jina ni tupu")))
    } else {
        Ok(text.trim().to_string())
    }
}

pub fn date(text: &str, path: &str) -> Read<NaiveDate> {
    time::parse_date(text).map_err(|why| fault(path, why))
}

pub fn instant(text: &str, path: &str) -> Read<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| {
        fault(
            path,
            both!(
                "`{text}` is not an instant like 2026-11-24T15:00:00Z",
                "`{text}` si wakati kama 2026-11-24T15:00:00Z"
            ),
        )
    })
}

pub fn check_hours(hours: &[WeekHours], path: &str) -> Read<()> {
    for (at, block) in hours.iter().enumerate() {
        let path = format!("{path}.hours[{at}]");
        crate::command::check_hours(&path, block).map_err(|why| match why {
            crate::refusal::Refusal::Invalid { field, why } => fault(field, why),
            other => fault(path, other.words()),
        })?;
    }
    Ok(())
}

pub fn fives(minutes: u32, path: &str, range: std::ops::RangeInclusive<u32>) -> Read<u32> {
    if minutes.is_multiple_of(time::TICK_MINUTES) && range.contains(&minutes) {
        return Ok(minutes);
    }
    let (least, most) = (range.start(), range.end());
    Err(fault(
        path,
        both!(
            "{minutes} is not a multiple of 5 from {least} to {most}",
            "{minutes} si zidisho la 5 kutoka {least} hadi {most}"
        ),
    ))
}
