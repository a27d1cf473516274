//! Messages leave by hand: releasing a held one makes it ready, marking as sent says it is out. Neither can be taken back (G1).

use super::lines::{MarkSent, ReleaseMessage};
use crate::draft::Draft;
use crate::ids::*;
use crate::record::*;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn release(line: &ReleaseMessage, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.text = say!(draft.language(), "Released a message", "Ujumbe umeachiliwa");
    step(&line.message, MessageState::Ready, draft)
}

pub fn mark_sent(line: &MarkSent, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.text = say!(draft.language(), "A message was sent", "Ujumbe umetumwa");
    step(&line.message, MessageState::Sent, draft)
}

fn step(id: &str, state: MessageState, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let message = Message::clone(draft.days.message(&MessageId::new(id))?);
    draft.days.need(message.date)?;
    match message.state {
        MessageState::Sent => Err(Refusal::MessageLeft),
        MessageState::Withdrawn => Err(Refusal::invalid(
            "message",
            both!(
                "this message was withdrawn: what it says is no longer so",
                "ujumbe huu umeondolewa: unachosema si kweli tena"
            ),
        )),
        MessageState::Held | MessageState::Ready => {
            draft.put(Message { state, ..message });
            Ok(())
        }
    }
}
