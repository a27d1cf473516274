//! What follows from any command, always in this order: rooms find their rows, placed rows of a final sheet become final (B8),
//! customers' messages are written, attention is reviewed. Each step reads the draft and puts records; none refuses but for a clash.

use crate::draft::{Draft, Tell};
use crate::record::*;
use crate::refusal::Refusal;
use crate::{attention, messages, rooms};

pub fn settle(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    rooms::settle(draft)?;
    finalize_placed(draft);
    if draft.tell != Tell::Nothing {
        messages::settle(draft);
    }
    attention::review(draft)
}

/// B8: any row that is or becomes placed on a final sheet is finalized.
fn finalize_placed(draft: &mut Draft<'_>) {
    for id in draft.touched_rows() {
        let Some(row) = draft.days.records().appointments.get(&id).cloned() else { continue };
        if !row.occupies() || !draft.days.is_final(draft.days.date_of(row.start)) {
            continue;
        }
        let mut row = Appointment::clone(&row);
        for seat in row.seats.iter_mut().filter(|seat| seat.staff.is_some() && !seat.bound()) {
            seat.assignment = Assignment::Finalized;
        }
        draft.put(row);
    }
}
