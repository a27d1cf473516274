//! Ending an absence (rule A6), early or altogether: the person is free again; nothing moves until somebody accepts a remedy.
//! A room's closing ends the same way.

use super::lines::EndAbsence;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::{Span, Tick};
use crate::words::{both, say};

pub fn decide(line: &EndAbsence, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let at = line.at.as_deref().map(|at| read::tick(draft, "at", at)).transpose()?;
    draft.text = say!(draft.language(), "Ended an absence", "Kutokuwepo kumeisha");
    let id = BlockId::new(&line.absence);
    if let Some(block) = draft.days.records().blocks.get(&id).cloned() {
        draft.days.need_span(block.span)?;
        match shortened(block.span, at)? {
            Some(span) => draft.put(Block { span, ..Block::clone(&block) }),
            None => draft.remove::<Block>(&id),
        }
        return Ok(());
    }
    let id = RoomBlockId::new(&line.absence);
    let Some(block) = draft.days.records().room_blocks.get(&id).cloned() else {
        return Err(Refusal::unknown("absence", &line.absence));
    };
    draft.days.need_span(block.span)?;
    match shortened(block.span, at)? {
        Some(span) => draft.put(RoomBlock { span, ..RoomBlock::clone(&block) }),
        None => draft.remove::<RoomBlock>(&id),
    }
    Ok(())
}

/// What is left of a stretch that ends at `at`; nothing when it never began.
fn shortened(span: Span, at: Option<Tick>) -> Result<Option<Span>, Refusal> {
    match at {
        Some(at) if at >= span.until => Err(Refusal::invalid(
            "at",
            both!("that is after it ends anyway", "hiyo ni baada ya kuisha kwake kwa kawaida"),
        )),
        Some(at) if at > span.from => Ok(Some(Span::new(span.from, at))),
        _ => Ok(None),
    }
}
