//! What is asked of a person, and what they gave: each is a switch on Google's page that may be left off.

use std::collections::BTreeSet;

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

    /// Without these nothing can be done: what was left off, in words.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !self.may_list() {
            missing.push("see the list of calendars");
        }
        if !self.may_read() {
            missing.push("view events");
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_left_off_is_named() {
        let granted = |scopes: &[&str]| Granted::of(scopes.iter().map(ToString::to_string));
        assert_eq!(granted(scopes(false)).missing(), Vec::<&str>::new());
        assert!(!granted(scopes(false)).may_write());
        assert!(granted(scopes(true)).may_write());
        assert_eq!(granted(&[LIST]).missing(), ["view events"]);
        assert_eq!(granted(&[]).missing(), ["see the list of calendars", "view events"]);
    }
}
