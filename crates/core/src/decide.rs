//! Deciding: a command, the loaded days and a stamp give a decision or a refusal. The one place every store, preview, test and worker calls.
//! A command's own file says what it changes; `settle` says what follows from it: rooms, final names, messages, attention.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::changes::{Change, Changes};
use crate::command::Command;
use crate::days::Days;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::{Held, Moved, Opened, Outcome, Report, Touched, Unplaced};
use crate::record::*;
use crate::refusal::Refusal;
use crate::{attention, remedy, settle};

/// Who did it: the person at the desk, and the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub person: String,
    pub desk: String,
}

/// A command on its way: the ids of what it creates follow from its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    pub id: CommandId,
    /// When it was issued, for history; never for deciding.
    pub at: DateTime<Utc>,
    pub by: Actor,
    pub build: u32,
    /// The desk has answered already; the truth keeps the time.
    pub promised: bool,
    /// The preview it applies: if the fresh decision differs, nothing is written (A1).
    pub digest: Option<String>,
    pub command: Command,
}

/// The clock of the store that commits, and the language of its sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub now: DateTime<Utc>,
    pub language: Language,
}

/// What a command does, and what people should be told.
#[derive(Clone, Debug)]
pub struct Decision {
    pub changes: Changes,
    /// The days as they are afterwards.
    pub after: Days,
    pub moved: Vec<Moved>,
    /// Seats this command leaves without a therapist.
    pub unplaced: Vec<(AppointmentId, u32)>,
    pub opened: Vec<ItemId>,
    pub closed: Vec<ItemId>,
    pub held: Vec<MessageId>,
    pub subject: Option<AppointmentId>,
    pub created: Option<Touched>,
    pub notices: Vec<String>,
    pub text: String,
    pub digest: String,
}

pub fn decide(
    id: CommandId,
    by: &Actor,
    command: &Command,
    days: &Days,
    stamp: &Stamp,
) -> Result<Decision, Refusal> {
    decide_in(Draft::new(days, id, by, stamp), command)
}

fn decide_in(mut draft: Draft<'_>, command: &Command) -> Result<Decision, Refusal> {
    command.decide(&mut draft)?;
    settle::settle(&mut draft)?;
    Ok(finished(draft))
}

fn finished(draft: Draft<'_>) -> Decision {
    let moved = moved(&draft.changes);
    let unplaced = unplaced(&draft.changes);
    let of_items = |wanted: fn(&Change<Item>) -> bool| -> Vec<ItemId> {
        draft
            .changes
            .attention
            .iter()
            .filter(|(_, change)| wanted(change))
            .map(|(id, _)| id.clone())
            .collect()
    };
    let (opened, closed) = (
        of_items(|change| matches!(change, Change::Added(_))),
        of_items(|change| matches!(change, Change::Removed(_))),
    );
    let held = held(&draft.changes);
    let digest = digest(&moved, &unplaced, &shown(&draft.days, &opened), &closed, held.len());
    Decision {
        changes: draft.changes,
        after: draft.days,
        moved,
        unplaced,
        opened,
        closed,
        held,
        subject: draft.subject,
        created: draft.created,
        notices: draft.notices,
        text: draft.text,
        digest,
    }
}

/// Each seat whose therapist changed, of rows that were there before and still are.
fn moved(changes: &Changes) -> Vec<Moved> {
    let mut moved = Vec::new();
    for change in changes.appointments.values() {
        let (Some(before), Some(after)) = (change.before(), change.after()) else { continue };
        if !after.occupies() {
            continue;
        }
        for (seat, now) in after.seats.iter().enumerate() {
            let was = before.seats.get(seat).and_then(|seat| seat.staff.as_ref());
            if was != now.staff.as_ref() {
                moved.push(Moved {
                    appointment: after.id.to_string(),
                    seat: seat as u32,
                    from: was.map(ToString::to_string),
                    to: now.staff.as_ref().map(ToString::to_string),
                });
            }
        }
    }
    moved
}

/// Seats that had a therapist, or are new, and are left without.
fn unplaced(changes: &Changes) -> Vec<(AppointmentId, u32)> {
    let mut unplaced = Vec::new();
    for change in changes.appointments.values() {
        let Some(after) = change.after().filter(|row| row.occupies()) else { continue };
        for (seat, now) in after.seats.iter().enumerate() {
            let was_open = change
                .before()
                .is_some_and(|row| row.seats.get(seat).is_some_and(|seat| seat.staff.is_none()));
            if now.staff.is_none() && !was_open {
                unplaced.push((after.id.clone(), seat as u32));
            }
        }
    }
    unplaced
}

/// Messages that now wait for a person.
fn held(changes: &Changes) -> Vec<MessageId> {
    let now_held = |message: &Message| message.state == MessageState::Held;
    let fresh = changes
        .messages
        .iter()
        .filter(|(_, change)| change.after().is_some_and(now_held) && !change.before().is_some_and(now_held));
    fresh.map(|(id, _)| id.clone()).collect()
}

/// An opened item as people see it. Its id may follow from the command's own, which is another one when the preview is applied.
type Shown = (ItemKind, Option<AppointmentId>, u32);

fn shown(days: &Days, opened: &[ItemId]) -> Vec<Shown> {
    let items = opened.iter().filter_map(|id| days.records().attention.get(id));
    let mut shown: Vec<Shown> = items.map(|item| (item.kind, item.appointment.clone(), item.seat)).collect();
    shown.sort();
    shown
}

/// A preview's fingerprint: what people were shown, not the minute they saw it.
fn digest(
    moved: &[Moved],
    unplaced: &[(AppointmentId, u32)],
    opened: &[Shown],
    closed: &[ItemId],
    held: usize,
) -> String {
    let shown = (moved, unplaced, opened, closed, held);
    fingerprint(&serde_json::to_string(&shown).unwrap_or_default())
}

impl Decision {
    /// What a person or script is told, with remedies for what is left.
    pub fn report(&self, id: CommandId, stamp: &Stamp) -> Report {
        Report {
            appointment: self.subject.as_ref().map(ToString::to_string),
            created: self.created.clone(),
            touched: self.changes.touched().into_iter().collect(),
            moved: self.moved.clone(),
            unplaced: self
                .unplaced
                .iter()
                .map(|(row, seat)| self.unplaced_report(row, *seat, stamp))
                .collect(),
            opened: self.opened.iter().filter_map(|item| self.opened_report(item, stamp)).collect(),
            closed: self.closed.iter().map(ToString::to_string).collect(),
            held: self.held.iter().filter_map(|message| self.held_report(message)).collect(),
            notices: self.notices.clone(),
            text: self.text.clone(),
            digest: self.digest.clone(),
            command: id.to_string(),
        }
    }

    fn unplaced_report(&self, row: &AppointmentId, seat: u32, stamp: &Stamp) -> Unplaced {
        let item = attention::item_id(row, seat, ItemKind::NoTherapist);
        let item = self.after.records().attention.get(&item);
        Unplaced {
            appointment: row.to_string(),
            seat,
            why: item.map(|item| attention::why(&self.after, item, stamp)).unwrap_or_default(),
            remedies: item.map(|item| remedy::remedies(&self.after, item, stamp)).unwrap_or_default(),
        }
    }

    fn opened_report(&self, id: &ItemId, stamp: &Stamp) -> Option<Opened> {
        let item = self.after.records().attention.get(id)?;
        Some(Opened {
            item: id.to_string(),
            kind: attention::kind_name(item.kind).into(),
            appointment: item.appointment.as_ref().map(ToString::to_string),
            why: attention::why(&self.after, item, stamp),
        })
    }

    fn held_report(&self, id: &MessageId) -> Option<Held> {
        let message = self.after.records().messages.get(id)?;
        Some(Held {
            message: id.to_string(),
            kind: crate::messages::kind_name(message.kind).into(),
            customer: message.customer.to_string(),
            text: message.text.clone(),
        })
    }

    /// The names of people whose rows changed hands, for one structured log line: counts only.
    pub fn counts(&self) -> (usize, usize, usize) {
        let placed = self.moved.iter().filter(|moved| moved.from.is_none()).count();
        (placed, self.moved.len() - placed, self.unplaced.len())
    }
}

/// Decides, and compares with the preview the command applies. What was promised is done even if its preview has changed since.
pub fn answer(issued: &Issued, days: &Days, stamp: &Stamp) -> Result<(Decision, Outcome), Refusal> {
    let mut draft = Draft::new(days, issued.id, &issued.by, stamp);
    draft.promised = issued.promised.then_some(issued.at);
    let decision = decide_in(draft, &issued.command)?;
    let report = decision.report(issued.id, stamp);
    let outcome = match &issued.digest {
        Some(digest) if *digest != decision.digest && !issued.promised => Outcome::Changed(report),
        _ => Outcome::Done(report),
    };
    Ok((decision, outcome))
}

/// Kinds a decision touched, for the window to know what to read again.
pub fn kinds(changes: &Changes) -> BTreeSet<String> {
    changes.touched().into_iter().map(|touched| touched.kind).collect()
}
