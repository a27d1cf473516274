//! Marking a person absent (rules A1 to A5): a block on the person; unbound rows are re-pooled, bound ones stay and wait in attention.

use super::lines::MarkAbsent;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::{both, say};

pub fn decide(line: &MarkAbsent, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    let span = read::stretch(draft, &line.from, &line.until)?;
    let kind = kind(line.kind.as_deref())?;
    let id = BlockId::new(&draft.new_handle("block", ""));
    let reason = line.reason.as_deref().unwrap_or_default().trim().to_string();
    draft.put(Block { id: id.clone(), staff: staff.id.clone(), kind, span, reason });
    draft.created = Some(Touched { kind: "block".into(), id: id.to_string() });
    let name = &staff.name;
    draft.text = match kind {
        BlockKind::Absence => say!(draft.language(), "{name} is absent", "{name} hayupo"),
        _ => say!(draft.language(), "Blocked time of {name}", "Muda wa {name} umezuiwa"),
    };
    repool::absorb(draft, Reach::Previewed)
}

fn kind(kind: Option<&str>) -> Result<BlockKind, Refusal> {
    match kind.unwrap_or("absence") {
        "absence" => Ok(BlockKind::Absence),
        "training" => Ok(BlockKind::Training),
        "lunch" => Ok(BlockKind::Lunch),
        "block" => Ok(BlockKind::Block),
        other => Err(Refusal::invalid(
            "kind",
            both!(
                "`{other}` is not absence, training, lunch or block",
                "`{other}` si absence, training, lunch wala block"
            ),
        )),
    }
}
