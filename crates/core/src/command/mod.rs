//! The commands.

pub mod lines;

use serde::{Deserialize, Serialize};

use lines::*;

/// Everything that can be done to a book. `"command"` names the variant in snake_case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    Book(Book),
    Change(Change),
    Move(Move),
    Reassign(Reassign),
    Swap(Swap),
    Bind(Bind),
    Unbind(Unbind),
    Arrive(Arrive),
    Cancel(Cancel),
    NoShow(NoShow),
    MarkAbsent(MarkAbsent),
    EndAbsence(EndAbsence),
    AddTemp(AddTemp),
    Deactivate(Deactivate),
    BlockRoom(BlockRoom),
    SetHours(SetHours),
    SetOverride(SetOverride),
    AddVacation(AddVacation),
    Finalize(Finalize),
    Allocate(Allocate),
    Resolve(Resolve),
    ReleaseMessage(ReleaseMessage),
    MarkSent(MarkSent),
    Edit(Edit),
    RecordBusy(RecordBusy),
    ArchiveTemps(ArchiveTemps),
    Undo(Undo),
}
