//! Writing: final names into their person's calendar. What should stand there follows from the book; what we wrote is in `calendar_name`,
//! noted before the provider is asked. So whatever is lost on the way, the next round finds what is there and puts it right, once.

use std::collections::BTreeMap;
use zamu_core::both;
use zamu_core::record::Language;

use zamu_core::calendars::NameOut;
use zamu_core::ids::{AppointmentId, fingerprint};

use super::Trouble;
use super::book::Part;
use super::jobs::{Lease, later_by};
use super::provider::{Event, Fault, Ours, Provider, Written};
use crate::clock::Clock;
use crate::desk::Desk;
use crate::replica::{Name, Replica};
use crate::store::StoreError;
use crate::sync::Shared;

/// An id that was used up is followed by the next, so often and no more.
const GENERATIONS: u32 = 20;
/// Somebody else changes it in the very moment we do: so often and no more.
const ROUNDS: u32 = 4;
/// What is not allowed is asked again after so long, in case somebody allowed it.
const FORBIDDEN_SECONDS: i64 = 3600;
/// Our event that no row asks for any more; it is on its way out.
const LEFT_OVER: &str = "left over: ";

/// How the writing went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Out {
    /// Writes that were done there.
    pub written: u32,
    /// Changes that wait for another try, with why the first of them does.
    pub waiting: u32,
    /// It is not allowed to write there.
    pub forbidden: Option<String>,
}

/// Brings a person's calendar to what the book says.
pub async fn write_out<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    part: &Part,
    lease: &Lease<'_>,
) -> Result<Out, Trouble> {
    let language = desk.stamp().await?.language;
    let names = Names { book: &desk.book, provider, part, grant: lease.grant, language };
    let now = Clock::System.now().timestamp();
    let mut out = Out::default();
    for mut name in names.open().await? {
        if name.next_at > now {
            out.waiting += 1;
            out.forbidden = out.forbidden.or(name.why.filter(|_| name.stuck));
            continue;
        }
        lease.renew().await?;
        match names.bring(&mut name).await {
            Ok(written) => out.written += written,
            Err(Trouble::Fault(why @ (Fault::Forbidden(_) | Fault::Refused(_) | Fault::Gone(_)))) => {
                name.stuck = true;
                names.put_off(&mut name, &why, now + FORBIDDEN_SECONDS).await?;
                out.waiting += 1;
                out.forbidden = name.why.clone();
            }
            Err(Trouble::Fault(why @ Fault::Later { .. })) => {
                let after = now + later_by(name.tries, &why, desk.clock);
                name.stuck = false;
                names.put_off(&mut name, &why, after).await?;
                return Err(why.into());
            }
            Err(other) => return Err(other),
        }
    }
    Ok(out)
}

/// Whether anything has to be written, without asking the provider.
pub async fn is_open(book: &Replica, part: &Part, grant: &str) -> Result<bool, StoreError> {
    let now = Clock::System.now().timestamp();
    let open = open(book, part, grant).await?;
    Ok(open.iter().any(|name| name.next_at <= now))
}

/// Every event of ours, also where the last try did not say what became of it, that is not what it should be. Deletions first: a row that
/// changes hands never stands twice in one calendar.
pub async fn open(book: &Replica, part: &Part, grant: &str) -> Result<Vec<Name>, StoreError> {
    let known = book.calendar_names(grant).await?;
    let push = part.link.push.as_deref();
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    let mut there: BTreeMap<&str, &Name> = BTreeMap::new();
    for name in &known {
        let wanted =
            part.names.get(&AppointmentId::new(&name.row)).filter(|_| push == Some(name.calendar.as_str()));
        match wanted {
            Some(wanted) => {
                there.insert(&name.row, name);
                if name.version.is_none() || name.said != said(wanted, part) {
                    changed.push((wanted.from, name.clone()));
                }
            }
            None => gone.push(name.clone()),
        }
    }
    if let Some(push) = push {
        let new = part.names.iter().filter(|(row, _)| !there.contains_key(row.as_str()));
        changed.extend(new.map(|(row, wanted)| (wanted.from, new_name(row.as_str(), push, part))));
    }
    changed.sort_by(|a, b| (a.0, &a.1.row).cmp(&(b.0, &b.1.row)));
    gone.extend(changed.into_iter().map(|(_, name)| name));
    Ok(gone)
}

fn new_name(row: &str, calendar: &str, part: &Part) -> Name {
    let event = mark(row, 0, part).event();
    Name { row: row.into(), calendar: calendar.into(), event, ..Name::default() }
}

fn mark(row: &str, generation: u32, part: &Part) -> Ours {
    Ours { book: part.book.clone(), row: row.into(), staff: part.link.staff.to_string(), generation }
}

fn said(name: &NameOut, part: &Part) -> String {
    fingerprint(&format!("{}\n{}\n{}\n{}\n{}", name.from.0, name.until.0, name.title, name.place, part.zone))
}

/// Writing for one connection.
struct Names<'a, P> {
    book: &'a Replica,
    provider: &'a P,
    part: &'a Part,
    grant: &'a str,
    /// Of this desk: what failed is kept in its words.
    language: Language,
}

impl<P: Provider> Names<'_, P> {
    async fn open(&self) -> Result<Vec<Name>, StoreError> {
        open(self.book, self.part, self.grant).await
    }

    /// Brings one event to what it should be; how many writes that took.
    async fn bring(&self, name: &mut Name) -> Result<u32, Trouble> {
        let wanted = self.part.names.get(&AppointmentId::new(&name.row));
        match wanted.filter(|_| self.part.link.push.as_deref() == Some(name.calendar.as_str())) {
            None => self.remove(name).await,
            Some(wanted) if name.version.is_none() => self.insert(name, wanted).await,
            Some(wanted) => self.change(name, wanted).await,
        }
    }

    /// What is past stays in the calendar as it was.
    async fn remove(&self, name: &Name) -> Result<u32, Trouble> {
        let past = name.until_at != 0 && name.until_at <= self.part.horizon.from.seconds();
        let removed = match past {
            true => 0,
            false => match self.provider.remove(&name.calendar, &name.event).await {
                Ok(()) => 1,
                Err(Fault::Gone(_)) => 0,
                Err(other) => return Err(other.into()),
            },
        };
        self.book.drop_calendar_name(self.grant, name).await?;
        Ok(removed)
    }

    async fn insert(&self, name: &mut Name, wanted: &NameOut) -> Result<u32, Trouble> {
        for _ in 0..GENERATIONS {
            let written = self.written(name, wanted);
            name.event = written.ours.event();
            name.until_at = wanted.until.seconds();
            self.book.put_calendar_name(self.grant, name).await?;
            match self.provider.insert(&name.calendar, &written).await {
                Ok(event) => return self.keep(name, &event, wanted).await.map(|()| 1),
                Err(Fault::Taken) => {}
                Err(other) => return Err(other.into()),
            }
            match self.provider.find(&name.calendar, &name.event).await {
                // An answer of ours that was lost.
                Ok(event) if is_ours(&event, &written.ours) => {
                    return self.put_right(name, event, wanted).await;
                }
                Ok(_) | Err(Fault::Gone(_)) => name.generation += 1,
                Err(other) => return Err(other.into()),
            }
        }
        Err(Fault::refused(both!("no id was free for it", "hakuna kitambulisho huru kwa ajili yake")).into())
    }

    async fn change(&self, name: &mut Name, wanted: &NameOut) -> Result<u32, Trouble> {
        let version = name.version.clone().unwrap_or_default();
        if name.said.is_empty() {
            return self.look(name, wanted).await;
        }
        match self.provider.change(&name.calendar, &self.written(name, wanted), &version).await {
            Ok(event) => self.keep(name, &event, wanted).await.map(|()| 1),
            Err(Fault::Changed | Fault::Gone(_)) => self.look(name, wanted).await,
            Err(other) => Err(other.into()),
        }
    }

    /// Somebody was there: what does it say now?
    async fn look(&self, name: &mut Name, wanted: &NameOut) -> Result<u32, Trouble> {
        match self.provider.find(&name.calendar, &name.event).await {
            Ok(event) if is_ours(&event, &mark(&name.row, name.generation, self.part)) => {
                self.put_right(name, event, wanted).await
            }
            Ok(_) | Err(Fault::Gone(_)) => {
                name.generation += 1;
                name.version = None;
                self.insert(name, wanted).await
            }
            Err(other) => Err(other.into()),
        }
    }

    /// An event of ours as it was found: right already, or changed to what the book says.
    async fn put_right(&self, name: &mut Name, found: Event, wanted: &NameOut) -> Result<u32, Trouble> {
        let mut found = found;
        for _ in 0..ROUNDS {
            if found.says.as_ref() == Some(wanted) {
                return self.keep(name, &found, wanted).await.map(|()| 0);
            }
            match self.provider.change(&name.calendar, &self.written(name, wanted), &found.version).await {
                Ok(event) => return self.keep(name, &event, wanted).await.map(|()| 1),
                Err(Fault::Changed) => found = self.provider.find(&name.calendar, &name.event).await?,
                Err(other) => return Err(other.into()),
            }
        }
        Err(Fault::later(both!("it is being changed there all the time", "linabadilishwa huko kila wakati"))
            .into())
    }

    async fn keep(&self, name: &mut Name, event: &Event, wanted: &NameOut) -> Result<(), Trouble> {
        *name = Name {
            version: Some(event.version.clone()),
            changed_at: event.changed_at.clone(),
            said: said(wanted, self.part),
            until_at: wanted.until.seconds(),
            tries: 0,
            next_at: 0,
            why: None,
            stuck: false,
            ..name.clone()
        };
        Ok(self.book.put_calendar_name(self.grant, name).await?)
    }

    async fn put_off(&self, name: &mut Name, why: &Fault, next_at: i64) -> Result<(), Trouble> {
        name.tries += 1;
        name.next_at = next_at;
        name.why = Some(why.words().to(self.language));
        Ok(self.book.put_calendar_name(self.grant, name).await?)
    }

    fn written(&self, name: &Name, wanted: &NameOut) -> Written {
        Written {
            ours: mark(&name.row, name.generation, self.part),
            name: wanted.clone(),
            zone: self.part.zone.name().into(),
        }
    }
}

fn is_ours(event: &Event, mark: &Ours) -> bool {
    event.there && event.ours.as_ref() == Some(mark)
}

/// What a reading says of events of ours. Our own echo has the version we know; anything else is looked at when it is written next.
pub async fn heard_of_ours<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
    calendar: &str,
    events: &BTreeMap<String, Event>,
    whole: bool,
) -> Result<(), Trouble> {
    let known = desk.book.calendar_names(grant).await?;
    let known: BTreeMap<&str, &Name> = known
        .iter()
        .filter(|name| name.calendar == calendar)
        .map(|name| (name.event.as_str(), name))
        .collect();
    for event in events.values() {
        match known.get(event.id.as_str()) {
            Some(name) => heard(desk, part, grant, name, event).await?,
            None => adopt(desk, part, grant, calendar, event).await?,
        }
    }
    if whole {
        missing(desk, part, grant, &known, events).await?;
    }
    Ok(())
}

async fn heard<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
    name: &Name,
    event: &Event,
) -> Result<(), Trouble> {
    let is_news = name.version.as_deref() != Some(event.version.as_str())
        && (event.changed_at.is_empty() || event.changed_at >= name.changed_at);
    if !is_news {
        return Ok(());
    }
    let mut name = name.clone();
    if event.there {
        name.version = Some(event.version.clone());
        name.changed_at = event.changed_at.clone();
    } else {
        name = next_generation(name, part);
    }
    name.said = String::new();
    Ok(desk.book.put_calendar_name(grant, &name).await?)
}

fn next_generation(mut name: Name, part: &Part) -> Name {
    name.generation += 1;
    name.version = None;
    name.event = mark(&name.row, name.generation, part).event();
    name
}

/// An event of ours that we do not know: a lost answer, a desk before us, or one that somebody brought back from the bin.
async fn adopt<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
    calendar: &str,
    event: &Event,
) -> Result<(), Trouble> {
    let Some(ours) = event.ours.as_ref().filter(|ours| event.there && ours.book == part.book) else {
        return Ok(());
    };
    let until_at = event.span.map_or(i64::MAX, |(_, until)| until.timestamp());
    if until_at <= part.horizon.from.seconds() {
        return Ok(());
    }
    let known = desk.book.calendar_names(grant).await?;
    let mine = ours.staff == part.link.staff.as_str();
    let taken = known.iter().any(|name| name.row == ours.row && name.calendar == calendar);
    let row = if mine && !taken { ours.row.clone() } else { format!("{LEFT_OVER}{}", event.id) };
    let name = Name {
        row,
        calendar: calendar.into(),
        event: event.id.clone(),
        generation: ours.generation,
        version: Some(event.version.clone()),
        changed_at: event.changed_at.clone(),
        until_at,
        ..Name::default()
    };
    Ok(desk.book.put_calendar_name(grant, &name).await?)
}

/// A whole reading names no deletions: what it leaves out of what we wrote is gone, unless it lies outside of what was read.
async fn missing<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
    known: &BTreeMap<&str, &Name>,
    events: &BTreeMap<String, Event>,
) -> Result<(), Trouble> {
    let (from, until) = part.wanted();
    for name in known.values().filter(|name| name.version.is_some() && !events.contains_key(&name.event)) {
        if from < name.until_at && name.until_at <= until {
            // Not known to be gone: it is looked at before anything is written.
            let looked_at = Name { said: String::new(), ..Name::clone(name) };
            desk.book.put_calendar_name(grant, &looked_at).await?;
        }
    }
    Ok(())
}

/// All that the book ever wrote into a calendar, for a connection that was just made.
pub async fn adopt_all<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    part: &Part,
    grant: &str,
) -> Result<(), Trouble> {
    for calendar in &part.link.calendars {
        let events = match provider.ours(&calendar.id, &part.book).await {
            Ok(events) => events,
            // Where we may not look we cannot have written.
            Err(Fault::Gone(_) | Fault::Forbidden(_) | Fault::Refused(_)) => continue,
            Err(other) => return Err(other.into()),
        };
        for event in &events {
            adopt(desk, part, grant, &calendar.id, event).await?;
        }
    }
    Ok(())
}
