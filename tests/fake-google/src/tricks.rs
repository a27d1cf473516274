//! What can go wrong on the way to Google and back. A trick waits for the next request of its kind.

use std::time::Duration;

/// One thing that goes wrong, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trick {
    /// Nothing is done; this is the answer.
    Refuse { status: u16, reason: &'static str, retry_after: Option<u32> },
    /// It is done, and the line breaks before a word of the answer.
    LoseAnswer,
    /// It is done, and the line breaks in the middle of the answer.
    CutAnswer,
    /// The line breaks before anything is done.
    LoseQuestion,
    /// It is done after a while.
    Slow(Duration),
    /// A list answers with an empty page before its next.
    EmptyPage,
    /// A list brings old versions after new ones, and some twice.
    OldVersions,
}

impl Trick {
    pub fn refuse(status: u16, reason: &'static str) -> Trick {
        Trick::Refuse { status, reason, retry_after: None }
    }
}
