//! Accepting a remedy of an attention item: the remedies are found anew, and the one with this id is done.

use super::Command;
use super::lines::Resolve;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::remedy;
use crate::repool::{self, Reach};
use crate::words::say;

pub fn decide(line: &Resolve, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let id = ItemId::new(&line.item);
    let Some(item) = draft.days.records().attention.get(&id).cloned() else {
        return Err(Refusal::unknown("item", &line.item));
    };
    if line.remedy == remedy::REPOOL {
        return place_again(&item, draft);
    }
    let found = remedy::remedies(&draft.days, &item, draft.stamp);
    let Some(remedy) = found.into_iter().find(|remedy| remedy.id == line.remedy) else {
        return Err(Refusal::unknown("remedy", &line.remedy));
    };
    let command: Command =
        serde_json::from_value(remedy.command).map_err(|why| Refusal::invalid("remedy", why.to_string()))?;
    command.decide(draft)
}

/// Whoever is free by now, moving what needs to be moved.
fn place_again(item: &Item, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some(row) = &item.appointment else { return Err(Refusal::unknown("remedy", remedy::REPOOL)) };
    draft.subject = Some(row.clone());
    draft.text = say!(draft.language(), "Found a therapist", "Mtaalamu amepatikana");
    repool::place(draft, item.date, &[(row.clone(), item.seat)].into(), Reach::Previewed)
}
