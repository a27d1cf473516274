//! A person's weekly hours (rule A8): previewed, re-pooled and undone as an absence is.

use super::lines::SetHours;
use super::read;
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::say;

pub fn decide(line: &SetHours, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    let hours = read::hours(&line.hours)?;
    draft.days.need_from(draft.today())?;
    draft.put(Staff { hours, ..Staff::clone(&staff) });
    let name = &staff.name;
    draft.text = say!(draft.language(), "Changed the hours of {name}", "Saa za {name} zimebadilishwa");
    repool::absorb(draft, Reach::Previewed)
}
