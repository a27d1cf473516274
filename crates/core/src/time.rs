//! Instants, civil days and wall clocks (rules T1 and T2). An instant is a `Tick`: five minutes, counted from the Unix epoch in UTC.
//! A site's zone turns ticks into local times and back; hours keep their wall-clock ends across a change of the clocks.

use crate::words::{Words, both};
use chrono::{
    DateTime, Datelike, Days as Civil, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

pub const TICK_MINUTES: u32 = 5;
const TICK_SECONDS: i64 = 300;

/// Five minutes, counted from 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tick(pub i64);

impl Tick {
    /// The tick at or before an instant.
    pub fn floor(at: DateTime<Utc>) -> Tick {
        Tick(at.timestamp().div_euclid(TICK_SECONDS))
    }

    /// The tick at or after an instant.
    pub fn ceil(at: DateTime<Utc>) -> Tick {
        Tick(
            (at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0) + TICK_SECONDS - 1)
                .div_euclid(TICK_SECONDS),
        )
    }

    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0 * TICK_SECONDS, 0).unwrap_or_default()
    }

    pub fn seconds(self) -> i64 {
        self.0 * TICK_SECONDS
    }

    /// The tick at exactly this Unix second, if there is one.
    pub fn from_seconds(seconds: i64) -> Option<Tick> {
        (seconds % TICK_SECONDS == 0).then_some(Tick(seconds / TICK_SECONDS))
    }

    /// Later by whole ticks of these minutes.
    pub fn plus(self, minutes: u32) -> Tick {
        Tick(self.0 + i64::from(minutes / TICK_MINUTES))
    }

    pub fn minutes_since(self, earlier: Tick) -> i64 {
        (self.0 - earlier.0) * i64::from(TICK_MINUTES)
    }
}

impl Serialize for Tick {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.utc().format("%Y-%m-%dT%H:%MZ"))
    }
}

impl<'de> Deserialize<'de> for Tick {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let naive = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%MZ").map_err(D::Error::custom)?;
        Tick::from_seconds(naive.and_utc().timestamp())
            .ok_or_else(|| D::Error::custom(format!("{text} is off the tick")))
    }
}

/// A half-open stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub from: Tick,
    pub until: Tick,
}

impl Span {
    pub fn new(from: Tick, until: Tick) -> Span {
        Span { from, until }
    }

    /// Touching is not overlapping (V2).
    pub fn overlaps(self, other: Span) -> bool {
        self.from < other.until && other.from < self.until
    }

    pub fn contains(self, other: Span) -> bool {
        self.from <= other.from && other.until <= self.until
    }

    pub fn meet(self, other: Span) -> Option<Span> {
        let both = Span::new(self.from.max(other.from), self.until.min(other.until));
        (both.from < both.until).then_some(both)
    }

    pub fn minutes(self) -> u32 {
        u32::try_from(self.until.minutes_since(self.from)).unwrap_or(0)
    }
}

/// A wall-clock time of day in minutes from 00:00, up to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub u16);

impl Clock {
    /// Reads `09:00` to `24:00`, on the tick.
    pub fn parse(text: &str) -> Option<Clock> {
        let (hour, minute) = text.split_once(':')?;
        if hour.len() != 2 || minute.len() != 2 {
            return None;
        }
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        let of_day = hour * 60 + minute;
        (minute < 60 && of_day <= 1440 && minute % 5 == 0).then_some(Clock(of_day))
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Clock::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not a time of day like 09:00 on five minutes"))
        })
    }
}

/// A civil day of a site: 23, 24 or 25 hours, or any other length its zone gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub span: Span,
    zone: Tz,
}

impl Day {
    pub fn new(zone: Tz, date: NaiveDate) -> Day {
        let next = date.checked_add_days(Civil::new(1)).unwrap_or(date);
        let midnight = |date: NaiveDate| tick_at(zone, date.and_time(NaiveTime::MIN));
        Day { date, span: Span::new(midnight(date), midnight(next)), zone }
    }

    /// The instant of a wall-clock time of this day; plain arithmetic on the days that have 24 hours.
    pub fn at(&self, clock: Clock) -> Tick {
        if clock.0 >= 1440 {
            self.span.until
        } else if self.span.minutes() == 1440 {
            self.span.from.plus(u32::from(clock.0))
        } else {
            let time = NaiveTime::from_hms_opt(u32::from(clock.0) / 60, u32::from(clock.0) % 60, 0);
            tick_at(self.zone, self.date.and_time(time.unwrap_or_default()))
        }
    }

    /// The day's part between two wall-clock times, if anything is left of it.
    pub fn between(&self, from: Clock, until: Clock) -> Option<Span> {
        let (from, until) = (self.at(from), self.at(until));
        (from < until).then_some(Span::new(from, until))
    }

    pub fn weekday(&self) -> chrono::Weekday {
        self.date.weekday()
    }
}

/// T1: a local time in a gap means the first instant after it, in an overlap the earlier one.
pub fn tick_at(zone: Tz, local: NaiveDateTime) -> Tick {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Tick::ceil(at.with_timezone(&Utc)),
        LocalResult::None => first_after_gap(zone, local),
    }
}

/// The change of the clocks lies between this wall-clock time read with the later offset and with the earlier one.
fn first_after_gap(zone: Tz, local: NaiveDateTime) -> Tick {
    let offset = |at: NaiveDateTime| zone.offset_from_utc_datetime(&at).fix();
    let (before, after) = (offset(local - TimeDelta::days(1)), offset(local + TimeDelta::days(1)));
    let first = Tick::floor((local - after).and_utc());
    let last = Tick::ceil((local - before).and_utc());
    (first.0..=last.0).map(Tick).find(|at| offset(at.utc().naive_utc()) == after).unwrap_or(last)
}

pub fn date_of(zone: Tz, at: Tick) -> NaiveDate {
    zone.from_utc_datetime(&at.utc().naive_utc()).date_naive()
}

/// `09:45`.
pub fn clock_of(zone: Tz, at: Tick) -> String {
    zone.from_utc_datetime(&at.utc().naive_utc()).format("%H:%M").to_string()
}

/// `2026-11-24T09:45`, with its offset when that hour exists twice and this is the later one.
pub fn local_text(zone: Tz, at: Tick) -> String {
    let local = zone.from_utc_datetime(&at.utc().naive_utc());
    let plain = local.format("%Y-%m-%dT%H:%M").to_string();
    if tick_at(zone, local.naive_local()) == at {
        plain
    } else {
        local.format("%Y-%m-%dT%H:%M%:z").to_string()
    }
}

/// Reads a local date-time of the site (`2026-11-24T09:45`, seconds only if zero), with an offset if given.
pub fn parse_local(zone: Tz, text: &str) -> Result<Tick, Words> {
    let off = || both!("`{text}` is not a multiple of five minutes", "`{text}` si ya dakika tano tano");
    if let Ok(at) = DateTime::parse_from_str(&text.replace('Z', "+00:00"), "%Y-%m-%dT%H:%M%:z")
        .or_else(|_| DateTime::parse_from_rfc3339(text))
    {
        return Tick::from_seconds(at.timestamp()).ok_or_else(off);
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .map_err(|_| {
            both!(
                "`{text}` is not a local time like 2026-11-24T09:45",
                "`{text}` si saa ya hapa kama 2026-11-24T09:45"
            )
        })?;
    if naive.and_utc().timestamp() % TICK_SECONDS != 0 {
        return Err(off());
    }
    Ok(tick_at(zone, naive))
}

pub fn parse_date(text: &str) -> Result<NaiveDate, Words> {
    let plain = text.len() == 10;
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| both!("`{text}` is not a date like 2026-11-24", "`{text}` si tarehe kama 2026-11-24"))
}

/// From and until of an absence: dates are inclusive, local date-times half-open.
pub fn parse_stretch(zone: Tz, from: &str, until: &str) -> Result<Span, Words> {
    let start = match parse_date(from) {
        Ok(date) => Day::new(zone, date).span.from,
        Err(_) => parse_local(zone, from)?,
    };
    let end = match parse_date(until) {
        Ok(date) => Day::new(zone, date).span.until,
        Err(_) => parse_local(zone, until)?,
    };
    if start < end {
        Ok(Span::new(start, end))
    } else {
        Err(both!("`{until}` is not after `{from}`", "`{until}` haiko baada ya `{from}`"))
    }
}

pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

pub fn later_day(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Civil::new(days)).unwrap_or(NaiveDate::MAX)
}

pub fn earlier_day(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Civil::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn utc(zone: Tz, local: &str) -> String {
        parse_local(zone, local).unwrap().utc().format("%H:%M").to_string()
    }

    #[test]
    fn t1_a_gap_means_the_first_instant_after_it() {
        assert_eq!(utc(BERLIN, "2026-03-29T02:30"), "01:00");
        assert_eq!(utc(BERLIN, "2026-03-29T03:00"), "01:00");
        assert_eq!(utc(BERLIN, "2026-03-29T01:55"), "00:55");
        assert_eq!(utc(chrono_tz::Australia::Lord_Howe, "2026-10-04T02:10"), "15:30");
    }

    #[test]
    fn t1_an_overlap_means_the_earlier_unless_an_offset_is_given() {
        assert_eq!(utc(BERLIN, "2026-10-25T02:30"), "00:30");
        assert_eq!(utc(BERLIN, "2026-10-25T02:30+01:00"), "01:30");
        let later = parse_local(BERLIN, "2026-10-25T02:30+01:00").unwrap();
        assert_eq!(local_text(BERLIN, later), "2026-10-25T02:30+01:00");
        assert_eq!(parse_local(BERLIN, &local_text(BERLIN, later)), Ok(later));
    }

    #[test]
    fn t1_days_have_23_24_or_25_hours_and_hours_keep_their_wall_clock_ends() {
        let day = |date: &str| Day::new(BERLIN, parse_date(date).unwrap());
        assert_eq!(day("2026-03-29").span.minutes(), 23 * 60);
        assert_eq!(day("2026-10-25").span.minutes(), 25 * 60);
        let night = day("2026-10-25").between(Clock(60), Clock(9 * 60)).unwrap();
        assert_eq!((night.minutes(), clock_of(BERLIN, night.until)), (9 * 60, "09:00".into()));
    }

    #[test]
    fn t2_off_the_tick_is_refused() {
        assert!(parse_local(BERLIN, "2026-11-24T09:47").is_err());
        assert_eq!(Clock::parse("09:03"), None);
        assert_eq!(Clock::parse("24:05"), None);
        assert_eq!(Clock::parse("24:00"), Some(Clock(1440)));
    }
}
