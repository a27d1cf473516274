//! Words for people, in the languages of the desk. Sentences live beside the values they describe; this file holds what they share.

use crate::record::{Gender, Language};

/// A sentence in the reader's language: English first, then Swahili.
#[macro_export]
macro_rules! say {
    ($language:expr, $english:literal, $swahili:literal) => {
        match $language {
            $crate::record::Language::English => format!($english),
            $crate::record::Language::Swahili => format!($swahili),
        }
    };
}
pub(crate) use crate::say;

/// A sentence in both languages: written where something is found out, told where the reader is known. `Display` is the English one, for
/// logs and scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub english: String,
    pub swahili: String,
}

impl Words {
    pub fn to(&self, language: Language) -> String {
        match language {
            Language::English => self.english.clone(),
            Language::Swahili => self.swahili.clone(),
        }
    }
}

/// What another program said stays in its own words.
impl From<String> for Words {
    fn from(said: String) -> Words {
        Words { swahili: said.clone(), english: said }
    }
}

impl From<&str> for Words {
    fn from(said: &str) -> Words {
        Words::from(said.to_string())
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.english)
    }
}

/// Words: English first, then Swahili; what is in braces is filled in, as in `format!`. After them, other words that go into `{}`.
#[macro_export]
macro_rules! both {
    ($english:literal, $swahili:literal $(,)?) => {
        $crate::words::Words { english: format!($english), swahili: format!($swahili) }
    };
    ($english:literal, $swahili:literal, $within:expr) => {
        $crate::words::Words {
            english: format!($english, $within.english),
            swahili: format!($swahili, $within.swahili),
        }
    };
}
pub(crate) use crate::both;

/// A fault that has `words` displays as the English ones.
#[macro_export]
macro_rules! displayed_in_english {
    ($fault:ty) => {
        impl std::fmt::Display for $fault {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.words().fmt(f)
            }
        }
    };
}

/// `Ann`, `Ann and Bo`, `Ann, Bo and Cy`.
pub fn list(language: Language, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => {
            let most = most.join(", ");
            say!(language, "{most} and {last}", "{most} na {last}")
        }
    }
}

pub fn gender(language: Language, gender: Gender) -> String {
    match gender {
        Gender::F => say!(language, "a woman", "mwanamke"),
        Gender::M => say!(language, "a man", "mwanamume"),
    }
}

/// `Tue 24 Nov`.
pub fn date(language: Language, date: chrono::NaiveDate) -> String {
    use chrono::Datelike;
    let day = date.day();
    let (week, month) = (date.weekday().num_days_from_monday() as usize, date.month0() as usize);
    match language {
        Language::English => format!("{} {day} {}", EN_DAYS[week], EN_MONTHS[month]),
        Language::Swahili => format!("{} {day} {}", SW_DAYS[week], SW_MONTHS[month]),
    }
}

const EN_DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SW_DAYS: [&str; 7] = ["Jumatatu", "Jumanne", "Jumatano", "Alhamisi", "Ijumaa", "Jumamosi", "Jumapili"];
const EN_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SW_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Machi", "Apr", "Mei", "Juni", "Jul", "Ago", "Sep", "Okt", "Nov", "Des"];
