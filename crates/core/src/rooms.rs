//! Rooms (rules R1, R2, V3). A row's room is the system's until a person picks it; system rooms of rows that have not started may be
//! renamed inside any command. Rooms of one kind are alike: rows are coloured by start, kinds in the service's order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::changes::Change;
use crate::days::{Days, overlapping};
use crate::draft::{Draft, Tell};
use crate::ids::*;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::{Span, Tick, clock_of};

/// Why a room cannot take a span, or None when it can. Rows in `except` count as away.
pub fn why_not(
    days: &Days,
    room: &Room,
    kinds: &[String],
    span: Span,
    except: &BTreeSet<AppointmentId>,
) -> Option<Reason> {
    let ends = |span: Span| (clock_of(days.zone(), span.from), clock_of(days.zone(), span.until));
    if room.retired || !(kinds.is_empty() || kinds.contains(&room.kind)) {
        return Some(Reason::RoomKind { room: room.name.clone(), kinds: kinds.to_vec() });
    }
    let time = days.room_time(&room.id)?;
    if let Some(block) = time.blocks.values().find(|block| block.span.overlaps(span)) {
        let (from, until) = ends(block.span);
        return Some(Reason::RoomClosed { room: room.name.clone(), from, until });
    }
    let (taken, _) = overlapping(&time.rows, span).find(|(_, row)| !except.contains(row))?;
    let (from, until) = ends(*taken);
    Some(Reason::RoomTaken { room: room.name.clone(), from, until })
}

/// The first room free for a span, kinds in the service's order, then by handle.
pub fn free_room(
    days: &Days,
    kinds: &[String],
    span: Span,
    except: &BTreeSet<AppointmentId>,
) -> Option<RoomId> {
    kinds.iter().find_map(|kind| {
        let mut rooms = days.records().rooms.values().filter(|room| room.kind == *kind && !room.retired);
        rooms.find(|room| why_not(days, room, kinds, span, except).is_none()).map(|room| room.id.clone())
    })
}

/// Whether a row of this service could have a room for this span, renaming system rooms if that helps (V3).
pub fn can_have_room(
    days: &Days,
    now: Tick,
    service: &Service,
    span: Span,
    except: &BTreeSet<AppointmentId>,
) -> bool {
    if service.room_kinds.is_empty() || free_room(days, &service.room_kinds, span, except).is_some() {
        return true;
    }
    let mut asking = housed(days, now, days.date_of(span.from));
    asking.retain(|row| !except.contains(&row.id));
    asking.push(Asking { id: AppointmentId::new("\u{10ffff}"), span, kinds: service.room_kinds.clone() });
    colour(days, asking, except).is_some()
}

/// A row whose room is the system's to choose.
struct Asking {
    id: AppointmentId,
    span: Span,
    kinds: Vec<String>,
}

/// Rows of a day that stand in a room which may be another one. Who waits for a room keeps nobody out of one.
fn housed(days: &Days, now: Tick, date: NaiveDate) -> Vec<Asking> {
    let rows = days.rows_on(date).filter(|row| row.room.is_some());
    rows.filter_map(|row| system_row(days, now, row)).collect()
}

/// A row that needs a room of the system's choice and has not started.
fn system_row(days: &Days, now: Tick, row: &Appointment) -> Option<Asking> {
    let kinds = &days.records().services.get(&row.service)?.room_kinds;
    (row.occupies() && !row.room_fixed && row.start >= now && !kinds.is_empty()).then(|| Asking {
        id: row.id.clone(),
        span: row.span(),
        kinds: kinds.clone(),
    })
}

/// A room for every row, by start: the one freed last among those that fit. None when some row gets none.
/// Interval graphs need no more colours than rooms in use at once; fixed rooms can make it miss one, never clash.
fn colour(
    days: &Days,
    mut asking: Vec<Asking>,
    except: &BTreeSet<AppointmentId>,
) -> Option<BTreeMap<AppointmentId, RoomId>> {
    asking.sort_by(|a, b| (a.span, &a.id).cmp(&(b.span, &b.id)));
    let mut away: BTreeSet<AppointmentId> = asking.iter().map(|row| row.id.clone()).collect();
    away.extend(except.iter().cloned());
    let mut last: BTreeMap<RoomId, Tick> = BTreeMap::new();
    let mut named = BTreeMap::new();
    for row in &asking {
        let rooms = row.kinds.iter().enumerate().flat_map(|(order, kind)| {
            days.records()
                .rooms
                .values()
                .filter(move |room| room.kind == *kind)
                .map(move |room| (order, room))
        });
        let fitting = rooms.filter(|(_, room)| {
            last.get(&room.id).is_none_or(|until| *until <= row.span.from)
                && why_not(days, room, &row.kinds, row.span, &away).is_none()
        });
        let (_, room) = fitting.min_by_key(|(order, room)| {
            (*order, std::cmp::Reverse(last.get(&room.id).copied()), room.id.clone())
        })?;
        last.insert(room.id.clone(), row.span.until);
        named.insert(row.id.clone(), room.id.clone());
    }
    Some(named)
}

/// Gives every touched day's rows their rooms; a row that a person just placed and that gets none is refused.
pub fn settle(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    for date in dates(draft) {
        let lost = drop_lost_rooms(draft, date);
        // What is taken back leaves the rows it did not touch as they were, also those that had no room.
        let homeless = if draft.tell == Tell::Nothing { lost } else { homeless(draft, date) };
        for row in homeless {
            if !find_room(draft, date, &row) {
                refuse_if_placed_here(draft, &row)?;
            }
        }
    }
    Ok(())
}

fn dates(draft: &Draft<'_>) -> BTreeSet<NaiveDate> {
    let mut dates = draft.touched_dates();
    let changes = &draft.changes;
    if !(changes.room_blocks.is_empty() && changes.rooms.is_empty() && changes.services.is_empty()) {
        dates.extend(draft.days.dates_with_rows(draft.today()));
    }
    dates.retain(|date| draft.days.loaded().covers(*date));
    dates
}

/// A system room that is closed, retired or of a wrong kind by now is given up; a fixed one stays and is flagged.
fn drop_lost_rooms(draft: &mut Draft<'_>, date: NaiveDate) -> Vec<AppointmentId> {
    let mut dropped = Vec::new();
    let now = draft.now_tick();
    let rows: Vec<_> = draft
        .days
        .rows_on(date)
        .filter(|row| row.occupies() && !row.room_fixed && row.start >= now)
        .cloned()
        .collect();
    for row in rows {
        let (Some(room), Ok(service)) = (&row.room, draft.days.service(&row.service)) else { continue };
        let lost = service.room_kinds.is_empty() || !room_fits(&draft.days, &row, room);
        if lost {
            draft.put(Appointment { room: None, ..Appointment::clone(&row) });
            dropped.push(row.id.clone());
        }
    }
    dropped
}

/// Whether a row's room is one it may have: right kind, open, and nobody else in it.
pub fn room_fits(days: &Days, row: &Appointment, room: &RoomId) -> bool {
    let (Ok(service), Ok(room)) = (days.service(&row.service), days.room(room)) else { return false };
    let own = BTreeSet::from([row.id.clone()]);
    let kinds: &[String] = if row.room_fixed { &[] } else { &service.room_kinds };
    why_not(days, room, kinds, row.span(), &own).is_none()
}

/// Rows of a day that need a room and have none: first the one this is about, which was offered as if the others went on waiting; then by
/// start.
fn homeless(draft: &Draft<'_>, date: NaiveDate) -> Vec<AppointmentId> {
    let rows = draft.days.rows_on(date).filter(|row| row.occupies() && row.room.is_none());
    let needing = rows
        .filter(|row| draft.days.service(&row.service).is_ok_and(|service| !service.room_kinds.is_empty()));
    let mut homeless: Vec<_> = needing.map(|row| row.id.clone()).collect();
    homeless.sort_by_key(|row| draft.subject.as_ref() != Some(row));
    homeless
}

/// Gives a row the first free room, or renames system rooms so that it and all that had one have one.
fn find_room(draft: &mut Draft<'_>, date: NaiveDate, id: &AppointmentId) -> bool {
    let Some(row) = draft.days.records().appointments.get(id).cloned() else { return true };
    let Ok(service) = draft.days.service(&row.service).cloned() else { return false };
    let own = BTreeSet::from([id.clone()]);
    if let Some(room) = free_room(&draft.days, &service.room_kinds, row.span(), &own) {
        draft.put(Appointment { room: Some(room), ..Appointment::clone(&row) });
        return true;
    }
    let now = draft.now_tick();
    let Some(asks) = system_row(&draft.days, now, &row) else { return false };
    let mut asking = housed(&draft.days, now, date);
    asking.push(asks);
    let Some(named) = colour(&draft.days, asking, &own) else { return false };
    rename(draft, &named);
    true
}

fn rename(draft: &mut Draft<'_>, named: &BTreeMap<AppointmentId, RoomId>) {
    for (id, room) in named {
        let Some(row) = draft.days.records().appointments.get(id).cloned() else { continue };
        if row.room.as_ref() != Some(room) {
            draft.put(Appointment { room: Some(room.clone()), ..Appointment::clone(&row) });
        }
    }
}

/// V2: a person never books over a room; what loses its room otherwise, and what was promised, goes to attention.
fn refuse_if_placed_here(draft: &Draft<'_>, id: &AppointmentId) -> Result<(), Refusal> {
    let placed_here = draft.promised.is_none()
        && draft.subject.as_ref() == Some(id)
        && match draft.changes.appointments.get(id) {
            Some(Change::Added(_)) => true,
            Some(Change::Updated { before, after }) => {
                before.span() != after.span() || before.service != after.service || before.room.is_some()
            }
            _ => false,
        };
    if !placed_here {
        return Ok(());
    }
    let row = draft.days.appointment(id)?;
    let kinds = draft.days.service(&row.service)?.room_kinds.clone();
    let nearest = crate::slots::nearest(&draft.days, draft.stamp, row, None)?;
    Err(Refusal::No { reason: Reason::NoRoom { kinds }, nearest })
}
