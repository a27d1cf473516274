//! What is asked of a person, and what they gave: each is a switch on Google's page that may be left off.

use std::collections::BTreeSet;
use zamu_core::both;
use zamu_core::words::Words;

const LIST: &str = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
const READ: &str = "https://www.googleapis.com/auth/calendar.events.readonly";
const WRITE: &str = "https://www.googleapis.com/auth/calendar.events";
/// Also covers all three.
const ALL: &str = "https://www.googleapis.com/auth/calendar";

/// Writing is asked for only when final names are to be written.
pub fn scopes(writing: bool) -> &'static [&'static str] {
    if writing { &[LIST, READ, WRITE] } else { &[LIST, READ] }
}

/// What a person allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted(BTreeSet<String>);

impl Granted {
    /// From the words of a token answer, apart by spaces.
    pub fn of(scopes: impl IntoIterator<Item = String>) -> Granted {
        Granted(scopes.into_iter().collect())
    }

    pub fn may_list(&self) -> bool {
        self.has(&[LIST, "https://www.googleapis.com/auth/calendar.calendarlist", ALL])
    }

    pub fn may_read(&self) -> bool {
        self.has(&[READ, WRITE, ALL])
    }

    pub fn may_write(&self) -> bool {
        self.has(&[WRITE, ALL])
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|scope| self.0.contains(*scope))
    }

    /// What was left off without which nothing can be done, in words.
    pub fn too_little(&self) -> Option<Words> {
        let list = || both!("see the list of calendars", "kuona orodha ya kalenda");
        let read = || both!("view events", "kuona matukio");
        let missing = match (self.may_list(), self.may_read()) {
            (true, true) => return None,
            (false, true) => list(),
            (true, false) => read(),
            (false, false) => {
                both!("see the list of calendars and view events", "kuona orodha ya kalenda na kuona matukio")
            }
        };
        Some(both!(
            "the permission is not enough: also allow Zamu to {}",
            "ruhusa haitoshi: iruhusu Zamu pia {}",
            missing
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_left_off_is_named() {
        let granted = |scopes: &[&str]| Granted::of(scopes.iter().map(ToString::to_string));
        let said =
            |scopes: &[&str]| granted(scopes).too_little().map(|words| words.english).unwrap_or_default();
        assert_eq!(said(scopes(false)), "");
        assert!(!granted(scopes(false)).may_write());
        assert!(granted(scopes(true)).may_write());
        assert!(said(&[LIST]).ends_with("also allow Zamu to view events"));
        assert!(said(&[]).ends_with("also allow Zamu to see the list of calendars and view events"));
    }
}
