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
