//! From a picture to a book, and a command decided on it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zamu_core::book;
use zamu_core::changes::Records;
use zamu_core::command::Command;
use zamu_core::days::Days;
use zamu_core::decide::{Actor, Decision, Stamp, decide};
use zamu_core::ids::command_named;
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;
use zamu_core::scope::Scope;

use crate::draw;

/// A book, the clock, and everything done so far.
#[derive(Clone)]
pub struct Spa {
    pub records: Records,
    pub now: String,
    pub date: String,
    /// What the last command decided, or why it was refused.
    pub last: Option<Result<Decision, Refusal>>,
    recorded: BTreeMap<String, Decision>,
    done: u32,
}

/// Tuesday 24 November 2026 as a picture, seen from Monday morning.
pub fn spa(picture: &str) -> Spa {
    Spa::new(picture, json!({ "name": "Zamu Spa", "staff_preference": true }))
}

fn service(id: &str, minutes: u32, skill: &str, seats: u32, room_kinds: &[&str]) -> Value {
    json!({ "id": id, "name": id, "minutes": minutes, "skills": [skill], "seats": seats, "room_kinds": room_kinds })
}

fn services() -> Value {
    let mut scrub = service("Scrub", 45, "massage", 1, &["wet", "bath"]);
    scrub["turnover"] = json!(15);
    Value::Array(vec![
        service("Swedish", 60, "massage", 1, &[]),
        service("Deep", 60, "deep", 1, &[]),
        service("Hotstone", 75, "hot-stone", 1, &[]),
        service("Facial", 60, "facial", 1, &[]),
        service("Couple", 60, "massage", 2, &[]),
        service("Bath", 60, "massage", 1, &["bath"]),
        scrub,
    ])
}

impl Spa {
    /// `site`: the book file's site section.
    pub fn new(picture: &str, site: Value) -> Spa {
        let date = "2026-11-24".to_string();
        let mut file = json!({ "site": site, "services": services(), "staff": [], "customers": [], "appointments": [], "rooms": [] });
        for line in picture.lines().map(str::trim).filter(|line| !line.is_empty()) {
            draw::read_line(line, &date, &mut file);
        }
        Spa::from_file(&file, &date)
    }

    pub fn from_file(file: &Value, date: &str) -> Spa {
        let now = "2026-11-23T06:00:00Z".to_string();
        let stamp = stamp(&now);
        let records = book::read(&file.to_string(), &stamp).unwrap_or_else(|fault| panic!("{fault}"));
        Spa { records, now, date: date.into(), last: None, recorded: BTreeMap::new(), done: 0 }
    }

    /// The clock, as local time of Nairobi: `2026-11-24T08:10`.
    pub fn at(mut self, local: &str) -> Spa {
        let naive = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M")
            .unwrap_or_else(|why| panic!("{local}: {why}"));
        self.now = (naive - chrono::TimeDelta::hours(3)).and_utc().to_rfc3339();
        self
    }

    pub fn stamp(&self) -> Stamp {
        stamp(&self.now)
    }

    /// Everything there is, as a decision reads it.
    pub fn days(&self) -> Days {
        let mut days = Days::new(self.records.clone(), Scope::whole())
            .unwrap_or_else(|| panic!("a book without a site"));
        for (name, decision) in &self.recorded {
            let recorded =
                zamu_core::days::Recorded { changes: decision.changes.clone(), text: decision.text.clone() };
            days.recorded.insert(command_named(name), recorded);
        }
        days
    }

    /// Decides a command and keeps what it changed; a refusal changes nothing.
    pub fn does(mut self, line: Value) -> Spa {
        self.done += 1;
        let name = line
            .get("step")
            .and_then(Value::as_str)
            .map_or_else(|| format!("step {}", self.done), str::to_string);
        let mut line = line;
        line.as_object_mut().map(|fields| fields.remove("step"));
        let command: Command = serde_json::from_value(line).unwrap_or_else(|why| panic!("{why}"));
        let decided = decide(command_named(&name), &Actor::default(), &command, &self.days(), &self.stamp());
        if let Ok(decision) = &decided {
            self.records.apply(&decision.changes);
            self.recorded.insert(name, decision.clone());
        }
        self.last = Some(decided);
        self
    }

    /// The decision of the last command; a story that expects one fails loudly when it was refused.
    pub fn decision(&self) -> &Decision {
        match &self.last {
            Some(Ok(decision)) => decision,
            Some(Err(refusal)) => panic!("refused: {}", refusal.why(Language::English)),
            None => panic!("nothing was done yet"),
        }
    }

    pub fn refusal(&self) -> &Refusal {
        match &self.last {
            Some(Err(refusal)) => refusal,
            _ => panic!("it was not refused"),
        }
    }

    /// The starts of a service on the story's day, as `09:00 Grace Ivy`.
    pub fn slots(&self, query: Value) -> String {
        let mut asked = json!({ "from": self.date, "to": self.date });
        merge(&mut asked, query);
        let query = serde_json::from_value(asked).unwrap_or_else(|why| panic!("{why}"));
        draw::slots(&self.days(), &query, &self.stamp())
    }

    /// The sheet with what needs attention and what waits to be told.
    pub fn picture(&self) -> String {
        draw::picture(self)
    }
}

fn stamp(now: &str) -> Stamp {
    let now = now.parse().unwrap_or_else(|why| panic!("{now}: {why}"));
    Stamp { now, language: Language::English }
}

fn merge(into: &mut Value, more: Value) {
    if let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) {
        into.extend(more);
    }
}
