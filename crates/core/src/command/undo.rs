//! Undo and redo (rule M3): the recorded changes of a command, inverted and decided like anything else. A field that a later step changed
//! is not overwritten; what would overlap is a clash; unsent messages are withdrawn; a name that was told stays final, with a held correction.

use std::collections::BTreeSet;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::lines::Undo;
use crate::changes::{Change, Changed, Changes, Kept};
use crate::draft::{Draft, Tell};
use crate::ids::*;
use crate::messages;
use crate::record::*;
use crate::refusal::Refusal;
use crate::scope::Scope;
use crate::words::say;

pub fn decide(line: &Undo, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let recorded = draft.days.recorded(command_named(&line.of))?.clone();
    need_days(draft, &recorded.changes)?;
    let inverse = recorded.changes.invert();
    let told = told_meanwhile(draft, &recorded.changes);
    restore_all(draft, &inverse)?;
    restore_messages(draft, &inverse);
    refuse_orphans(draft, &inverse)?;
    refuse_strays(draft, &inverse)?;
    refuse_clashes(draft)?;
    correct(draft, &told);
    draft.tell = Tell::Nothing;
    draft.text = sentence(draft.language(), &recorded.text);
    Ok(())
}

/// `Undone: Booked Swedish …`, and of an undo again `Done again: Booked Swedish …`.
fn sentence(language: Language, recorded: &str) -> String {
    let after = |marks: [&str; 2]| marks.iter().find_map(|mark| recorded.strip_prefix(mark));
    if let Some(text) = after(["Undone: ", "Imerudishwa: "]) {
        return say!(language, "Done again: {text}", "Imefanywa tena: {text}");
    }
    let text = after(["Done again: ", "Imefanywa tena: "]).unwrap_or(recorded);
    say!(language, "Undone: {text}", "Imerudishwa: {text}")
}

/// The days of every row, message and item that changed must be loaded, and all coming ones when hours or people did.
fn need_days(draft: &Draft<'_>, changes: &Changes) -> Result<(), Refusal> {
    for row in changes.appointments.values().flat_map(|change| [change.before(), change.after()]).flatten() {
        draft.days.need_span(row.span())?;
    }
    for message in changes.messages.values().filter_map(|change| change.after().or(change.before())) {
        draft.days.need(message.date)?;
    }
    for item in changes.attention.values().filter_map(|change| change.after().or(change.before())) {
        draft.days.need(item.date)?;
    }
    for sheet in changes.sheets.values().filter_map(|change| change.after().or(change.before())) {
        draft.days.need(sheet.date)?;
    }
    for customer in changes.customers.keys() {
        match draft.days.customer(customer) {
            Err(Refusal::Unknown { .. }) | Ok(_) => {}
            Err(other) => return Err(other),
        }
    }
    let added = changes.customers.iter().filter(|(_, change)| change.before().is_none());
    let added: BTreeSet<CustomerId> = added.map(|(id, _)| id.clone()).collect();
    if added.iter().any(|customer| draft.days.rows_of(customer).is_err()) {
        return Err(Refusal::NotLoaded(Box::new(Scope::rows_of(added))));
    }
    let lasting = !(changes.staff.is_empty()
        && changes.site.is_empty()
        && changes.services.is_empty()
        && changes.rooms.is_empty()
        && changes.overrides.is_empty());
    if lasting { draft.days.need_from(draft.today()) } else { Ok(()) }
}

fn restore_all(draft: &mut Draft<'_>, inverse: &Changes) -> Result<(), Refusal> {
    restore::<Site>(draft, inverse, &["rotation"])?;
    restore::<Service>(draft, inverse, &[])?;
    restore::<Room>(draft, inverse, &[])?;
    restore::<Staff>(draft, inverse, &[])?;
    restore::<Customer>(draft, inverse, &[])?;
    restore::<Appointment>(draft, inverse, &["room"])?;
    restore::<Override>(draft, inverse, &[])?;
    restore::<Vacation>(draft, inverse, &[])?;
    restore::<Block>(draft, inverse, &[])?;
    restore::<RoomBlock>(draft, inverse, &[])?;
    restore::<Busy>(draft, inverse, &[])?;
    restore::<Sheet>(draft, inverse, &[])?;
    restore_items(draft, inverse);
    Ok(())
}

/// Puts the records of one kind back, field by field. `yielding`: fields the system may have changed since; they stay as they are now.
fn restore<R: Kept + Serialize + DeserializeOwned>(
    draft: &mut Draft<'_>,
    inverse: &Changes,
    yielding: &[&str],
) -> Result<(), Refusal> {
    for (id, change) in R::changed_ref(inverse) {
        let current = R::of(draft.days.records()).get(id).cloned();
        match (change, current) {
            (Change::Removed(_), None) => {}
            (Change::Removed(was), Some(current)) => {
                refuse_if_changed(draft, was, &current, yielding)?;
                draft.remove::<R>(id);
            }
            (Change::Added(record), None) => draft.put(record.clone()),
            (Change::Added(_), Some(_)) | (Change::Updated { .. }, None) => {
                return Err(depends(draft, R::KIND, &id.to_string()));
            }
            (Change::Updated { before, after }, Some(current)) => {
                let merged = merged(before, after, &*current, yielding)
                    .ok_or_else(|| depends(draft, R::KIND, &id.to_string()))?;
                draft.put(merged);
            }
        }
    }
    Ok(())
}

/// Names what a later step changed: a row by its customer and time, anything else by kind and handle.
fn depends(draft: &Draft<'_>, kind: &str, id: &str) -> Refusal {
    let row =
        draft.days.records().appointments.get(&AppointmentId::new(id)).filter(|_| kind == Appointment::KIND);
    let text = match row {
        Some(row) => {
            format!("{}, {}", name_of(draft, row), crate::time::clock_of(draft.days.zone(), row.start))
        }
        None => format!("{kind} {id}"),
    };
    Refusal::DependsOn { text }
}

fn refuse_if_changed<R: Kept + Serialize>(
    draft: &Draft<'_>,
    was: &R,
    current: &R,
    yielding: &[&str],
) -> Result<(), Refusal> {
    let id = was.id().to_string();
    let (was, current) = (fields(was), fields(current));
    let same =
        was.iter().all(|(name, value)| yielding.contains(&name.as_str()) || current.get(name) == Some(value));
    if same { Ok(()) } else { Err(depends(draft, R::KIND, &id)) }
}

/// The current record with every field that the command changed as it was before; None when a later step changed one of them.
fn merged<R: Serialize + DeserializeOwned>(
    after_it: &R,
    before_it: &R,
    current: &R,
    yielding: &[&str],
) -> Option<R> {
    let (after_it, before_it, mut now) = (fields(after_it), fields(before_it), fields(current));
    for (name, old) in before_it {
        let changed = after_it.get(&name) != Some(&old);
        if !changed {
            continue;
        }
        match now.get(&name) == after_it.get(&name) {
            true => _ = now.insert(name, old),
            false if yielding.contains(&name.as_str()) => {}
            false => return None,
        }
    }
    serde_json::from_value(Value::Object(now)).ok()
}

fn fields<R: Serialize>(record: &R) -> serde_json::Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    }
}

/// Attention follows from the rest; only the minute an item was opened is worth restoring.
fn restore_items(draft: &mut Draft<'_>, inverse: &Changes) {
    for (id, change) in &inverse.attention {
        match change.after() {
            Some(item) if is_of_no_row(draft, item) => {}
            Some(item) => draft.put(item.clone()),
            None => draft.remove::<Item>(id),
        }
    }
}

/// An item about a row that another step took away.
fn is_of_no_row(draft: &Draft<'_>, item: &Item) -> bool {
    item.appointment.as_ref().is_some_and(|row| !draft.days.records().appointments.contains_key(row))
}

/// What was not sent goes back to what it was: a message of the undone step is withdrawn, one it replaced waits again.
fn restore_messages(draft: &mut Draft<'_>, inverse: &Changes) {
    for (id, change) in &inverse.messages {
        let Some(current) = draft.days.records().messages.get(id).cloned() else { continue };
        if current.state == MessageState::Sent {
            continue;
        }
        match change.after() {
            Some(before) => draft.put(Message { state: before.state, ..Message::clone(&current) }),
            None => draft.put(Message { state: MessageState::Withdrawn, ..Message::clone(&current) }),
        }
    }
}

/// Whatever stands names only what is there. What comes back may speak of a customer, a room or a person who was taken back since, and
/// who goes may have been marked absent, at another desk.
fn refuse_strays(draft: &Draft<'_>, inverse: &Changes) -> Result<(), Refusal> {
    let records = draft.days.records();
    for row in inverse.appointments.values().filter_map(Change::after) {
        let people = row.seats.iter().flat_map(|seat| [&seat.staff, &seat.asked_for]).flatten();
        let there = match draft.days.customer(&row.customer) {
            Ok(_) => true,
            Err(Refusal::Unknown { .. }) => false,
            Err(other) => return Err(other),
        };
        let named = there
            && records.services.contains_key(&row.service)
            && row.room.as_ref().is_none_or(|room| records.rooms.contains_key(room))
            && people.into_iter().all(|staff| records.staff.contains_key(staff));
        if !named {
            let service = records.services.get(&row.service).map(|service| service.name.clone());
            let text = format!("{}, {}", service.unwrap_or_default(), when(draft, row));
            return Err(Refusal::DependsOn { text });
        }
    }
    let away = records.overrides.values().map(|each| &each.staff);
    let away = away.chain(records.vacations.values().map(|each| &each.staff));
    let away = away.chain(records.blocks.values().map(|each| &each.staff));
    let mut away = away.chain(records.busy.values().map(|each| &each.staff));
    if let Some(staff) = away.find(|staff| !records.staff.contains_key(*staff)) {
        let was = inverse.staff.get(staff).and_then(Change::before);
        return Err(Refusal::DependsOn { text: was.map_or(staff.to_string(), |was| was.name.clone()) });
    }
    let mut closed = records.room_blocks.values().map(|each| &each.room);
    if let Some(room) = closed.find(|room| !records.rooms.contains_key(*room)) {
        let was = inverse.rooms.get(room).and_then(Change::before);
        return Err(Refusal::DependsOn { text: was.map_or(room.to_string(), |was| was.name.clone()) });
    }
    Ok(())
}

/// What the step added stays while a row speaks of it: a customer who was booked since, a service, a room or a person in use.
fn refuse_orphans(draft: &Draft<'_>, inverse: &Changes) -> Result<(), Refusal> {
    let records = draft.days.records();
    for row in records.appointments.values() {
        let people = row.seats.iter().flat_map(|seat| [&seat.staff, &seat.asked_for]).flatten();
        let orphan = gone(&inverse.customers, &row.customer)
            || gone(&inverse.services, &row.service)
            || row.room.as_ref().is_some_and(|room| gone(&inverse.rooms, room))
            || people.into_iter().any(|staff| gone(&inverse.staff, staff));
        if orphan {
            let name = match inverse.customers.get(&row.customer).and_then(Change::before) {
                Some(customer) => customer.name.clone(),
                None => name_of(draft, row),
            };
            return Err(Refusal::DependsOn { text: format!("{name}, {}", when(draft, row)) });
        }
    }
    Ok(())
}

fn gone<R: Record>(changed: &Changed<R>, id: &R::Id) -> bool {
    matches!(changed.get(id), Some(Change::Removed(_)))
}

fn name_of(draft: &Draft<'_>, row: &Appointment) -> String {
    let customer = draft.days.records().customers.get(&row.customer);
    customer.map(|customer| customer.name.clone()).unwrap_or_default()
}

fn when(draft: &Draft<'_>, row: &Appointment) -> String {
    crate::time::local_text(draft.days.zone(), row.start).replace('T', " ")
}

fn refuse_clashes(draft: &Draft<'_>) -> Result<(), Refusal> {
    for id in draft.touched_rows() {
        let Some(row) = draft.days.records().appointments.get(&id).filter(|row| row.occupies()) else {
            continue;
        };
        let own = BTreeSet::from([id]);
        for staff in row.seats.iter().filter_map(|seat| seat.staff.as_ref()) {
            if !crate::pick::is_free(&draft.days, staff, row.span(), &own) {
                let who = draft.days.staff(staff)?.name.clone();
                return Err(Refusal::Clash { who, what: super::seats::clash_text(draft, row) });
            }
        }
    }
    Ok(())
}

/// Rows whose customers were told, by a message this step made that has left since.
fn told_meanwhile(draft: &Draft<'_>, changes: &Changes) -> Vec<Message> {
    let made = changes
        .messages
        .values()
        .filter_map(Change::after)
        .filter_map(|message| draft.days.records().messages.get(&message.id));
    made.filter(|message| message.state == MessageState::Sent)
        .map(|message| Message::clone(message))
        .collect()
}

/// M3: a row whose name was told stays finalized and goes to attention with a held correction.
fn correct(draft: &mut Draft<'_>, told: &[Message]) {
    for message in told {
        for id in &message.appointments {
            let Some(row) = draft.days.records().appointments.get(id).cloned() else { continue };
            let mut row = Appointment::clone(&row);
            let placed = row.seats.iter_mut().filter(|seat| seat.staff.is_some() && !seat.bound());
            placed.for_each(|seat| seat.assignment = Assignment::Finalized);
            draft.put(row);
        }
        let kind = MessageKind::ChangedTherapist;
        let rows: BTreeSet<AppointmentId> = message.appointments.iter().cloned().collect();
        let text = messages::text(&draft.days, &rows, kind);
        let id = MessageId::new(&draft.new_handle("message", &format!("correction {}", message.id)));
        let at = draft.now();
        draft.put(Message {
            id,
            kind,
            state: MessageState::Held,
            text,
            at,
            taken_back: true,
            ..message.clone()
        });
    }
}
