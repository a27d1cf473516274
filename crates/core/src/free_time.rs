//! One person's free time (rule V1) on the days that were loaded by name: computed when it is first asked, dropped by what touches it,
//! so that after a booking one person-day is computed anew and no other. What free means is in `availability.rs`.

use std::sync::OnceLock;

use crate::ticks::{Ticks, WINDOW};
use crate::time::{Day, Span, Tick};

/// One person-day, with the night after it where hours run up to midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// Everything but the rows.
    pub bookable: Ticks,
    /// And without the rows.
    pub free: Ticks,
}

/// The days of one person, in the order in which `Days` keeps them; none for somebody who is not of the team.
#[derive(Clone, Debug, Default)]
pub(crate) struct FreeTime {
    days: Vec<OnceLock<Free>>,
}

impl FreeTime {
    pub fn of_days(count: usize) -> FreeTime {
        FreeTime { days: vec![OnceLock::new(); count] }
    }

    /// Of the day with this number.
    pub fn on(&self, at: usize, free: impl FnOnce() -> Free) -> Free {
        match self.days.get(at) {
            Some(kept) => *kept.get_or_init(free),
            None => free(),
        }
    }

    /// Days in whose window a span lies.
    pub fn drop_around(&mut self, span: Span, named: &[Day]) {
        let touched = |day: &Day| Span::new(day.span.from, Tick(day.span.from.0 + WINDOW)).overlaps(span);
        for (kept, _) in self.days.iter_mut().zip(named).filter(|(_, day)| touched(day)) {
            kept.take();
        }
    }

    pub fn drop_all(&mut self) {
        self.days.iter_mut().for_each(|kept| {
            kept.take();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_row_drops_the_days_in_whose_window_it_lies_and_no_other() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let named: Vec<Day> = (22..27).map(|day| Day::new(chrono_tz::UTC, date(day))).collect();
        let free = || Free { bookable: Ticks::none(Tick(0)), free: Ticks::none(Tick(0)) };
        let mut time = FreeTime::of_days(named.len());
        let mut kept_after = |from: Tick| {
            (0..named.len()).for_each(|at| {
                time.on(at, free);
            });
            time.drop_around(Span::new(from, from.plus(60)), &named);
            time.days.iter().map(|day| day.get().is_some()).collect::<Vec<_>>()
        };
        let noon = named[2].span.from.plus(12 * 60);
        assert_eq!(
            kept_after(noon),
            [true, false, false, true, true],
            "the night after the day before reaches 13:00"
        );
        assert_eq!(kept_after(noon.plus(120)), [true, true, false, true, true]);
    }
}
