//! The customer is here; a second time takes it back (rule T4: a flag on the row).

use super::lines::Arrive;
use super::read;
use crate::draft::Draft;
use crate::refusal::Refusal;
use crate::words::say;

pub fn decide(line: &Arrive, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut row = read::booked_row(draft, &line.appointment)?;
    row.arrived = !row.arrived;
    draft.text = match row.arrived {
        true => say!(draft.language(), "The customer has arrived", "Mteja amefika"),
        false => say!(draft.language(), "Not arrived after all", "Bado hajafika"),
    };
    draft.subject = Some(row.id.clone());
    draft.put(row);
    Ok(())
}
