//! What an outside calendar says of a person between two times, rounded outward to the tick (T2): replaces what was known there.
//! A provisional row under it is re-pooled silently; a finalized or bound one waits in attention (N1).

use super::calendar::{check_grant, forget_busy, link};
use super::lines::RecordBusy;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::time::{Span, Tick};
use crate::words::{both, say};

pub fn decide(line: &RecordBusy, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    let window = read::stretch(draft, &line.from, &line.until)?;
    let link = line.link.as_deref().map(|handle| link(draft, handle)).transpose()?;
    if let (Some(link), Some(grant)) = (&link, &line.grant) {
        check_grant(link, grant)?;
    }
    match &link {
        Some(link) if link.staff != staff.id => {
            let (link, staff) = (&link.id, &staff.id);
            return Err(Refusal::invalid(
                "link",
                both!("`{link}` is not a calendar of {staff}", "`{link}` si kalenda ya {staff}"),
            ));
        }
        Some(link) => forget_busy(draft, &link.id),
        None => forget_window(draft, &staff.id, window),
    }
    let whose = link.as_ref().map_or(staff.id.as_str(), |link| link.id.as_str());
    for (at, (from, until)) in line.busy.iter().enumerate() {
        let span = outward(&format!("busy[{at}]"), from, until)?;
        let id = BusyId::new(&format!("{whose}-{}", span.from.utc().format("%Y%m%dT%H%MZ")));
        draft.put(Busy {
            id,
            staff: staff.id.clone(),
            span,
            link: link.as_ref().map(|link| link.id.clone()),
        });
    }
    let name = &staff.name;
    draft.text = say!(draft.language(), "Busy times of {name}", "Shughuli za nje za {name}");
    repool::absorb(draft, Reach::Silent)
}

fn forget_window(draft: &mut Draft<'_>, staff: &StaffId, window: Span) {
    let person = draft.days.person(staff);
    let known = person.into_iter().flat_map(|person| person.busy.values());
    let known: Vec<BusyId> = known
        .filter(|busy| busy.link.is_none() && busy.span.overlaps(window))
        .map(|busy| busy.id.clone())
        .collect();
    known.iter().for_each(|id| draft.remove::<Busy>(id));
}

fn outward(field: &str, from: &str, until: &str) -> Result<Span, Refusal> {
    let instant = |text: &str| {
        chrono::DateTime::parse_from_rfc3339(text).map_err(|_| {
            Refusal::invalid(
                field,
                both!(
                    "`{text}` is not an instant like 2026-11-24T10:00:00Z",
                    "`{text}` si wakati kama 2026-11-24T10:00:00Z"
                ),
            )
        })
    };
    let span = Span::new(Tick::floor(instant(from)?.to_utc()), Tick::ceil(instant(until)?.to_utc()));
    if span.from < span.until {
        Ok(span)
    } else {
        Err(Refusal::invalid(
            field,
            both!("`{until}` is not after `{from}`", "`{until}` haiko baada ya `{from}`"),
        ))
    }
}
