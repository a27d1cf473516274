//! The fake's world: calendars and their events, every change numbered, every request and every fault of the one who asks written down.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use crate::tricks::Trick;

/// A request as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// `events.list`.
    pub method: String,
    pub calendar: String,
    pub query: Vec<(String, String)>,
    pub body: Option<Value>,
    /// What was answered; 0: nothing.
    pub status: u16,
}

#[derive(Clone, Debug, Default)]
pub struct Calendar {
    pub name: String,
    pub primary: bool,
    pub zone: String,
    pub events: BTreeMap<String, Stored>,
    /// Reading it is refused, writing into it is.
    pub hidden: bool,
    pub read_only: bool,
}

/// An event as its owner wrote it, with the number of its last change.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    pub body: Value,
    pub changed: u64,
    /// As it was before that.
    pub before: Option<Box<Stored>>,
}

#[derive(Default)]
pub struct World {
    pub calendars: BTreeMap<String, Calendar>,
    pub asked: Vec<Asked>,
    /// What does not fit Google's document: every test asserts that there is none.
    pub violations: Vec<String>,
    /// Tricks for the next requests of a method; an empty name is any.
    pub tricks: VecDeque<(&'static str, Trick)>,
    /// How many events a page has at most.
    pub page_size: Option<usize>,
    /// Sync tokens from before this change are too old.
    pub forgotten_before: u64,
    /// No token is accepted any more.
    pub revoked: bool,
    /// Changes so far.
    pub changes: u64,
    /// Its clock is off by so many seconds.
    pub clock_off: i64,
    pub(crate) pages: BTreeMap<String, crate::list::Rest>,
}

impl World {
    pub fn add_calendar(&mut self, id: &str, name: &str, primary: bool) {
        let calendar =
            Calendar { name: name.into(), primary, zone: "Africa/Nairobi".into(), ..Calendar::default() };
        self.calendars.insert(id.into(), calendar);
    }

    fn calendar(&mut self, id: &str) -> &mut Calendar {
        self.calendars.get_mut(id).unwrap_or_else(|| panic!("no calendar {id}"))
    }

    /// The owner writes an event, or changes some fields of it.
    pub fn put(&mut self, calendar: &str, id: &str, fields: Value) {
        self.changes += 1;
        let changed = self.changes;
        let events = &mut self.calendar(calendar).events;
        let before = events.remove(id);
        let mut body = before
            .as_ref()
            .map_or_else(|| json!({ "id": id, "status": "confirmed" }), |known| known.body.clone());
        crate::events::merge(&mut body, &fields);
        events.insert(id.into(), Stored { body, changed, before: before.map(Box::new) });
    }

    /// An event between two instants.
    pub fn put_at(&mut self, calendar: &str, id: &str, from: &str, until: &str) {
        self.put(calendar, id, json!({ "summary": format!("secret {id}"), "start": { "dateTime": from }, "end": { "dateTime": until } }));
    }

    /// The owner deletes an event.
    pub fn delete(&mut self, calendar: &str, id: &str) {
        self.put(calendar, id, json!({ "status": "cancelled" }));
    }

    pub fn play(&mut self, method: &'static str, trick: Trick) {
        self.tricks.push_back((method, trick));
    }

    /// The trick that waits for this method, if any.
    pub fn trick(&mut self, method: &str) -> Option<Trick> {
        let at = self.tricks.iter().position(|(waits, _)| waits.is_empty() || *waits == method)?;
        self.tricks.remove(at).map(|(_, trick)| trick)
    }

    /// Events that are there, with their fields.
    pub fn there(&self, calendar: &str) -> Vec<&Value> {
        let events = self.calendars.get(calendar).into_iter().flat_map(|calendar| calendar.events.values());
        events.map(|event| &event.body).filter(|body| body["status"] != "cancelled").collect()
    }

    /// Requests of a method that were answered with success.
    pub fn done(&self, method: &str) -> usize {
        self.asked.iter().filter(|asked| asked.method == method && asked.status / 100 == 2).count()
    }
}
