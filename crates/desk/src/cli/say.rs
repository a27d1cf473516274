//! What goes to stdout: outcomes and readings, as JSON lines or as text for people. Each line is out before the next begins.

use std::io::Write;

use serde::Serialize;
use zamu_core::outcome::{Outcome, Refused};
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;

use super::{Ending, Trouble};

pub fn line(text: &str) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

pub fn json(value: &impl Serialize) -> Result<(), Trouble> {
    let text = serde_json::to_string(value).map_err(|error| Trouble::Unusable(error.to_string()))?;
    line(&text)
}

pub fn outcome(outcome: &Outcome) -> Result<Ending, Trouble> {
    json(outcome)?;
    Ok(if matches!(outcome, Outcome::Done(_)) { Ending::Done } else { Ending::Refused })
}

/// A reading that cannot be given: why, as an outcome for scripts or a sentence for people.
pub fn refusal(refusal: &Refusal, as_json: bool) -> Result<Ending, Trouble> {
    let refused: Refused = refusal.refused(Language::English);
    if as_json {
        json(&Outcome::Refused(refused))?;
    } else {
        eprintln!("zamu: {}", refused.why);
    }
    Ok(Ending::Refused)
}

/// A reading, as JSON or as the text that `words` makes of it.
pub fn reading<T: Serialize>(
    read: Result<T, Refusal>,
    as_json: bool,
    words: impl Fn(&T) -> String,
) -> Result<Ending, Trouble> {
    match read {
        Err(why) => refusal(&why, as_json),
        Ok(reading) if as_json => json(&reading).map(|()| Ending::Done),
        Ok(reading) => {
            let text = words(&reading);
            if text.is_empty() {
                Ok(Ending::Done)
            } else {
                line(text.trim_end_matches('\n')).map(|()| Ending::Done)
            }
        }
    }
}
