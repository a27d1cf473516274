//! Reading: each calendar that is on, from where the last complete reading ended, all pages before anything is kept. What is known stays until
//! a reading is whole; a calendar that cannot be read keeps what it said and is called unknown, never free.

use std::collections::BTreeMap;
use zamu_core::both;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use zamu_core::calendars::merged;
use zamu_core::time::Span;

use super::Trouble;
use super::book::{Part, tell};
use super::jobs::Lease;
use super::names::heard_of_ours;
use super::provider::{Ask, Event, Fault, Provider};
use crate::desk::Desk;
use crate::replica::{Mark, Reading, Replica};
use crate::sync::Shared;

/// A server that never comes to an end of its pages is not believed.
const PAGES: usize = 1_000;

/// What could not be read, and why.
pub type Unknown = BTreeMap<String, String>;

/// Reads every calendar that closes time, and the one that names are written to.
pub async fn read_all<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    part: &Part,
    lease: &Lease<'_>,
) -> Result<Unknown, Trouble> {
    let known = desk.book.calendar_marks(lease.grant).await?;
    let wanted = part.link.read();
    for mark in known.iter().filter(|mark| !wanted.contains(mark.calendar.as_str())) {
        desk.book.forget_calendar(lease.grant, &mark.calendar).await?;
    }
    let language = desk.stamp().await?.language;
    let mut unknown = Unknown::new();
    for calendar in wanted {
        let mark = known.iter().find(|mark| mark.calendar == calendar);
        match read_one(desk, provider, part, lease, calendar, mark).await {
            Ok(()) => {}
            Err(Trouble::Fault(why @ (Fault::Gone(_) | Fault::Forbidden(_) | Fault::Refused(_)))) => {
                let why = why.words().to(language);
                desk.book.calendar_is_unreadable(lease.grant, calendar, &why).await?;
                unknown.insert(calendar.into(), why);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(unknown)
}

async fn read_one<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    part: &Part,
    lease: &Lease<'_>,
    calendar: &str,
    known: Option<&Mark>,
) -> Result<(), Trouble> {
    let ask = ask(part, known);
    let whole = ask.mark.is_none();
    let (ask, whole, events, mark) = match pages(provider, calendar, &ask, lease).await {
        Ok((events, mark)) => (ask, whole, events, mark),
        // Too old, in the middle or before: what is known stays until all of it was read anew.
        Err(Trouble::Fault(Fault::MarkLost)) => {
            let anew = self::ask(part, None);
            let (events, mark) = match pages(provider, calendar, &anew, lease).await {
                Err(Trouble::Fault(Fault::MarkLost)) => {
                    return Err(Fault::later(both!(
                        "the calendar changed faster than it could be read",
                        "kalenda ilibadilika haraka kuliko inavyosomeka"
                    ))
                    .into());
                }
                read => read?,
            };
            (anew, true, events, mark)
        }
        Err(other) => return Err(other),
    };
    let latest = latest(events);
    heard_of_ours(desk, part, lease.grant, calendar, &latest, whole).await?;
    desk.book.take_in_calendar(lease.grant, calendar, &reading(whole, &latest, mark, &ask)).await?;
    Ok(())
}

/// From where the last reading ended, unless it does not reach as far as can be booked any more.
fn ask(part: &Part, known: Option<&Mark>) -> Ask {
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let usable = known.filter(|known| known.until_at >= part.horizon.until.seconds());
    let (from, until) = usable.map_or_else(|| part.wanted(), |known| (known.from_at, known.until_at));
    Ask { mark: usable.and_then(|known| known.mark.clone()), from: at(from), until: at(until), page: None }
}

/// Every page, empty ones too, until one says that it is the last.
async fn pages(
    provider: &impl Provider,
    calendar: &str,
    ask: &Ask,
    lease: &Lease<'_>,
) -> Result<(Vec<Event>, String), Trouble> {
    let mut ask = ask.clone();
    let mut events = Vec::new();
    for _ in 0..PAGES {
        lease.renew().await?;
        let page = provider.read(calendar, &ask).await?;
        events.extend(page.events);
        match (page.next, page.mark) {
            (Some(next), _) => ask.page = Some(next),
            (None, Some(mark)) => return Ok((events, mark)),
            (None, None) => {
                return Err(Fault::later(both!(
                    "the calendar's last page had no end",
                    "ukurasa wa mwisho wa kalenda haukuwa na mwisho"
                ))
                .into());
            }
        }
    }
    Err(Fault::later(both!("the calendar has no end", "kalenda haina mwisho")).into())
}

/// One event each, as it was last changed, however often and in whatever order it came. A deletion may come without its time.
fn latest(events: Vec<Event>) -> BTreeMap<String, Event> {
    let mut latest: BTreeMap<String, Event> = BTreeMap::new();
    for event in events {
        let older = latest.get(&event.id).is_some_and(|known| is_newer(known, &event));
        if !older {
            latest.insert(event.id.clone(), event);
        }
    }
    latest
}

fn is_newer(known: &Event, other: &Event) -> bool {
    let timeless = |event: &Event| event.changed_at.is_empty();
    timeless(known) && !timeless(other) || !timeless(other) && known.changed_at > other.changed_at
}

fn reading(whole: bool, events: &BTreeMap<String, Event>, mark: String, ask: &Ask) -> Reading {
    let mut reading = Reading {
        whole,
        mark,
        from_at: ask.from.timestamp(),
        until_at: ask.until.timestamp(),
        ..Reading::default()
    };
    for event in events.values() {
        match event.span.filter(|_| event.closes) {
            Some((from, until)) => reading.busy.push((
                event.id.clone(),
                from.timestamp(),
                // Half a minute is a minute that is not free.
                until.timestamp() + i64::from(until.timestamp_subsec_nanos() > 0),
                event.changed_at.clone(),
            )),
            None => reading.free.push(event.id.clone()),
        }
    }
    reading
}

/// Tells the book when the person is busy, if that is news.
pub async fn tell_busy<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
) -> Result<bool, Trouble> {
    let on: Vec<&str> = part.link.on().collect();
    let within = (part.horizon.from.seconds(), part.horizon.until.seconds());
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let windows = desk.book.calendar_busy(grant, &on, within).await?;
    let busy = merged(windows.into_iter().map(|(from, until)| (at(from), at(until))), part.horizon);
    if busy == part.busy {
        return Ok(false);
    }
    tell(desk, line(part, grant, &busy)).await?;
    Ok(true)
}

fn line(part: &Part, grant: &str, busy: &[Span]) -> serde_json::Value {
    let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let windows: Vec<(String, String)> =
        busy.iter().map(|span| (text(span.from.utc()), text(span.until.utc()))).collect();
    let last = zamu_core::time::date_of(part.zone, zamu_core::time::Tick(part.horizon.until.0 - 1));
    json!({
        "command": "record_busy",
        "staff": part.link.staff,
        "from": part.today.to_string(),
        "until": last.to_string(),
        "busy": windows,
        "link": part.link.id,
        "grant": grant,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, changed_at: &str, there: bool) -> Event {
        Event {
            id: id.into(),
            version: String::new(),
            changed_at: changed_at.into(),
            there,
            span: None,
            closes: there,
            ours: None,
            says: None,
        }
    }

    #[test]
    fn the_last_change_counts_whatever_the_order() {
        let there = |events: Vec<Event>| latest(events)["e"].there;
        assert!(there(vec![event("e", "2", true), event("e", "1", false)]));
        assert!(there(vec![event("e", "1", false), event("e", "2", true)]));
        assert!(!there(vec![event("e", "2", false), event("e", "1", true)]));
        assert!(!there(vec![event("e", "1", true), event("e", "", false)]), "a deletion without its time");
        assert!(!there(vec![event("e", "", false), event("e", "1", true)]));
    }
}
