//! The cutoff (rules C1, C2): a sheet becomes final. Rows without a therapist are re-pooled first; each customer gets one message.
//! Doing it again does nothing.

use super::lines::Finalize;
use super::read;
use crate::draft::{Draft, Tell};
use crate::ids::*;
use crate::messages;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::{self, say};

pub fn decide(line: &Finalize, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let date = read::date("date", &line.date)?;
    draft.days.need(date)?;
    let shown = words::date(draft.language(), date);
    draft.text = say!(draft.language(), "The names of {shown} are final", "Majina ya {shown} ni ya mwisho");
    if draft.days.is_final(date) {
        return Ok(());
    }
    let open = repool::open_seats(&draft.days, draft.now_tick(), date);
    repool::place(draft, date, &open, Reach::Silent)?;
    let finalized_at = Some(draft.now());
    draft.put(Sheet { id: SheetId::new(&date.to_string()), date, finalized_at });
    finalize_rows(draft, date);
    messages::announce(draft, date);
    draft.tell = Tell::Nothing;
    Ok(())
}

fn finalize_rows(draft: &mut Draft<'_>, date: chrono::NaiveDate) {
    let rows: Vec<_> = draft.days.rows_on(date).filter(|row| row.occupies()).cloned().collect();
    for row in rows {
        let mut row = Appointment::clone(&row);
        for seat in row.seats.iter_mut().filter(|seat| seat.staff.is_some() && !seat.bound()) {
            seat.assignment = Assignment::Finalized;
        }
        draft.put(row);
    }
}
