//! Cancelling and no-shows (rule B7): the time is free at once, the row stays, greyed, with its history. Nothing else moves (A6).

use super::lines::{Cancel, NoShow};
use super::read;
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn cancel(line: &Cancel, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut row = read::booked_row(draft, &line.appointment)?;
    if let Some(reason) = line.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
        row.note = if row.note.is_empty() { reason.to_string() } else { format!("{}\n{reason}", row.note) };
    }
    draft.text = say!(draft.language(), "Cancelled a row", "Nafasi imeghairiwa");
    end(row, Status::Cancelled, draft);
    Ok(())
}

pub fn no_show(line: &NoShow, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let row = read::booked_row(draft, &line.appointment)?;
    if row.arrived {
        return Err(Refusal::invalid(
            "appointment",
            both!(
                "this customer has arrived; take that back first",
                "mteja huyu amefika; rudisha hilo kwanza"
            ),
        ));
    }
    draft.text = say!(draft.language(), "Marked as a no-show", "Mteja hakufika");
    end(row, Status::NoShow, draft);
    Ok(())
}

fn end(row: Appointment, status: Status, draft: &mut Draft<'_>) {
    draft.subject = Some(row.id.clone());
    draft.put(Appointment { status, ..row });
}
