//! What is asked while something is decided: starts, candidates, who may go, what needs attention, what was done.

use serde::{Deserialize, Serialize};

shapes! {
    /// What the booking form asks: dates inclusive, `service` a handle.
    pub struct SlotQuery {
        pub service: String,
        pub from: String,
        pub to: String,
        #[serde(default)]
        pub gender: Option<String>,
        #[serde(default)]
        pub staff: Option<String>,
        #[serde(default)]
        pub reshuffle: bool,
        /// A row being moved: its own place counts as free.
        #[serde(default)]
        pub moving: Option<String>,
        /// Another length than the service's.
        #[serde(default)]
        pub minutes: Option<u32>,
    }

    pub struct SlotsReading { pub slots: Vec<SlotReading>, pub why_none: Vec<WhyNone> }

    /// A start that can be offered. `staff` is who is free then, first the one who would be picked.
    pub struct SlotReading { pub start: String, pub staff: Vec<String>, pub reshuffle: bool }

    pub struct WhyNone {
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub who: Option<String>,
        pub why: String,
    }

    /// Everyone of the team against one seat: who could take it, and why the others cannot.
    pub struct CandidatesReading { pub candidates: Vec<Candidate> }

    pub struct Candidate {
        pub staff: String,
        pub name: String,
        pub current: bool,
        /// Empty when this person can take the seat.
        pub code: Option<String>,
        pub why: String,
        /// The seat of this person that stands in the way and could be swapped with this one.
        pub swap: Option<SwapWith>,
        /// Minutes of spans booked this day.
        pub booked: u32,
    }

    pub struct SwapWith { pub appointment: String, pub seat: u32 }

    /// A day that fewer people could serve.
    pub struct DaysOffReading {
        pub date: String,
        /// People there that day, and how many of them are needed.
        pub working: u32,
        pub needed: u32,
        /// Those who could be away, all together.
        pub may_go: Vec<Person>,
    }

    pub struct Person { pub id: String, pub name: String }

    /// `cleared`: what was settled today, newest first; filled by the desk, which has the history.
    pub struct AttentionReading { pub items: Vec<ItemReading>, pub cleared: Vec<ClearedReading> }

    /// An item that needs nobody any more: what it was and what ended it.
    pub struct ClearedReading {
        pub id: String,
        pub kind: String,
        pub appointment: Option<String>,
        pub customer_name: Option<String>,
        /// Local start of its row.
        pub start: Option<String>,
        /// RFC 3339 UTC.
        pub at: String,
        pub by: String,
        /// What was done, in the words of the history.
        pub text: String,
    }

    pub struct ItemReading {
        pub id: String,
        /// `no_therapist, bound_absent, name_changed, name_taken_back, room, outside_hours, does_not_fit, busy_outside, temp_leaving, message_not_sent, ...`
        pub kind: String,
        pub appointment: Option<String>,
        pub date: Option<String>,
        pub start: Option<String>,
        pub customer_name: Option<String>,
        pub phone: Option<String>,
        pub service_name: Option<String>,
        pub why: String,
        /// Minutes until the row starts; negative when it should have.
        pub minutes: i32,
        pub opened_at: String,
        pub message: Option<String>,
        pub remedies: Vec<RemedyReading>,
    }

    /// A way out that was solved, not guessed. `clears`: how many open items it ends. `command` can be performed as it stands.
    pub struct RemedyReading {
        pub id: String,
        pub text: String,
        pub clears: u32,
        #[cfg_attr(feature = "types", specta(type = specta_typescript::Unknown))]
        pub command: serde_json::Value,
    }

    pub struct HistoryReading { pub entries: Vec<HistoryEntry> }

    pub struct HistoryEntry {
        pub at: String,
        pub by: String,
        pub command: String,
        /// One sentence for people.
        pub text: String,
        pub changes: Vec<FieldChange>,
    }

    pub struct FieldChange { pub kind: String, pub id: String, pub field: String, pub before: String, pub after: String }
}
