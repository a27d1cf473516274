//! A person's calendar elsewhere: connected at a desk, chosen, told of, disconnected. What it says of the person's time is `record_busy`.
//! None of these is undone: an access that was given or ended is given or ended again.

use chrono::{DateTime, Utc};

use super::lines::{ChooseCalendars, ConnectCalendar, DisconnectCalendar, TellCalendar};
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn connect(line: &ConnectCalendar, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    if line.provider.is_empty() || line.grant.is_empty() {
        return Err(Refusal::invalid(
            "grant",
            both!(
                "a connection has a provider and the name of its grant",
                "muunganisho una mtoa huduma na jina la ruhusa yake"
            ),
        ));
    }
    let id = CalendarLinkId::new(&format!("{}-{}", staff.id, line.provider));
    let before = draft.days.records().calendar_links.get(&id).cloned();
    let known = before.as_deref().map(|link| link.calendars.as_slice()).unwrap_or_default();
    let calendars = kept(&line.calendars, known);
    check_push(&calendars, line.push.as_deref(), line.may_write)?;
    let link = CalendarLink {
        id: id.clone(),
        staff: staff.id.clone(),
        provider: line.provider.clone(),
        account: line.account.clone(),
        held_by: draft.by.desk.clone(),
        grant: line.grant.clone(),
        calendars,
        may_write: line.may_write,
        push: line.push.clone(),
        connected_at: draft.now(),
        synced_at: None,
        trouble: None,
    };
    let name = &staff.name;
    draft.text =
        say!(draft.language(), "Connected the calendar of {name}", "Kalenda ya {name} imeunganishwa");
    draft.created =
        Some(crate::outcome::Touched { kind: CalendarLink::KIND.into(), id: link.id.to_string() });
    draft.put(link);
    Ok(())
}

/// What a provider lists, each on or off as it was.
fn kept(listed: &[OutsideCalendar], known: &[OutsideCalendar]) -> Vec<OutsideCalendar> {
    let was = |id: &str| known.iter().find(|known| known.id == id).map(|known| known.on);
    let keep = |calendar: &OutsideCalendar| OutsideCalendar {
        on: was(&calendar.id).unwrap_or(calendar.on),
        ..calendar.clone()
    };
    listed.iter().map(keep).collect()
}

fn check_push(calendars: &[OutsideCalendar], push: Option<&str>, may_write: bool) -> Result<(), Refusal> {
    let Some(push) = push else { return Ok(()) };
    if !may_write {
        return Err(Refusal::invalid(
            "push",
            both!(
                "the person has not allowed writing: connect again with it",
                "mtu hajaruhusu kuandika: unganisha tena ukiruhusu"
            ),
        ));
    }
    known_calendar("push", calendars, push)
}

fn known_calendar(field: &str, calendars: &[OutsideCalendar], id: &str) -> Result<(), Refusal> {
    match calendars.iter().any(|calendar| calendar.id == id) {
        true => Ok(()),
        false => Err(Refusal::invalid(
            field,
            both!("this account has no calendar `{id}`", "akaunti hii haina kalenda `{id}`"),
        )),
    }
}

pub fn choose(line: &ChooseCalendars, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut link = link(draft, &line.link)?;
    for id in line.on.iter().flatten() {
        known_calendar("on", &link.calendars, id)?;
    }
    if let Some(on) = &line.on {
        link.calendars.iter_mut().for_each(|calendar| calendar.on = on.contains(&calendar.id));
    }
    if let Some(push) = &line.push {
        check_push(&link.calendars, push.as_deref(), link.may_write)?;
        link.push = push.clone();
    }
    let name = name_of(draft, &link);
    draft.text = say!(draft.language(), "Chose the calendars of {name}", "Kalenda za {name} zimechaguliwa");
    draft.put(link);
    Ok(())
}

pub fn tell(line: &TellCalendar, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut link = link(draft, &line.link)?;
    check_grant(&link, &line.grant)?;
    if let Some(at) = &line.synced_at {
        link.synced_at = Some(instant("synced_at", at)?);
    }
    if let Some(held_by) = &line.held_by {
        link.held_by = held_by.clone();
    }
    if let Some(listed) = &line.calendars {
        link.calendars = kept(listed, &link.calendars);
    }
    if let Some(trouble) = &line.trouble {
        let known = link.trouble.take();
        link.trouble = trouble.as_ref().map(|now| LinkTrouble {
            kind: now.kind,
            since: known.filter(|known| known.kind == now.kind).map_or(draft.now(), |known| known.since),
            why: now.why.clone(),
        });
    }
    let name = name_of(draft, &link);
    draft.text = say!(draft.language(), "The calendar of {name}", "Kalenda ya {name}");
    draft.put(link);
    Ok(())
}

pub fn disconnect(line: &DisconnectCalendar, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let link = link(draft, &line.link)?;
    // What it closed opens again: attention of every coming day is looked at anew. Nothing moves by itself (A6).
    draft.days.need_from(draft.today())?;
    forget_busy(draft, &link.id);
    let name = name_of(draft, &link);
    draft.text =
        say!(draft.language(), "Disconnected the calendar of {name}", "Kalenda ya {name} imeondolewa");
    draft.remove::<CalendarLink>(&link.id);
    Ok(())
}

/// Everything a connection ever said.
pub fn forget_busy(draft: &mut Draft<'_>, link: &CalendarLinkId) {
    let said = draft.days.records().busy.values().filter(|busy| busy.link.as_ref() == Some(link));
    let said: Vec<BusyId> = said.map(|busy| busy.id.clone()).collect();
    said.iter().for_each(|id| draft.remove::<Busy>(id));
}

pub fn link(draft: &Draft<'_>, handle: &str) -> Result<CalendarLink, Refusal> {
    let found = draft.days.records().calendar_links.get(&CalendarLinkId::new(handle));
    found.map(|link| CalendarLink::clone(link)).ok_or_else(|| Refusal::unknown(CalendarLink::KIND, handle))
}

/// A desk that held the connection before it was made anew has nothing to say any more.
pub fn check_grant(link: &CalendarLink, grant: &str) -> Result<(), Refusal> {
    if link.grant == grant { Ok(()) } else { Err(Refusal::unknown("grant", grant)) }
}

fn name_of(draft: &Draft<'_>, link: &CalendarLink) -> String {
    draft.days.staff(&link.staff).map_or_else(|_| link.staff.to_string(), |staff| staff.name.clone())
}

fn instant(field: &str, text: &str) -> Result<DateTime<Utc>, Refusal> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| {
        Refusal::invalid(
            field,
            both!(
                "`{text}` is not an instant like 2026-11-24T10:00:00Z",
                "`{text}` si wakati kama 2026-11-24T10:00:00Z"
            ),
        )
    })
}
