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
