//! The team with everything a rule mentions: hours, overrides, vacations, absences, skills, and five weeks at a glance.

use chrono::{Datelike, NaiveDate};

use super::catalogue::{hours, skills};
use super::{
    AbsenceReading, CalendarDay, OverrideReading, StaffReading, TeamReading, TemporaryReading,
    VacationReading, wire,
};
use crate::availability::{on_vacation, overrides_on, shift_spans, works_here};
use crate::days::{Days, Person};
use crate::decide::Stamp;
use crate::pick::load_in;
use crate::record::*;
use crate::time::{Span, Tick, date_of, earlier_day, later_day, local_text};

/// Everybody who has not left; rows are counted over the loaded days.
pub fn team(days: &Days, stamp: &Stamp) -> TeamReading {
    let today = date_of(days.zone(), Tick::floor(stamp.now));
    let here = days.records().staff.values().filter(|staff| staff.left_on.is_none_or(|left| left > today));
    TeamReading { staff: here.map(|staff| staff_reading(days, staff, today)).collect(), skills: skills(days) }
}

fn staff_reading(days: &Days, staff: &Staff, today: NaiveDate) -> StaffReading {
    let person = days.person(&staff.id);
    let next = Span::new(days.day(today).span.from, days.day(later_day(today, 30)).span.from);
    let nobody = crate::ids::AppointmentId::new("");
    StaffReading {
        id: staff.id.to_string(),
        name: staff.name.clone(),
        gender: wire(&staff.gender),
        skills: staff.skills.iter().cloned().collect(),
        hours: hours(&staff.hours),
        temporary: staff
            .temporary
            .as_ref()
            .map(|temp| TemporaryReading { first: temp.first.to_string(), last: temp.last.to_string() }),
        left_on: staff.left_on.map(|date| date.to_string()),
        overrides: overrides(person, today),
        vacations: vacations(person, today),
        absences: absences(days, person, today),
        rows_next_30_days: load_in(days, &staff.id, next, &nobody).1,
        calendar: calendar(days, staff, today),
        today: state(days, staff, today).into(),
    }
}

fn overrides(person: Option<&Person>, today: NaiveDate) -> Vec<OverrideReading> {
    let all = person.into_iter().flat_map(|person| person.overrides.values());
    let coming =
        all.filter(|other| later_day(other.date, 7 * u64::from(other.repeat.saturating_sub(1))) >= today);
    let reading = |other: &std::sync::Arc<Override>| OverrideReading {
        id: other.id.to_string(),
        date: other.date.to_string(),
        open: other.hours.is_some(),
        from: other.hours.map(|(from, _)| from.to_string()),
        until: other.hours.map(|(_, until)| until.to_string()),
        label: other.label.clone(),
        repeat: other.repeat,
    };
    let mut readings: Vec<OverrideReading> = coming.map(reading).collect();
    readings.sort_by(|a, b| a.date.cmp(&b.date));
    readings
}

fn vacations(person: Option<&Person>, today: NaiveDate) -> Vec<VacationReading> {
    let coming = person
        .into_iter()
        .flat_map(|person| person.vacations.values())
        .filter(|vacation| vacation.last >= today);
    let reading = |vacation: &std::sync::Arc<Vacation>| VacationReading {
        id: vacation.id.to_string(),
        first: vacation.first.to_string(),
        last: vacation.last.to_string(),
        reason: vacation.reason.clone(),
    };
    let mut readings: Vec<VacationReading> = coming.map(reading).collect();
    readings.sort_by(|a, b| a.first.cmp(&b.first));
    readings
}

fn absences(days: &Days, person: Option<&Person>, today: NaiveDate) -> Vec<AbsenceReading> {
    let from = days.day(today).span.from;
    let coming =
        person.into_iter().flat_map(|person| person.blocks.values()).filter(|block| block.span.until > from);
    let reading = |block: &std::sync::Arc<Block>| AbsenceReading {
        id: block.id.to_string(),
        kind: wire(&block.kind),
        from: local_text(days.zone(), block.span.from),
        until: local_text(days.zone(), block.span.until),
        reason: block.reason.clone(),
        unplaced: unplaced(days, block),
    };
    let mut readings: Vec<AbsenceReading> = coming.map(reading).collect();
    readings.sort_by(|a, b| a.from.cmp(&b.from));
    readings
}

/// Rows in the time of an absence that nobody has.
fn unplaced(days: &Days, block: &Block) -> u32 {
    let rows = days.dates_of(block.span).into_iter().flat_map(|date| days.rows_on(date));
    let open = rows.filter(|row| {
        row.occupies() && row.span().overlaps(block.span) && row.seats.iter().any(|seat| seat.staff.is_none())
    });
    open.count() as u32
}

fn calendar(days: &Days, staff: &Staff, today: NaiveDate) -> Vec<CalendarDay> {
    let monday = earlier_day(today, u64::from(today.weekday().num_days_from_monday()));
    (0..35)
        .map(|ahead| later_day(monday, ahead))
        .map(|date| CalendarDay { date: date.to_string(), state: state(days, staff, date).into() })
        .collect()
}

fn state(days: &Days, staff: &Staff, date: NaiveDate) -> &'static str {
    let (person, day) = (days.person(&staff.id), days.day(date));
    let shift = shift_spans(staff, person, &day);
    let absent = |span: &Span| {
        person.is_some_and(|person| {
            person.blocks.values().any(|block| block.kind == BlockKind::Absence && block.span.overlaps(*span))
        })
    };
    match () {
        () if !works_here(staff, date) => "off",
        () if on_vacation(person, date).is_some() => "vacation",
        () if shift.iter().any(absent) => "absent",
        () if overrides_on(person, date).next().is_some() => {
            if shift.is_empty() {
                "off"
            } else {
                "other_hours"
            }
        }
        () if shift.is_empty() => "off",
        () => "working",
    }
}
