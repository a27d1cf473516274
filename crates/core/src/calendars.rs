//! What the book asks of calendars elsewhere, as pure functions: which rows stand in whose calendar and how, which windows close a
//! person's time, and when silence has lasted too long. Reading and writing there is the desk's.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::availability::{site_spans, works_here};
use crate::days::Days;
use crate::ids::*;
use crate::record::*;
use crate::time::{Span, Tick, date_of, earlier_day};

/// After so many minutes of opening time without news a person must look.
pub const SILENCE_MINUTES: u32 = 120;
/// Silence is looked at this far back; a house that is closed longer finds out when it opens.
const LOOK_BACK_DAYS: u64 = 14;

/// How much of a customer the title of an event may say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    #[default]
    Service,
    FirstName,
    FullName,
}

impl Privacy {
    /// Reads what a desk has chosen; anything else says the least.
    pub fn named(text: &str) -> Privacy {
        match text {
            "first_name" => Privacy::FirstName,
            "full_name" => Privacy::FullName,
            _ => Privacy::Service,
        }
    }
}

/// A row as it stands in its therapist's calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameOut {
    pub from: Tick,
    /// The end of the service, without the clean-up.
    pub until: Tick,
    pub title: String,
    /// The room, or nothing.
    pub place: String,
}

/// Every finalized or bound row of a person from this day on. Provisional names leave the house nowhere (B1).
pub fn names_out(
    days: &Days,
    staff: &StaffId,
    from: NaiveDate,
    privacy: Privacy,
) -> BTreeMap<AppointmentId, NameOut> {
    let dates = days.dates_with_rows(from).into_iter();
    let rows = dates.flat_map(|date| days.rows_on(date)).filter(|row| row.occupies() && is_named(row, staff));
    rows.map(|row| (row.id.clone(), name_out(days, row, privacy))).collect()
}

fn is_named(row: &Appointment, staff: &StaffId) -> bool {
    let named = |seat: &Seat| matches!(seat.assignment, Assignment::Bound | Assignment::Finalized);
    row.seats.iter().any(|seat| seat.staff.as_ref() == Some(staff) && named(seat))
}

fn name_out(days: &Days, row: &Appointment, privacy: Privacy) -> NameOut {
    let records = days.records();
    let service = records.services.get(&row.service).map_or("", |service| service.name.as_str());
    let customer = records.customers.get(&row.customer).map_or("", |customer| customer.name.as_str());
    let said = match privacy {
        Privacy::Service => "",
        Privacy::FirstName => customer.split_whitespace().next().unwrap_or_default(),
        Privacy::FullName => customer,
    };
    let title = if said.is_empty() { service.to_string() } else { format!("{service}: {said}") };
    let room = row.room.as_ref().and_then(|room| records.rooms.get(room));
    NameOut {
        from: row.start,
        until: row.end(),
        title,
        place: room.map_or_else(String::new, |room| room.name.clone()),
    }
}

/// What closes a person's time between two instants: outward to the tick, joined where they touch, in order.
pub fn merged(windows: impl IntoIterator<Item = (DateTime<Utc>, DateTime<Utc>)>, within: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = windows
        .into_iter()
        .filter(|(from, until)| from < until)
        .map(|(from, until)| Span::new(Tick::floor(from), Tick::ceil(until)))
        .filter(|span| span.overlaps(within))
        .collect();
    spans.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => joined.push(span),
        }
    }
    joined
}

/// Why a person must look at a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The permission is gone.
    Ended {
        since: DateTime<Utc>,
    },
    /// Nothing was heard for this many minutes of opening time.
    Silent {
        since: DateTime<Utc>,
        minutes: u32,
    },
    Unwritable {
        since: DateTime<Utc>,
    },
}

impl Concern {
    pub fn since(&self) -> DateTime<Utc> {
        match self {
            Concern::Ended { since } | Concern::Silent { since, .. } | Concern::Unwritable { since } => {
                *since
            }
        }
    }
}

/// None: all is well, or the person is not here any more.
pub fn concern(days: &Days, link: &CalendarLink, now: DateTime<Utc>) -> Option<Concern> {
    let today = date_of(days.zone(), Tick::floor(now));
    let staff = days.records().staff.get(&link.staff)?;
    let gone = !works_here(staff, today) && staff.temporary.as_ref().is_none_or(|temp| temp.last < today);
    if gone {
        return None;
    }
    let trouble = link.trouble.as_ref().map(|trouble| (trouble.kind, trouble.since));
    match trouble {
        Some((LinkTroubleKind::Ended, since)) => return Some(Concern::Ended { since }),
        Some((LinkTroubleKind::Unwritable, since)) => return Some(Concern::Unwritable { since }),
        Some((LinkTroubleKind::Unreadable, _)) | None => {}
    }
    let since = link.known_at();
    let minutes = open_minutes(days, since, now);
    (minutes >= SILENCE_MINUTES).then_some(Concern::Silent { since, minutes })
}

/// Minutes the house was open between two instants.
fn open_minutes(days: &Days, from: DateTime<Utc>, until: DateTime<Utc>) -> u32 {
    let (from, until) = (Tick::ceil(from), Tick::floor(until));
    if from >= until {
        return 0;
    }
    let last = days.date_of(until);
    let first = days.date_of(from).max(earlier_day(last, LOOK_BACK_DAYS));
    let between = Span::new(from, until);
    let open = first
        .iter_days()
        .take_while(|date| *date <= last)
        .flat_map(|date| site_spans(days.site(), &days.day(date)));
    open.filter_map(|span| span.meet(between)).map(Span::minutes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: i64) -> (DateTime<Utc>, DateTime<Utc>) {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        (at(from), at(until))
    }

    #[test]
    fn windows_are_outward_joined_and_in_order() {
        let within = Span::new(Tick(0), Tick(1000));
        let spans = merged([span(62, 71), span(7, 20), span(20, 22), span(70, 80), span(30, 30)], within);
        assert_eq!(spans, [Span::new(Tick(1), Tick(5)), Span::new(Tick(12), Tick(16))]);
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let within = Span::new(Tick(10), Tick(20));
        let spans = merged([span(0, 50), span(0, 55), span(100, 200), span(40, 400)], within);
        assert_eq!(spans, [Span::new(Tick(0), Tick(80))]);
    }
}
