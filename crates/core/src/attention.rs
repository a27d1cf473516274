//! What a person must look at (rules N1 to N3), derived from the records after every command: an item is open exactly while its cause is there.
//! Its id follows from the row and the kind, so the same trouble is the same item on every desk.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::availability::{Force, why_not_seat};
use crate::days::Days;
use crate::decide::Stamp;
use crate::draft::Draft;
use crate::ids::*;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::rooms;
use crate::time::{Tick, clock_of};
use crate::words::{self, say};

pub fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::NoTherapist => "no_therapist",
        ItemKind::BoundAbsent => "bound_absent",
        ItemKind::NameChanged => "name_changed",
        ItemKind::NameTakenBack => "name_taken_back",
        ItemKind::Room => "room",
        ItemKind::OutsideHours => "outside_hours",
        ItemKind::DoesNotFit => "does_not_fit",
        ItemKind::BusyOutside => "busy_outside",
        ItemKind::RefusedWhenSyncing => "refused_when_syncing",
        ItemKind::CalendarDisconnected => "calendar_disconnected",
        ItemKind::MessageNotSent => "message_not_sent",
        ItemKind::TempLeaving => "temp_leaving",
    }
}

/// `a7/no_therapist`; the seat follows when it is not the first.
pub fn item_id(row: &AppointmentId, seat: u32, kind: ItemKind) -> ItemId {
    let kind = kind_name(kind);
    ItemId::new(&if seat == 0 { format!("{row}/{kind}") } else { format!("{row}/{kind}/{seat}") })
}

/// Kinds whose cause is somewhere in the records of a day; the others are opened and closed by what makes them.
fn derived(kind: ItemKind) -> bool {
    !matches!(kind, ItemKind::RefusedWhenSyncing | ItemKind::CalendarDisconnected | ItemKind::MessageNotSent)
}

/// Opens and closes the items of every day this draft could have changed.
pub fn review(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    for date in dates(draft) {
        let wanted = wanted(&draft.days, date, draft.now_tick())?;
        let open: Vec<ItemId> =
            draft.days.items_on(date).filter(|item| derived(item.kind)).map(|item| item.id.clone()).collect();
        for id in open.iter().filter(|id| !wanted.contains_key(*id)) {
            draft.remove::<Item>(id);
        }
        for (id, item) in wanted {
            if !draft.days.records().attention.contains_key(&id) {
                let opened_at = draft.now();
                draft.put(Item { opened_at, ..item });
            }
        }
    }
    Ok(())
}

fn dates(draft: &Draft<'_>) -> BTreeSet<NaiveDate> {
    let changes = &draft.changes;
    let mut dates = draft.touched_dates();
    dates.extend(
        changes
            .messages
            .values()
            .flat_map(|change| [change.before(), change.after()])
            .flatten()
            .map(|message| message.date),
    );
    dates.extend(
        changes
            .attention
            .values()
            .flat_map(|change| [change.before(), change.after()])
            .flatten()
            .map(|item| item.date),
    );
    let capacity = changes.site.is_empty()
        && changes.services.is_empty()
        && changes.rooms.is_empty()
        && changes.staff.is_empty()
        && changes.overrides.is_empty()
        && changes.vacations.is_empty()
        && changes.blocks.is_empty()
        && changes.room_blocks.is_empty()
        && changes.busy.is_empty();
    if !capacity {
        dates.extend(draft.days.dates_with_rows(crate::time::earlier_day(draft.today(), 1)));
    }
    dates.retain(|date| draft.days.loaded().covers(*date));
    dates
}

/// Every item that should be open on a day, as the records stand. Rows that are over need nobody any more.
pub fn wanted(days: &Days, date: NaiveDate, now: Tick) -> Result<BTreeMap<ItemId, Item>, Refusal> {
    let mut wanted = BTreeMap::new();
    for row in days.rows_on(date).filter(|row| row.occupies() && row.end() >= now) {
        for (at, seat) in row.seats.iter().enumerate() {
            if let Some(kind) = seat_trouble(days, row, seat)? {
                open(&mut wanted, row, at as u32, kind, date);
            }
        }
        if room_trouble(days, row) {
            open(&mut wanted, row, 0, ItemKind::Room, date);
        }
    }
    for message in messages_on(days, date) {
        let kind = if message.taken_back { ItemKind::NameTakenBack } else { ItemKind::NameChanged };
        let id = ItemId::new(&format!("{}/{}", message.id, kind_name(kind)));
        let appointment = message.appointments.first().cloned();
        let item = Item {
            id: id.clone(),
            kind,
            date,
            appointment,
            seat: 0,
            message: Some(message.id.clone()),
            opened_at: message.at,
        };
        wanted.insert(id, item);
    }
    Ok(wanted)
}

fn open(wanted: &mut BTreeMap<ItemId, Item>, row: &Appointment, seat: u32, kind: ItemKind, date: NaiveDate) {
    let id = item_id(&row.id, seat, kind);
    let opened_at = chrono::DateTime::<chrono::Utc>::default();
    wanted.insert(
        id.clone(),
        Item { id, kind, date, appointment: Some(row.id.clone()), seat, message: None, opened_at },
    );
}

fn messages_on(days: &Days, date: NaiveDate) -> impl Iterator<Item = &Message> {
    let of_date = days
        .records()
        .messages
        .values()
        .map(|message| &**message)
        .filter(move |message| message.date == date);
    of_date.filter(|message| message.state == MessageState::Held)
}

/// What is wrong with a seat, if anything.
fn seat_trouble(days: &Days, row: &Appointment, seat: &Seat) -> Result<Option<ItemKind>, Refusal> {
    let Some(staff) = &seat.staff else {
        return Ok(Some(if seat.bound() { ItemKind::BoundAbsent } else { ItemKind::NoTherapist }));
    };
    let staff = days.staff(staff)?;
    let own = BTreeSet::from([row.id.clone()]);
    let Some(reason) = why_not_seat(days, staff, row, seat, &own, Force::Nothing)? else { return Ok(None) };
    let leaving = !crate::availability::works_here(staff, days.date_of(row.start));
    Ok(Some(match reason {
        _ if leaving => ItemKind::TempLeaving,
        Reason::BusyOutside { .. } => ItemKind::BusyOutside,
        _ if seat.bound() => ItemKind::BoundAbsent,
        reason if reason.may_be_forced() => ItemKind::OutsideHours,
        _ => ItemKind::DoesNotFit,
    }))
}

fn room_trouble(days: &Days, row: &Appointment) -> bool {
    let needs =
        days.records().services.get(&row.service).is_some_and(|service| !service.room_kinds.is_empty());
    match &row.room {
        None => needs,
        Some(room) => !rooms::room_fits(days, row, room),
    }
}

/// One sentence with numbers: why this item is open.
pub fn why(days: &Days, item: &Item, stamp: &Stamp) -> String {
    let row = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id));
    let language = stamp.language;
    match (item.kind, row) {
        (ItemKind::NoTherapist, Some(row)) => why_nobody(days, row, item.seat, stamp),
        (ItemKind::NameChanged | ItemKind::NameTakenBack, _) => why_name(days, item, language),
        (ItemKind::Room, Some(row)) => why_room(days, row, language),
        (_, Some(row)) => why_seat(days, row, item.seat, language),
        (_, None) => String::new(),
    }
}

fn why_name(days: &Days, item: &Item, language: Language) -> String {
    let message = item.message.as_ref().and_then(|id| days.records().messages.get(id));
    let text = message.map(|message| message.text.clone()).unwrap_or_default();
    match item.kind {
        ItemKind::NameTakenBack => say!(
            language,
            "The customer was told another name, which was taken back. Waiting to be sent: {text}",
            "Mteja aliambiwa jina lingine, ambalo limerudishwa. Unasubiri kutumwa: {text}"
        ),
        _ => say!(
            language,
            "The name changed and the customer has not been told. Waiting to be sent: {text}",
            "Jina limebadilika na mteja hajaambiwa. Unasubiri kutumwa: {text}"
        ),
    }
}

fn why_room(days: &Days, row: &Appointment, language: Language) -> String {
    let kinds = days
        .records()
        .services
        .get(&row.service)
        .map(|service| service.room_kinds.clone())
        .unwrap_or_default();
    let reason = match row.room.as_ref().and_then(|room| days.records().rooms.get(room)) {
        Some(room) => rooms::why_not(days, room, &[], row.span(), &BTreeSet::from([row.id.clone()])),
        None => None,
    };
    let reason = reason.unwrap_or(Reason::NoRoom { kinds });
    format!("{}: {}.", times(days, row), reason.text(language))
}

fn why_seat(days: &Days, row: &Appointment, seat: u32, language: Language) -> String {
    let seat = &row.seats[seat as usize];
    let asked_for = seat.asked_for.as_ref().filter(|_| seat.bound());
    let Some(staff) = seat.staff.as_ref().or(asked_for).and_then(|id| days.records().staff.get(id)) else {
        return String::new();
    };
    let own = BTreeSet::from([row.id.clone()]);
    let reason = why_not_seat(days, staff, row, seat, &own, Force::Nothing).ok().flatten();
    let reason = reason.map(|reason| reason.text(language)).unwrap_or_default();
    let name = &staff.name;
    if seat.bound() {
        say!(language, "Asked for {name}; {reason}.", "Aliomba {name}; {reason}.")
    } else {
        format!("{}: {reason}.", times(days, row))
    }
}

fn times(days: &Days, row: &Appointment) -> String {
    format!("{}-{}", clock_of(days.zone(), row.start), clock_of(days.zone(), row.end()))
}

/// The shortage around a row in words with numbers; where no single moment explains it, who stands in the way.
fn why_nobody(days: &Days, row: &Appointment, seat: u32, stamp: &Stamp) -> String {
    let sentence = shortage(days, row, seat, stamp).ok().flatten();
    sentence.unwrap_or_else(|| who_is_in_the_way(days, row, seat, stamp.language))
}

fn shortage(days: &Days, row: &Appointment, seat: u32, stamp: &Stamp) -> Result<Option<String>, Refusal> {
    let place = BTreeSet::from([(row.id.clone(), seat)]);
    let date = days.date_of(row.start);
    let question = repool::question(days, Tick::ceil(stamp.now), date, &place, Reach::Previewed)?;
    let Some(at) = question.seats.iter().position(|seat| place.contains(seat)) else { return Ok(None) };
    let serves: Vec<Option<usize>> = question.problem.rows.iter().map(|row| row.now).collect();
    let Some(found) = zamu_pool::shortage(&question.problem, &serves, at) else { return Ok(None) };
    let midnight = days.day(date).span.from;
    let clock = |minute: u32| clock_of(days.zone(), midnight.plus(minute));
    let skills = skills_of(days, found.rows.iter().map(|row| &question.seats[*row].0));
    let skills = words::list(stamp.language, &skills);
    let (from, until, rows, people) =
        (clock(found.from), clock(found.until), found.rows.len(), found.people.len());
    if rows == 1 {
        return Ok(None);
    }
    Ok(Some(say!(
        stamp.language,
        "{from}-{until}: {rows} rows need {skills}, {people} people who can do it are on shift and free for them.",
        "{from}-{until}: nafasi {rows} zinahitaji {skills}, wanaoweza walio kazini na huru ni {people}."
    )))
}

fn skills_of<'a>(days: &Days, rows: impl Iterator<Item = &'a AppointmentId>) -> Vec<String> {
    let services = rows
        .filter_map(|id| days.records().appointments.get(id))
        .filter_map(|row| days.records().services.get(&row.service));
    let skills: BTreeSet<String> = services.flat_map(|service| service.skills.iter().cloned()).collect();
    skills.into_iter().collect()
}

/// "13:30-14:45 needs hot-stone, a woman: Faith is serving 12:00-13:45; David is off", naming those who could but for one thing.
fn who_is_in_the_way(days: &Days, row: &Appointment, seat: u32, language: Language) -> String {
    let own = BTreeSet::from([row.id.clone()]);
    let seat = &row.seats[seat as usize];
    let mut reasons = Vec::new();
    for staff in days.records().staff.values() {
        match why_not_seat(days, staff, row, seat, &own, Force::Nothing) {
            Ok(Some(Reason::NotQualified { .. } | Reason::Gender { .. })) | Ok(None) | Err(_) => {}
            Ok(Some(reason)) => reasons.push(reason.text(language)),
        }
    }
    let needs = needs(days, row, seat, language);
    let (times, able) = (times(days, row), reasons.len());
    if able == 0 {
        return say!(
            language,
            "{times} needs {needs}: nobody on the team can do that.",
            "{times} inahitaji {needs}: hakuna kwenye timu anayeweza."
        );
    }
    reasons.truncate(4);
    let reasons = reasons.join("; ");
    say!(
        language,
        "{times} needs {needs}. {able} can do it: {reasons}.",
        "{times} inahitaji {needs}. Wanaoweza ni {able}: {reasons}."
    )
}

fn needs(days: &Days, row: &Appointment, seat: &Seat, language: Language) -> String {
    let mut needs = skills_of(days, std::iter::once(&row.id));
    needs.extend(seat.wish().map(|wish| words::gender(language, wish)));
    words::list(language, &needs)
}
