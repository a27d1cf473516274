//! A refusal is a value people can read: a code for scripts, a sentence that says why, and what would turn it into a yes.

use chrono::NaiveDate;

use crate::outcome::Refused;
use crate::reason::Reason;
use crate::record::Language;
use crate::scope::Scope;
use crate::words::{Words, say};

#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// A single reason: about a person, a room or a time. `nearest`: starts that would do.
    No {
        reason: Reason,
        nearest: Vec<String>,
    },
    /// Nobody, or no room, is free then; the reasons differ.
    SlotUnavailable {
        why: Vec<Reason>,
        nearest: Vec<String>,
    },
    /// Two rows would share a person or a room.
    Clash {
        who: String,
        what: String,
    },
    /// The customer asked for this person by name.
    Bound {
        who: String,
        /// The day asked for: the sentence names the nearest starts on it.
        date: NaiveDate,
        nearest: Vec<String>,
        instead: Option<Box<serde_json::Value>>,
    },
    /// The names of this sheet are final.
    Finalized {
        date: String,
    },
    Unknown {
        kind: String,
        id: String,
    },
    /// Somebody else changed this field meanwhile.
    StaleEdit {
        field: String,
    },
    /// A later step changed the same; take that back first.
    DependsOn {
        text: String,
    },
    MessageLeft,
    NothingToUndo,
    NothingToRedo,
    /// The command needs a newer Zamu.
    Outdated,
    ReadOnly {
        why: String,
    },
    Invalid {
        field: String,
        why: Words,
    },
    /// Not for people: more must be loaded before this can be decided.
    NotLoaded(Box<Scope>),
}

impl Refusal {
    pub fn unknown(kind: &str, id: &str) -> Refusal {
        Refusal::Unknown { kind: kind.into(), id: id.into() }
    }

    pub fn invalid(field: &str, why: impl Into<Words>) -> Refusal {
        Refusal::Invalid { field: field.into(), why: why.into() }
    }

    pub fn no(reason: Reason) -> Refusal {
        Refusal::No { reason, nearest: Vec::new() }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Refusal::No { reason, .. } => reason.code(),
            Refusal::SlotUnavailable { .. } => "slot_unavailable",
            Refusal::Clash { .. } => "clash",
            Refusal::Bound { .. } => "bound",
            Refusal::Finalized { .. } => "finalized",
            Refusal::Unknown { .. } => "unknown",
            Refusal::StaleEdit { .. } => "stale_edit",
            Refusal::DependsOn { .. } => "depends_on",
            Refusal::MessageLeft => "message_left",
            Refusal::NothingToUndo | Refusal::NothingToRedo => "nothing_to_undo",
            Refusal::Outdated => "outdated",
            Refusal::ReadOnly { .. } => "read_only",
            Refusal::Invalid { .. } | Refusal::NotLoaded(_) => "invalid",
        }
    }

    pub fn why(&self, language: Language) -> String {
        match self {
            Refusal::No { reason, .. } => sentence(&reason.text(language)),
            Refusal::SlotUnavailable { why, .. } => unavailable(why, language),
            Refusal::Clash { who, what } => say!(
                language,
                "{who} would be in two places: {what}.",
                "{who} atakuwa mahali pawili: {what}."
            ),
            Refusal::Bound { who, date, nearest, .. } => bound(who, *date, nearest, language),
            Refusal::Finalized { date } => {
                say!(language, "The names of {date} are final.", "Majina ya {date} ni ya mwisho.")
            }
            Refusal::Unknown { kind, id } => say!(
                language,
                "There is no {kind} `{id}` in this book.",
                "Hakuna {kind} `{id}` katika kitabu hiki."
            ),
            Refusal::StaleEdit { field } => {
                say!(
                    language,
                    "Somebody changed {field} meanwhile; look at it again.",
                    "Mtu amebadilisha {field} wakati huo huo; itazame tena."
                )
            }
            Refusal::DependsOn { text } => {
                say!(
                    language,
                    "A later step changed this too ({text}). Take that back first.",
                    "Hatua ya baadaye ilibadilisha hii pia ({text}). Rudisha hiyo kwanza."
                )
            }
            Refusal::MessageLeft => say!(
                language,
                "The message has been sent and cannot be taken back.",
                "Ujumbe umetumwa na hauwezi kurudishwa."
            ),
            Refusal::NothingToUndo => say!(
                language,
                "There is nothing to undo at this desk.",
                "Hakuna cha kurudisha kwenye dawati hili."
            ),
            Refusal::NothingToRedo => {
                say!(language, "There is nothing to do again.", "Hakuna cha kufanya tena.")
            }
            Refusal::Outdated => say!(language, "This needs a newer Zamu.", "Hii inahitaji Zamu mpya zaidi."),
            Refusal::ReadOnly { why } => {
                say!(language, "Nothing can be written: {why}.", "Hakuna kinachoweza kuandikwa: {why}.")
            }
            Refusal::Invalid { field, why } => format!("{field}: {}", why.to(language)),
            Refusal::NotLoaded(scope) => format!("not loaded: {scope:?}"),
        }
    }

    /// The sentence in both languages, for a reader who is not known yet.
    pub fn words(&self) -> Words {
        Words { english: self.why(Language::English), swahili: self.why(Language::Swahili) }
    }

    pub fn refused(&self, language: Language) -> Refused {
        let nearest = match self {
            Refusal::No { nearest, .. }
            | Refusal::SlotUnavailable { nearest, .. }
            | Refusal::Bound { nearest, .. } => nearest.clone(),
            _ => Vec::new(),
        };
        let instead = match self {
            Refusal::Bound { instead, .. } => instead.as_deref().cloned(),
            _ => None,
        };
        Refused { code: self.code().into(), why: self.why(language), nearest, instead }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

fn unavailable(why: &[Reason], language: Language) -> String {
    let reasons: Vec<String> = why.iter().take(4).map(|reason| reason.text(language)).collect();
    let more = why.len().saturating_sub(4);
    let reasons = if more > 0 { format!("{}; +{more}", reasons.join("; ")) } else { reasons.join("; ") };
    say!(
        language,
        "Nobody who can do it is free then: {reasons}.",
        "Hakuna anayeweza aliye huru wakati huo: {reasons}."
    )
}

fn bound(who: &str, date: NaiveDate, nearest: &[String], language: Language) -> String {
    let day = format!("{date}T");
    let times = nearest.iter().filter_map(|start| start.strip_prefix(&day)).collect::<Vec<_>>().join(", ");
    if times.is_empty() {
        return say!(
            language,
            "The customer asked for {who}; release the row to move it.",
            "Mteja aliomba {who}; achilia nafasi ili kuihamisha."
        );
    }
    say!(
        language,
        "The customer asked for {who}, who is free at {times}.",
        "Mteja aliomba {who}, aliye huru saa {times}."
    )
}
