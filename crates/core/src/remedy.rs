//! Ways out of an attention item (rule N2), each solved and not guessed: a candidate is a command, it is decided on the same days, and what
//! it clears is counted. What clears nothing is not offered.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::availability::{Force, why_not_qualified, why_not_seat};
use crate::command::Command;
use crate::days::Days;
use crate::decide::{Actor, Decision, Stamp, decide};
use crate::ids::*;
use crate::reading::RemedyReading;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::may_be_placed;
use crate::slots::{self, SlotRequest};
use crate::time::{Span, Tick, clock_of, later_day, local_text};
use crate::words::{self, say};

/// The remedy that places the row again with whoever is free by now.
pub const REPOOL: &str = "repool";
const MOST: usize = 6;

/// A command that might help, with its id and its words; `order` breaks ties, what disturbs least first.
struct Candidate {
    id: String,
    text: String,
    order: u32,
    command: Value,
}

/// What would clear an item, most cleared first.
pub fn remedies(days: &Days, item: &Item, stamp: &Stamp) -> Vec<RemedyReading> {
    let candidates = candidates(days, item, stamp).unwrap_or_default();
    let solved = candidates.into_iter().filter_map(|candidate| solved(days, item, stamp, candidate));
    let mut solved: Vec<(u32, RemedyReading)> = solved.collect();
    solved.sort_by(|(order_a, a), (order_b, b)| (b.clears, order_a, &a.id).cmp(&(a.clears, order_b, &b.id)));
    solved.truncate(MOST);
    solved.into_iter().map(|(_, remedy)| remedy).collect()
}

/// Decides a candidate's command; what it clears is every item it closes less those it opens.
fn solved(days: &Days, item: &Item, stamp: &Stamp, candidate: Candidate) -> Option<(u32, RemedyReading)> {
    let command: Command = serde_json::from_value(candidate.command.clone()).ok()?;
    let decision =
        decide(command_named(&format!("remedy {}", candidate.id)), &Actor::default(), &command, days, stamp)
            .ok()?;
    let clears = cleared(item, &decision)?;
    let Candidate { id, text, command, order } = candidate;
    Some((order, RemedyReading { id, text, clears, command }))
}

fn cleared(item: &Item, decision: &Decision) -> Option<u32> {
    let closes_this = decision.closed.contains(&item.id);
    let better = decision.closed.len().checked_sub(decision.opened.len())?;
    (closes_this && better > 0).then_some(better as u32)
}

fn candidates(days: &Days, item: &Item, stamp: &Stamp) -> Result<Vec<Candidate>, Refusal> {
    if let Some(message) = &item.message {
        let text = say!(stamp.language, "Release the message", "Achilia ujumbe");
        return Ok(vec![Candidate {
            id: "release".into(),
            text,
            order: 0,
            command: json!({ "command": "release_message", "message": message }),
        }]);
    }
    let Some(row) = item.appointment.as_ref().and_then(|id| days.records().appointments.get(id)) else {
        return Ok(Vec::new());
    };
    let mut candidates = Vec::new();
    match item.kind {
        ItemKind::NoTherapist => {
            let seat = (row.id.clone(), item.seat);
            // What cannot be asked is decided, which then says so.
            if may_be_placed(days, Tick::ceil(stamp.now), item.date, &seat).unwrap_or(true) {
                candidates.push(repool(item, stamp));
            }
            candidates.extend(other_starts(days, row, None, stamp)?);
            candidates.extend(any_gender(row, item.seat, stamp));
            candidates.extend(temps(days, item, row, stamp)?);
        }
        ItemKind::BoundAbsent | ItemKind::TempLeaving if row.seats[item.seat as usize].bound() => {
            let staff = row.seats[item.seat as usize].staff.clone();
            candidates.extend(other_starts(days, row, staff.as_ref(), stamp)?);
            candidates.extend(other_people(days, row, item.seat, stamp)?);
        }
        ItemKind::Room => candidates.extend(other_rooms(days, row, stamp)?),
        _ => candidates.extend(other_people(days, row, item.seat, stamp)?),
    }
    if matches!(
        item.kind,
        ItemKind::Room | ItemKind::OutsideHours | ItemKind::BusyOutside | ItemKind::DoesNotFit
    ) {
        candidates.extend(other_starts(days, row, None, stamp)?);
    }
    Ok(candidates)
}

fn repool(item: &Item, stamp: &Stamp) -> Candidate {
    let text = say!(stamp.language, "Find a therapist now", "Tafuta mtaalamu sasa");
    Candidate {
        id: REPOOL.into(),
        text,
        order: 0,
        command: json!({ "command": "resolve", "item": item.id, "remedy": REPOOL }),
    }
}

/// The nearest earlier and later starts of the day, with whoever is free or the therapist asked for.
fn other_starts(
    days: &Days,
    row: &Appointment,
    staff: Option<&StaffId>,
    stamp: &Stamp,
) -> Result<Vec<Candidate>, Refusal> {
    let date = days.date_of(row.start);
    let found = starts_on(days, row, staff, date, stamp)?;
    let earlier = found.iter().rev().find(|slot| slot.start < row.start);
    let later = found.iter().find(|slot| slot.start > row.start);
    let another_day = another_day(days, row, staff, stamp)?;
    let starts = earlier.into_iter().chain(later).chain(&another_day);
    Ok(starts.map(|slot| other_start(days, row, slot, stamp)).collect())
}

fn starts_on(
    days: &Days,
    row: &Appointment,
    staff: Option<&StaffId>,
    date: chrono::NaiveDate,
    stamp: &Stamp,
) -> Result<Vec<slots::Slot>, Refusal> {
    let request = SlotRequest {
        service: row.service.clone(),
        first: date,
        last: date,
        wish: None,
        staff: staff.cloned(),
        reshuffle: false,
        moving: Some(row.id.clone()),
        minutes: None,
    };
    slots::slots(days, &request, stamp)
}

/// The start nearest to the same hour on the first of the next three days that has one, as far as they are loaded.
fn another_day(
    days: &Days,
    row: &Appointment,
    staff: Option<&StaffId>,
    stamp: &Stamp,
) -> Result<Option<slots::Slot>, Refusal> {
    let date = days.date_of(row.start);
    for ahead in (1..=3).take_while(|ahead| days.loaded().covers(later_day(date, ahead + 1))) {
        let same_hour = row.start.plus(ahead as u32 * 24 * 60);
        let found = starts_on(days, row, staff, later_day(date, ahead), stamp)?;
        let nearest = found.into_iter().min_by_key(|slot| (slot.start.0 - same_hour.0).abs());
        if nearest.is_some() {
            return Ok(nearest);
        }
    }
    Ok(None)
}

fn other_start(days: &Days, row: &Appointment, slot: &slots::Slot, stamp: &Stamp) -> Candidate {
    let (clock, start) = (clock_of(days.zone(), slot.start), local_text(days.zone(), slot.start));
    let who = slot.staff.first().and_then(|id| days.records().staff.get(id));
    let who = who.map(|staff| staff.name.clone()).unwrap_or_default();
    let minutes = slot.start.minutes_since(row.start);
    let (shift, language) = (minutes.abs(), stamp.language);
    let date = words::date(language, days.date_of(slot.start));
    let text = match minutes {
        _ if days.date_of(slot.start) != days.date_of(row.start) => {
            say!(language, "Move to {date} {clock} with {who}", "Hamisha hadi {date} {clock} na {who}")
        }
        _ if shift > 90 => say!(language, "Move to {clock} with {who}", "Hamisha hadi {clock} na {who}"),
        0.. => say!(
            language,
            "Start {shift} min later: {clock} with {who}",
            "Anza dakika {shift} baadaye: {clock} na {who}"
        ),
        _ => say!(
            language,
            "Start {shift} min earlier: {clock} with {who}",
            "Anza dakika {shift} mapema: {clock} na {who}"
        ),
    };
    Candidate {
        id: format!("start-{start}"),
        text,
        order: 2,
        command: json!({ "command": "move", "appointment": row.id, "start": start }),
    }
}

/// "Ask the customer: any gender".
fn any_gender(row: &Appointment, seat: u32, stamp: &Stamp) -> Option<Candidate> {
    row.seats[seat as usize].wish()?;
    let text = say!(
        stamp.language,
        "Ask the customer: any therapist, woman or man",
        "Muulize mteja: mtaalamu yeyote, mwanamke au mwanamume"
    );
    Some(Candidate {
        id: "any-gender".into(),
        text,
        order: 1,
        command: json!({ "command": "change", "appointment": row.id, "gender": null }),
    })
}

/// People who could take the seat as it is, the least busy first.
fn other_people(days: &Days, row: &Appointment, seat: u32, stamp: &Stamp) -> Result<Vec<Candidate>, Refusal> {
    let own = BTreeSet::from([row.id.clone()]);
    let mut free = Vec::new();
    for staff in days.records().staff.values() {
        if why_not_seat(days, staff, row, &row.seats[seat as usize], &own, Force::Nothing)?.is_none()
            && !row.held_by(&staff.id)
        {
            free.push(staff.id.clone());
        }
    }
    crate::pick::sort_by_rule(days, row, &mut free)?;
    Ok(free.into_iter().take(2).filter_map(|staff| other_person(days, row, seat, &staff, stamp)).collect())
}

fn other_person(
    days: &Days,
    row: &Appointment,
    seat: u32,
    staff: &StaffId,
    stamp: &Stamp,
) -> Option<Candidate> {
    let name = &days.records().staff.get(staff)?.name;
    let bound = row.seats[seat as usize].bound();
    let text = match bound {
        true => say!(stamp.language, "Ask the customer: {name} instead", "Muulize mteja: {name} badala yake"),
        false => say!(stamp.language, "Give it to {name}", "Mpe {name}"),
    };
    let command = json!({ "command": "reassign", "appointment": row.id, "seat": seat, "staff": staff, "release": bound });
    Some(Candidate { id: format!("with-{staff}"), text, order: 1, command })
}

fn other_rooms(days: &Days, row: &Appointment, stamp: &Stamp) -> Result<Vec<Candidate>, Refusal> {
    let own = BTreeSet::from([row.id.clone()]);
    let free =
        days.records().rooms.values().filter(|room| {
            !room.retired && crate::rooms::why_not(days, room, &[], row.span(), &own).is_none()
        });
    let candidates = free.take(2).map(|room| {
        let name = &room.name;
        let text = say!(stamp.language, "Use {name}", "Tumia {name}");
        Candidate {
            id: format!("room-{}", room.id),
            text,
            order: 1,
            command: json!({ "command": "change", "appointment": row.id, "room": room.id }),
        }
    });
    Ok(candidates.collect())
}

/// Temps for this row alone, and for every row of the day that has nobody: who, when, with which skills.
fn temps(days: &Days, item: &Item, row: &Appointment, stamp: &Stamp) -> Result<Vec<Candidate>, Refusal> {
    let now = Tick::ceil(stamp.now);
    let open = crate::repool::open_seats(days, now, item.date);
    let rows: Vec<&Appointment> =
        open.iter().filter_map(|(id, _)| days.records().appointments.get(id)).map(|row| &**row).collect();
    let wish = row.seats[item.seat as usize].wish();
    let of_gender = |other: &&Appointment| {
        other.seats.iter().filter_map(Seat::wish).all(|theirs| wish.is_none_or(|wish| wish == theirs))
    };
    let together: Vec<&Appointment> = rows.into_iter().filter(of_gender).collect();
    let mut shifts = vec![(shift(days, item, &[row]), vec![row])];
    shifts.push((shift(days, item, &together), together));
    let mut candidates: Vec<Candidate> = Vec::new();
    for (span, rows) in shifts {
        let candidate = temp(days, item, span, &rows, stamp);
        if candidates.iter().all(|other| other.id != candidate.id) {
            candidates.push(candidate);
        }
    }
    Ok(candidates)
}

/// Full hours around the rows' spans, inside the day.
fn shift(days: &Days, item: &Item, rows: &[&Appointment]) -> Span {
    let day = days.day(item.date).span;
    let hour = 12;
    let from = rows.iter().map(|row| row.span().from).min().unwrap_or(day.from);
    let until = rows.iter().map(|row| row.span().until).max().unwrap_or(day.until);
    let from = day.from.0 + (from.0 - day.from.0).div_euclid(hour) * hour;
    let until = day.from.0 + (until.0 - day.from.0 + hour - 1).div_euclid(hour) * hour;
    Span::new(Tick(from), Tick(until.min(day.until.0)))
}

fn temp(days: &Days, item: &Item, span: Span, rows: &[&Appointment], stamp: &Stamp) -> Candidate {
    let skills: BTreeSet<String> = rows
        .iter()
        .filter_map(|row| days.records().services.get(&row.service))
        .flat_map(|service| service.skills.iter().cloned())
        .collect();
    let wish = rows.iter().flat_map(|row| &row.seats).find_map(Seat::wish);
    let gender = wish.unwrap_or(Gender::F);
    let (from, until) = (clock_of(days.zone(), span.from), clock_of(days.zone(), span.until));
    let until = if until == "00:00" { "24:00".to_string() } else { until };
    let listed = words::list(stamp.language, &skills.iter().cloned().collect::<Vec<_>>());
    let who = words::gender(stamp.language, gender);
    let text = match wish {
        Some(_) => say!(
            stamp.language,
            "Temp {from}-{until}: {who}; {listed}",
            "Mfanyakazi wa muda {from}-{until}: {who}; {listed}"
        ),
        None => say!(
            stamp.language,
            "Temp {from}-{until}: {listed}",
            "Mfanyakazi wa muda {from}-{until}: {listed}"
        ),
    };
    let name = say!(stamp.language, "Temp", "Muda");
    let command = json!({ "command": "add_temp", "name": name, "gender": gender, "skills": skills, "first": item.date.to_string(), "last": item.date.to_string(), "from": from, "until": until });
    Candidate {
        id: format!("temp-{}-{}", from.replace(':', ""), until.replace(':', "")),
        text,
        order: 3,
        command,
    }
}

/// What a temp like this would clear on its days: asked by the temp form before it is saved.
pub fn qualified_on_file(days: &Days, service: &ServiceId) -> Result<u32, Refusal> {
    let mut count = 0;
    for staff in days.records().staff.values().filter(|staff| staff.left_on.is_none()) {
        count += u32::from(why_not_qualified(days, staff, service, None)?.is_none());
    }
    Ok(count)
}
