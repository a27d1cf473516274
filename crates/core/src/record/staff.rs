//! The people of the team and what opens or closes their time: hours, overrides, vacations, blocks, busy windows.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::ids::*;
use crate::time::{Clock, Span};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    pub gender: Gender,
    pub skills: BTreeSet<String>,
    pub hours: Vec<WeekHours>,
    /// A temp works from the first to the last day, both included (A7).
    pub temporary: Option<Temporary>,
    /// The first day this person no longer works here.
    pub left_on: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Gender {
    F,
    M,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Temporary {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Working hours on some weekdays, breaks taken out. Several make a day of several blocks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekHours {
    pub days: Vec<WeekDay>,
    pub from: Clock,
    pub until: Clock,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<(Clock, Clock)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeekDay {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl WeekDay {
    pub fn of(day: Weekday) -> WeekDay {
        use WeekDay::*;
        [Mon, Tue, Wed, Thu, Fri, Sat, Sun][day.num_days_from_monday() as usize]
    }
}

/// Other hours on a date, or a day off, for `repeat` weeks (1: that date only). It replaces the weekly hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub id: OverrideId,
    pub staff: StaffId,
    pub date: NaiveDate,
    pub repeat: u32,
    /// None: off.
    pub hours: Option<(Clock, Clock)>,
    pub label: String,
}

impl Override {
    pub fn applies(&self, date: NaiveDate) -> bool {
        let days = (date - self.date).num_days();
        days >= 0 && days % 7 == 0 && days / 7 < i64::from(self.repeat)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacation {
    pub id: VacationId,
    pub staff: StaffId,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub reason: String,
}

/// Time of a person that nobody can book: an absence, a training, lunch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub id: BlockId,
    pub staff: StaffId,
    pub kind: BlockKind,
    pub span: Span,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    #[default]
    Absence,
    Training,
    Lunch,
    Block,
}

/// Time an outside calendar says this person is busy; rounded outward to the tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Busy {
    pub id: BusyId,
    pub staff: StaffId,
    pub span: Span,
    /// The connection that says so; it replaces all of its own at once. None: a person or script did.
    #[serde(default)]
    pub link: Option<CalendarLinkId>,
}
