//! A vacation (rule A8): whole days, previewed and re-pooled as an absence is.

use super::lines::AddVacation;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::say;

pub fn decide(line: &AddVacation, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    read::stretch(draft, &line.first, &line.last)?;
    let (first, last) = (read::date("first", &line.first)?, read::date("last", &line.last)?);
    let id = VacationId::new(&draft.new_handle("vacation", ""));
    let reason = line.reason.as_deref().unwrap_or_default().trim().to_string();
    draft.put(Vacation { id: id.clone(), staff: staff.id.clone(), first, last, reason });
    draft.created = Some(Touched { kind: "vacation".into(), id: id.to_string() });
    let name = &staff.name;
    draft.text = say!(draft.language(), "Vacation for {name}", "Likizo ya {name}");
    repool::absorb(draft, Reach::Previewed)
}
