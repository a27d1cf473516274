//! A person leaves the team (rule A8; A7 for a temp): from that day on they have no hours. Previewed and re-pooled as an absence is.

use super::lines::Deactivate;
use super::read;
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::{self, say};

pub fn decide(line: &Deactivate, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    let from = read::date("from", &line.from)?;
    draft.days.need_from(from)?;
    draft.put(Staff { left_on: Some(from), ..Staff::clone(&staff) });
    let (name, date) = (&staff.name, words::date(draft.language(), from));
    draft.text = say!(draft.language(), "{name} leaves the team on {date}", "{name} anaondoka {date}");
    repool::absorb(draft, Reach::Previewed)
}
