//! Closing a room for a time (rule R2): rows there get another room; what gets none goes to attention.

use super::lines::BlockRoom;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::say;

pub fn decide(line: &BlockRoom, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let room = draft.days.room(&RoomId::new(&line.room))?.clone();
    let span = read::stretch(draft, &line.from, &line.until)?;
    let id = RoomBlockId::new(&draft.new_handle("room_block", ""));
    let reason = line.reason.as_deref().unwrap_or_default().trim().to_string();
    draft.put(RoomBlock { id: id.clone(), room: room.id.clone(), span, reason });
    draft.created = Some(Touched { kind: "room_block".into(), id: id.to_string() });
    let name = &room.name;
    draft.text = say!(draft.language(), "{name} is closed", "{name} kimefungwa");
    Ok(())
}
