//! Everything that can be done to a book: one enum, one file per command. `lines.rs` has the values as people write them.
//! A command puts and removes records in the draft, or refuses; what follows from that is `settle.rs`.

mod add_customers;
mod add_temp;
mod add_vacation;
mod allocate;
mod archive_temps;
mod arrive;
mod bind;
mod block_room;
mod book;
mod calendar;
mod cancel;
mod change;
mod deactivate;
mod edit;
mod end_absence;
mod finalize;
pub mod lines;
mod mark_absent;
mod message;
mod read;
mod reassign;
mod record_busy;
mod reschedule;
mod resolve;
mod seats;
mod set_hours;
mod set_override;
mod swap;
mod undo;

use serde::{Deserialize, Serialize};

use crate::draft::Draft;
use crate::refusal::Refusal;
use crate::scope::Scope;
use lines::*;
pub(crate) use read::check_hours;

/// `"command"` names the variant in snake_case.
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
    AddCustomers(AddCustomers),
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
    ConnectCalendar(ConnectCalendar),
    ChooseCalendars(ChooseCalendars),
    TellCalendar(TellCalendar),
    DisconnectCalendar(DisconnectCalendar),
    ArchiveTemps(ArchiveTemps),
    Undo(Undo),
}

impl Command {
    pub(crate) fn decide(&self, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        match self {
            Command::Book(line) => book::decide(line, draft),
            Command::Change(line) => change::decide(line, draft),
            Command::Move(line) => reschedule::decide(line, draft),
            Command::Reassign(line) => reassign::decide(line, draft),
            Command::Swap(line) => swap::decide(line, draft),
            Command::Bind(line) => bind::bind(line, draft),
            Command::Unbind(line) => bind::unbind(line, draft),
            Command::Arrive(line) => arrive::decide(line, draft),
            Command::Cancel(line) => cancel::cancel(line, draft),
            Command::NoShow(line) => cancel::no_show(line, draft),
            Command::MarkAbsent(line) => mark_absent::decide(line, draft),
            Command::EndAbsence(line) => end_absence::decide(line, draft),
            Command::AddCustomers(line) => add_customers::decide(line, draft),
            Command::AddTemp(line) => add_temp::decide(line, draft),
            Command::Deactivate(line) => deactivate::decide(line, draft),
            Command::BlockRoom(line) => block_room::decide(line, draft),
            Command::SetHours(line) => set_hours::decide(line, draft),
            Command::SetOverride(line) => set_override::decide(line, draft),
            Command::AddVacation(line) => add_vacation::decide(line, draft),
            Command::Finalize(line) => finalize::decide(line, draft),
            Command::Allocate(line) => allocate::decide(line, draft),
            Command::Resolve(line) => resolve::decide(line, draft),
            Command::ReleaseMessage(line) => message::release(line, draft),
            Command::MarkSent(line) => message::mark_sent(line, draft),
            Command::Edit(line) => edit::decide(line, draft),
            Command::RecordBusy(line) => record_busy::decide(line, draft),
            Command::ConnectCalendar(line) => calendar::connect(line, draft),
            Command::ChooseCalendars(line) => calendar::choose(line, draft),
            Command::TellCalendar(line) => calendar::tell(line, draft),
            Command::DisconnectCalendar(line) => calendar::disconnect(line, draft),
            Command::ArchiveTemps(line) => archive_temps::decide(line, draft),
            Command::Undo(line) => undo::decide(line, draft),
        }
    }

    /// What to load first. A command that finds it needs more says so (`Refusal::NotLoaded`), and is decided again with that.
    pub fn scope(&self) -> Scope {
        read::scope(self)
    }

    /// Whether it can be taken back. What has left the house cannot.
    pub fn can_be_undone(&self) -> bool {
        !matches!(
            self,
            Command::MarkSent(_)
                | Command::ReleaseMessage(_)
                | Command::ConnectCalendar(_)
                | Command::ChooseCalendars(_)
                | Command::TellCalendar(_)
                | Command::DisconnectCalendar(_)
        )
    }

    pub fn name(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value["command"].as_str().unwrap_or_default().to_string()
    }
}
