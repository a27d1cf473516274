//! What customers will read (rule G1): written as records when a row changes, sent by nobody here. At most one unsent message per customer
//! and day: a newer one replaces it. No text holds the name of a provisional therapist (B1); a changed name waits for a person (A4, A5).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::changes::Change;
use crate::days::Days;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::time::clock_of;
use crate::words::{self, say};

pub fn kind_name(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Booked => "booked",
        MessageKind::Moved => "moved",
        MessageKind::Cancelled => "cancelled",
        MessageKind::YourTherapist => "your_therapist",
        MessageKind::ChangedTherapist => "changed_therapist",
    }
}

pub fn state_name(state: MessageState) -> &'static str {
    match state {
        MessageState::Held => "held",
        MessageState::Ready => "ready",
        MessageState::Sent => "sent",
        MessageState::Withdrawn => "withdrawn",
    }
}

/// What happened to a row, as its customer would see it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    Booked,
    Moved {
        new_name: bool,
    },
    Cancelled,
    /// A name they were to be told changed, or is there for the first time.
    Name {
        held: bool,
    },
    /// The name is gone and nobody has the row: nothing to say yet, and what was to be said is wrong.
    NameLost,
}

/// Writes the messages of every row this draft changed.
pub fn settle(draft: &mut Draft<'_>) {
    for (row, news, was_on) in all_news(draft) {
        let date = draft.days.date_of(row.start);
        if let Some(was_on) = was_on.filter(|was_on| *was_on != date) {
            withdraw_unsent(draft, &row.customer, was_on);
        }
        write(draft, &row, date, news);
    }
}

/// Each changed row with its news, and the day it was on before.
fn all_news(draft: &Draft<'_>) -> Vec<(Appointment, News, Option<NaiveDate>)> {
    let mut all = Vec::new();
    for change in draft.changes.appointments.values() {
        let Some(after) = change.after() else { continue };
        let coming =
            after.start.utc() > draft.now() || after.end().utc() > draft.now() && change.before().is_some();
        if !coming {
            continue;
        }
        let news = match change {
            Change::Added(row) => row.occupies().then_some(News::Booked),
            Change::Updated { before, after } => news(before, after),
            Change::Removed(_) => None,
        };
        let was_on = change.before().map(|row| draft.days.date_of(row.start));
        all.extend(news.map(|news| (after.clone(), news, was_on)));
    }
    all
}

fn news(before: &Appointment, after: &Appointment) -> Option<News> {
    match (before.status, after.status) {
        (Status::Booked, Status::Cancelled) => return Some(News::Cancelled),
        (_, Status::Cancelled | Status::NoShow) => return None,
        (Status::Cancelled | Status::NoShow, Status::Booked) => return Some(News::Booked),
        (Status::Booked, Status::Booked) => {}
    }
    let told = |seat: &Seat| seat.assignment != Assignment::Provisional;
    let seats = || before.seats.iter().zip(&after.seats);
    let named = |seat: &Seat| told(seat) && seat.staff.is_some();
    let renamed = seats().any(|(was, is)| named(was) && named(is) && was.staff != is.staff);
    if before.start != after.start || before.service != after.service {
        return Some(News::Moved { new_name: renamed });
    }
    if seats().any(|(was, is)| named(was) && !named(is)) {
        return Some(News::NameLost);
    }
    if renamed {
        return Some(News::Name { held: true });
    }
    let final_now =
        seats().any(|(was, is)| is.assignment == Assignment::Finalized && is.staff.is_some() && !named(was));
    final_now.then_some(News::Name { held: false })
}

fn withdraw_unsent(draft: &mut Draft<'_>, customer: &CustomerId, date: NaiveDate) -> Option<Message> {
    let unsent: Vec<_> =
        draft.days.messages_of(customer, date).filter(|message| message.unsent()).cloned().collect();
    for message in &unsent {
        draft.put(Message { state: MessageState::Withdrawn, ..Message::clone(message) });
    }
    unsent.first().map(|message| Message::clone(message))
}

/// One message for the customer's day: newer news replaces what was not sent yet.
fn write(draft: &mut Draft<'_>, row: &Appointment, date: NaiveDate, news: News) {
    let replaced = withdraw_unsent(draft, &row.customer, date);
    let Some((kind, state)) = kind_of(news, replaced.as_ref().map(|message| message.kind)) else { return };
    let customer = draft.days.records().customers.get(&row.customer).cloned();
    if customer.is_none_or(|customer| customer.phone.is_empty()) {
        return;
    }
    let mut rows: BTreeSet<AppointmentId> =
        replaced.into_iter().flat_map(|message| message.appointments).collect();
    rows.insert(row.id.clone());
    let text = text(&draft.days, &rows, kind);
    let id = MessageId::new(&draft.new_handle("message", &format!("{} {date}", row.customer)));
    let appointments = rows.into_iter().collect();
    let at = draft.now();
    draft.put(Message {
        id,
        customer: row.customer.clone(),
        date,
        kind,
        state,
        appointments,
        text,
        at,
        taken_back: false,
    });
}

/// Kind and state of the new message. What the customer never heard of needs no correction.
fn kind_of(news: News, replaced: Option<MessageKind>) -> Option<(MessageKind, MessageState)> {
    use MessageKind::*;
    let held = |held: bool| if held { MessageState::Held } else { MessageState::Ready };
    match (news, replaced) {
        (News::Booked, _) => Some((Booked, MessageState::Ready)),
        (News::Moved { new_name }, Some(Booked)) => Some((Booked, held(new_name))),
        (News::Moved { new_name }, _) => Some((Moved, held(new_name))),
        (News::NameLost, Some(Booked)) => Some((Booked, MessageState::Ready)),
        (News::Cancelled, Some(Booked)) | (News::NameLost, _) => None,
        (News::Cancelled, _) => Some((Cancelled, MessageState::Ready)),
        (News::Name { held: waits }, Some(Booked)) => Some((Booked, held(waits))),
        (News::Name { held: false }, _) => Some((YourTherapist, MessageState::Ready)),
        (News::Name { held: true }, Some(YourTherapist)) => Some((YourTherapist, MessageState::Held)),
        (News::Name { held: true }, _) => Some((ChangedTherapist, MessageState::Held)),
    }
}

/// C1: one message for each customer of a sheet that becomes final, with the names.
pub fn announce(draft: &mut Draft<'_>, date: NaiveDate) {
    let rows: Vec<_> = draft.days.rows_on(date).filter(|row| row.occupies()).cloned().collect();
    let customers: BTreeSet<_> = rows.iter().map(|row| row.customer.clone()).collect();
    for customer in customers {
        let mine: BTreeSet<AppointmentId> = rows
            .iter()
            .filter(|row| row.customer == customer && named(row))
            .map(|row| row.id.clone())
            .collect();
        let reachable =
            draft.days.records().customers.get(&customer).is_some_and(|customer| !customer.phone.is_empty());
        let coming = rows.iter().any(|row| mine.contains(&row.id) && row.start.utc() > draft.now());
        if mine.is_empty() || !reachable || !coming {
            continue;
        }
        withdraw_unsent(draft, &customer, date);
        let text = text(&draft.days, &mine, MessageKind::YourTherapist);
        let id = MessageId::new(&draft.new_handle("message", &format!("{customer} {date}")));
        let (at, appointments) = (draft.now(), mine.into_iter().collect());
        let (kind, state) = (MessageKind::YourTherapist, MessageState::Ready);
        draft.put(Message { id, customer, date, kind, state, appointments, text, at, taken_back: false });
    }
}

fn named(row: &Appointment) -> bool {
    row.seats.iter().any(|seat| seat.staff.is_some())
}

/// The text of a message about some rows of one customer, in the language of the site's customers.
pub fn text(days: &Days, rows: &BTreeSet<AppointmentId>, kind: MessageKind) -> String {
    let language = days.site().language;
    let site = &days.site().name;
    let rows: Vec<String> = rows
        .iter()
        .filter_map(|id| days.records().appointments.get(id))
        .map(|row| line(days, row, kind))
        .collect();
    let rows = rows.join("; ");
    match kind {
        MessageKind::Booked => say!(language, "{site}: {rows}", "{site}: {rows}"),
        MessageKind::Moved => {
            say!(language, "{site}: your visit is moved. {rows}", "{site}: miadi yako imehamishwa. {rows}")
        }
        MessageKind::Cancelled => say!(language, "{site}: cancelled. {rows}", "{site}: imeghairiwa. {rows}"),
        MessageKind::YourTherapist => say!(language, "{site}: {rows}", "{site}: {rows}"),
        MessageKind::ChangedTherapist => say!(
            language,
            "{site}: your therapist has changed. {rows}",
            "{site}: mtaalamu wako amebadilika. {rows}"
        ),
    }
}

/// `Reflexology, Tue 24 Nov 16:15 with Faith.`, or without a name while it is not final.
fn line(days: &Days, row: &Appointment, kind: MessageKind) -> String {
    let language = days.site().language;
    let service =
        days.records().services.get(&row.service).map(|service| service.name.clone()).unwrap_or_default();
    let date = words::date(language, days.date_of(row.start));
    let clock = clock_of(days.zone(), row.start);
    if kind == MessageKind::Cancelled {
        return format!("{service}, {date} {clock}.");
    }
    let names: Vec<String> = row
        .seats
        .iter()
        .filter(|seat| seat.assignment != Assignment::Provisional)
        .filter_map(|seat| name(days, seat))
        .collect();
    if names.is_empty() || names.len() < row.seats.len() {
        return say!(
            language,
            "{service}, {date} {clock}. We'll confirm your therapist before your visit.",
            "{service}, {date} {clock}. Tutathibitisha mtaalamu wako kabla ya ziara yako."
        );
    }
    let names = words::list(language, &names);
    say!(language, "{service}, {date} {clock} with {names}.", "{service}, {date} {clock} na {names}.")
}

fn name(days: &Days, seat: &Seat) -> Option<String> {
    let staff = seat.staff.as_ref()?;
    days.records().staff.get(staff).map(|staff| staff.name.clone())
}
