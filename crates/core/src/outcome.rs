//! What a command answers: one JSON object per line, the same for `zamu perform`, `zamu preview` and the window.
//! Plain shapes; `decision.rs` fills them.

use serde::{Deserialize, Serialize};

use crate::reading::RemedyReading;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Done(Report),
    /// The world moved since the preview: the fresh one, nothing is written.
    Changed(Report),
    Refused(Refused),
}

/// What a command did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Report {
    /// The handle of the row that was booked or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
    /// The handle of another record that was created: a person, an absence, a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Touched>,
    pub touched: Vec<Touched>,
    pub moved: Vec<Moved>,
    pub unplaced: Vec<Unplaced>,
    pub opened: Vec<Opened>,
    /// Ids of attention items that closed.
    pub closed: Vec<String>,
    /// Messages that wait for a person: somebody's name changed.
    pub held: Vec<Held>,
    /// Said to the person at the desk, never refusing: `the customer is booked at 14:00 too`.
    pub notices: Vec<String>,
    /// One sentence of what was done, for the undo toast and the history.
    pub text: String,
    pub digest: String,
    /// The command that did it, to undo.
    pub command: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Touched {
    pub kind: String,
    pub id: String,
}

/// A seat whose therapist changed; null is nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Moved {
    pub appointment: String,
    pub seat: u32,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// A row that this command leaves without a therapist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Unplaced {
    pub appointment: String,
    pub seat: u32,
    pub why: String,
    pub remedies: Vec<RemedyReading>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Opened {
    pub item: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Held {
    pub message: String,
    pub kind: String,
    pub customer: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Refused {
    pub code: String,
    pub why: String,
    /// The nearest starts that would do, local times of the site.
    pub nearest: Vec<String>,
    /// A command that would do instead (`release and move`), ready to be performed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", specta(type = Option<specta_typescript::Unknown>))]
    pub instead: Option<serde_json::Value>,
}
