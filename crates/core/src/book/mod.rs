//! The book file: everything of a site but its history, in a form people can read and write. Writing is canonical (sorted, defaults left
//! out, a newline at the end), so a book written, read and written again is byte-equal. A fault names its path and nothing is imported.

mod dated;
mod file;
mod of_records;
mod parts;
mod rows;
mod to_records;

pub(crate) use dated::{block, override_, room_block, vacation};
pub use file::*;
pub(crate) use of_records::{
    block_file, customer_file, override_file, room_block_file, room_file, service_file, site_file,
    staff_file, vacation_file,
};
pub(crate) use parts::Names;
pub(crate) use to_records::{customer, room, service, site, staff};

use std::collections::BTreeSet;

use crate::changes::Records;
use crate::days::Days;
use crate::decide::{Actor, Stamp};
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::scope::Scope;
use crate::words::{Words, both};
use crate::{attention, pick, rooms};

/// What is wrong with a book file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookFault {
    /// `appointments[12].staff[0]`; empty for the file as a whole.
    pub path: String,
    pub why: Words,
}

impl std::fmt::Display for BookFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() { self.why.fmt(f) } else { write!(f, "{}: {}", self.path, self.why) }
    }
}

impl std::error::Error for BookFault {}

pub(crate) fn fault(path: impl Into<String>, why: impl Into<Words>) -> BookFault {
    BookFault { path: path.into(), why: why.into() }
}

/// Reads a book file into records: rows whose `staff` is left out are picked, rooms are named, and rows that do not fit open attention.
pub fn read(text: &str, stamp: &Stamp) -> Result<Records, BookFault> {
    let mut from = serde_json::Deserializer::from_str(text);
    let file: BookFile = serde_path_to_error::deserialize(&mut from).map_err(|error| {
        let inner = error.inner();
        let path = error.path().to_string();
        fault(if path == "." { String::new() } else { path }, format!("{inner}"))
    })?;
    from.end().map_err(|error| fault("", error.to_string()))?;
    let (records, open) = to_records::records(&file)?;
    complete(records, &open, stamp)
}

/// Writes a book file.
pub fn write(records: &Records) -> String {
    let file = of_records::file(records);
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Rows the file leaves to the system: whom to pick, and which need a room.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOpen {
    pub staff: BTreeSet<AppointmentId>,
    pub rooms: BTreeSet<AppointmentId>,
}

fn complete(records: Records, open: &LeftOpen, stamp: &Stamp) -> Result<Records, BookFault> {
    let whole = Days::new(records, Scope::whole())
        .ok_or_else(|| fault("site", both!("a book needs its site", "kitabu kinahitaji biashara yake")))?;
    let by = Actor::default();
    let mut draft = Draft::new(&whole, command_named("init"), &by, stamp);
    let refused = |refusal: Refusal| fault("", refusal.words());
    for id in &open.staff {
        pick_open(&mut draft, id).map_err(refused)?;
    }
    for id in &open.rooms {
        name_room(&mut draft, id).map_err(refused)?;
    }
    let dates: BTreeSet<_> = draft.days.dates_with_rows(chrono::NaiveDate::MIN).into_iter().collect();
    for date in dates {
        let wanted = attention::wanted(&draft.days, date, draft.now_tick()).map_err(refused)?;
        for (id, item) in wanted {
            if !draft.days.records().attention.contains_key(&id) {
                draft.put(Item { opened_at: stamp.now, ..item });
            }
        }
    }
    Ok(draft.days.records().clone())
}

fn pick_open(draft: &mut Draft<'_>, id: &AppointmentId) -> Result<(), Refusal> {
    let row = Appointment::clone(draft.days.appointment(id)?);
    if let Ok(seats) = pick::pick(&draft.days, &row, crate::availability::Force::Nothing)? {
        draft.put(Appointment { seats, ..row });
    }
    Ok(())
}

fn name_room(draft: &mut Draft<'_>, id: &AppointmentId) -> Result<(), Refusal> {
    let row = Appointment::clone(draft.days.appointment(id)?);
    let kinds = draft.days.service(&row.service)?.room_kinds.clone();
    let own = BTreeSet::from([id.clone()]);
    if let Some(room) = rooms::free_room(&draft.days, &kinds, row.span(), &own) {
        draft.put(Appointment { room: Some(room), ..row });
    }
    Ok(())
}
