//! Every "no" about a person, a room or a time has a reason with a code (rule V4) and a sentence with names and times.

use crate::record::{Gender, Language};
use crate::words::{self, say};

/// Names are people's names; times are wall-clock times of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    OffShift {
        who: String,
        hours: Option<String>,
    },
    OnBreak {
        who: String,
        from: String,
        until: String,
    },
    /// `when`: `09:00-17:00`, or a date or dates for whole days.
    Absent {
        who: String,
        when: String,
        label: String,
    },
    OnVacation {
        who: String,
        until: String,
    },
    BusyOutside {
        who: String,
        from: String,
        until: String,
    },
    Serving {
        who: String,
        from: String,
        until: String,
    },
    NotQualified {
        who: String,
        skill: String,
    },
    Gender {
        who: String,
        wish: Gender,
    },
    NoRoom {
        kinds: Vec<String>,
    },
    RoomTaken {
        room: String,
        from: String,
        until: String,
    },
    RoomClosed {
        room: String,
        from: String,
        until: String,
    },
    RoomKind {
        room: String,
        kinds: Vec<String>,
    },
    TooSoon {
        earliest: String,
    },
    TooFar {
        last: String,
    },
    Past,
    SiteClosed {
        label: String,
    },
}

impl Reason {
    pub fn code(&self) -> &'static str {
        match self {
            Reason::OffShift { .. } => "off_shift",
            Reason::OnBreak { .. } => "on_break",
            Reason::Absent { .. } => "absent",
            Reason::OnVacation { .. } => "on_vacation",
            Reason::BusyOutside { .. } => "busy_outside",
            Reason::Serving { .. } => "serving",
            Reason::NotQualified { .. } => "not_qualified",
            Reason::Gender { .. } => "gender",
            Reason::NoRoom { .. }
            | Reason::RoomTaken { .. }
            | Reason::RoomClosed { .. }
            | Reason::RoomKind { .. } => "no_room",
            Reason::TooSoon { .. } => "too_soon",
            Reason::TooFar { .. } => "too_far",
            Reason::Past => "past",
            Reason::SiteClosed { .. } => "site_closed",
        }
    }

    /// Whether a person may overrule it with `force: "hours"` (V2).
    pub fn may_be_forced(&self) -> bool {
        matches!(self, Reason::OffShift { .. } | Reason::OnBreak { .. } | Reason::SiteClosed { .. })
    }

    /// One sentence without a full stop, so that it can stand in another.
    pub fn text(&self, language: Language) -> String {
        match self {
            Reason::OffShift { who, hours: None } => {
                say!(language, "{who} is off that day", "{who} hayuko kazini siku hiyo")
            }
            Reason::OffShift { who, hours: Some(hours) } => {
                say!(language, "{who} works {hours}", "{who} anafanya kazi {hours}")
            }
            Reason::OnBreak { who, from, until } => {
                say!(language, "{who} has a break {from}-{until}", "{who} ana mapumziko {from}-{until}")
            }
            Reason::Absent { who, when, label } if label.is_empty() => {
                say!(language, "{who} is absent {when}", "{who} hayupo {when}")
            }
            Reason::Absent { who, when, label } => {
                say!(language, "{who} is absent {when} ({label})", "{who} hayupo {when} ({label})")
            }
            Reason::OnVacation { who, until } => {
                say!(language, "{who} is on vacation until {until}", "{who} yuko likizo hadi {until}")
            }
            Reason::BusyOutside { who, from, until } => say!(
                language,
                "{who} is busy outside {from}-{until}",
                "{who} ana shughuli nje {from}-{until}"
            ),
            Reason::Serving { who, from, until } => {
                say!(language, "{who} is serving {from}-{until}", "{who} anahudumia {from}-{until}")
            }
            Reason::NotQualified { who, skill } => {
                say!(language, "{who} does not do {skill}", "{who} hafanyi {skill}")
            }
            Reason::Gender { wish, .. } => {
                let wish = words::gender(language, *wish);
                say!(language, "the customer asked for {wish}", "mteja ameomba {wish}")
            }
            _ => self.text_of_place(language),
        }
    }

    fn text_of_place(&self, language: Language) -> String {
        match self {
            Reason::NoRoom { kinds } => {
                let kinds = kinds.join(", ");
                say!(language, "no room is free ({kinds})", "hakuna chumba kilicho wazi ({kinds})")
            }
            Reason::RoomTaken { room, from, until } => {
                say!(language, "{room} is taken {from}-{until}", "{room} kinatumika {from}-{until}")
            }
            Reason::RoomClosed { room, from, until } => {
                say!(language, "{room} is closed {from}-{until}", "{room} kimefungwa {from}-{until}")
            }
            Reason::RoomKind { room, kinds } => {
                let kinds = kinds.join(", ");
                say!(
                    language,
                    "{room} is not a room for this service ({kinds})",
                    "{room} hakifai kwa huduma hii ({kinds})"
                )
            }
            Reason::TooSoon { earliest } => say!(
                language,
                "the first start that can be offered is {earliest}",
                "muda wa kwanza unaoweza kutolewa ni {earliest}"
            ),
            Reason::TooFar { last } => {
                say!(language, "starts are offered until {last}", "nafasi zinatolewa hadi {last}")
            }
            Reason::Past => say!(language, "that time is past", "muda huo umepita"),
            Reason::SiteClosed { label } if label.is_empty() => {
                say!(language, "the spa is closed then", "spa imefungwa wakati huo")
            }
            Reason::SiteClosed { label } => say!(language, "the spa is open {label}", "spa iko wazi {label}"),
            _ => String::new(),
        }
    }
}
