//! Events as Google writes them, and what they mean here: which close their owner's time, which are ours, and how ours are written.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use zamu_core::calendars::NameOut;
use zamu_core::time::{Day, Tick};

use crate::calendar::provider::{Event, Listed, Ours, Page, Written};

/// Names of our private properties: nobody but this program sees or sets them.
pub const BOOK: &str = "zamuBook";
const ROW: &str = "zamuRow";
const STAFF: &str = "zamuStaff";
const GENERATION: &str = "zamuGeneration";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Calendars {
    #[serde(default)]
    pub items: Vec<Calendar>,
    pub next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    id: String,
    #[serde(default)]
    summary: String,
    summary_override: Option<String>,
    #[serde(default)]
    primary: bool,
    #[serde(default)]
    deleted: bool,
}

impl Calendar {
    pub fn listed(self) -> Option<Listed> {
        let name = self.summary_override.unwrap_or(self.summary);
        (!self.deleted).then_some(Listed { id: self.id, name, primary: self.primary })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    #[serde(default)]
    items: Vec<Item>,
    next_page_token: Option<String>,
    next_sync_token: Option<String>,
    /// The calendar's own zone: a whole day in it begins at its owner's midnight.
    time_zone: Option<String>,
}

impl Listing {
    pub fn page(self, otherwise: Tz) -> Page {
        let zone = self.time_zone.and_then(|zone| zone.parse().ok()).unwrap_or(otherwise);
        Page {
            events: self.items.into_iter().map(|item| item.event(zone)).collect(),
            next: self.next_page_token,
            mark: self.next_sync_token,
        }
    }
}

/// A deleted event is only sure to have its id.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    id: String,
    #[serde(default)]
    etag: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    updated: String,
    start: Option<When>,
    end: Option<When>,
    #[serde(default)]
    transparency: String,
    #[serde(default)]
    event_type: String,
    #[serde(default)]
    attendees: Vec<Attendee>,
    #[serde(default)]
    extended_properties: Extended,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    location: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct When {
    date: Option<NaiveDate>,
    date_time: Option<DateTime<chrono::FixedOffset>>,
}

impl When {
    fn at(&self, zone: Tz) -> Option<DateTime<Utc>> {
        match (self.date_time, self.date) {
            (Some(at), _) => Some(at.to_utc()),
            (None, Some(date)) => Some(Day::new(zone, date).span.from.utc()),
            (None, None) => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attendee {
    #[serde(default, rename = "self")]
    is_self: bool,
    #[serde(default)]
    response_status: String,
}

#[derive(Default, Deserialize)]
struct Extended {
    #[serde(default)]
    private: std::collections::BTreeMap<String, String>,
}

impl Item {
    /// With what it says of what we wrote: a listing does not tell that.
    pub fn whole(self, zone: Tz) -> Event {
        let says = self.span(zone).and_then(|span| self.says(span));
        Event { says, ..self.event(zone) }
    }

    fn event(self, zone: Tz) -> Event {
        let ours = self.ours().and_then(|ours| ours.on(&self.id));
        let there = self.status != "cancelled";
        let closes = there && ours.is_none() && self.closes();
        Event {
            span: self.span(zone),
            closes,
            says: None,
            ours,
            there,
            id: self.id,
            version: self.etag,
            changed_at: self.updated,
        }
    }

    fn span(&self, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (from, until) = (self.start.as_ref()?.at(zone)?, self.end.as_ref()?.at(zone)?);
        (from < until).then_some((from, until))
    }

    /// Free, declined, and where somebody works from close nobody's time.
    fn closes(&self) -> bool {
        let declined = self.attendees.iter().any(|one| one.is_self && one.response_status == "declined");
        self.transparency != "transparent" && !declined && self.event_type != "workingLocation"
    }

    fn ours(&self) -> Option<Ours> {
        let own = |name: &str| self.extended_properties.private.get(name).cloned();
        Some(Ours {
            book: own(BOOK)?,
            row: own(ROW)?,
            staff: own(STAFF)?,
            generation: own(GENERATION)?.parse().ok()?,
        })
    }

    /// Times off the tick are times that we did not write.
    fn says(&self, (from, until): (DateTime<Utc>, DateTime<Utc>)) -> Option<NameOut> {
        Some(NameOut {
            from: Tick::from_seconds(from.timestamp())?,
            until: Tick::from_seconds(until.timestamp())?,
            title: self.summary.clone(),
            place: self.location.clone(),
        })
    }
}

/// A new event of ours.
pub fn inserted(written: &Written) -> Value {
    let Ours { book, row, staff, generation } = &written.ours;
    let mut body = said(written);
    body["id"] = json!(written.ours.event());
    body["extendedProperties"] =
        json!({ "private": { BOOK: book, ROW: row, STAFF: staff, GENERATION: generation.to_string() } });
    body
}

/// What we say of it; whatever else its owner wrote there (a note, a reminder, a colour) stays. A whole day becomes a time again.
pub fn changed(written: &Written) -> Value {
    let mut body = said(written);
    body["start"]["date"] = Value::Null;
    body["end"]["date"] = Value::Null;
    body
}

fn said(written: &Written) -> Value {
    let at = |tick: Tick| json!({ "dateTime": tick.utc().to_rfc3339_opts(SecondsFormat::Secs, true), "timeZone": written.zone });
    json!({
        "summary": written.name.title,
        "location": written.name.place,
        "start": at(written.name.from),
        "end": at(written.name.until),
        "status": "confirmed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(mut item: Value) -> Event {
        for (key, value) in [
            ("id", json!("e1")),
            ("status", json!("confirmed")),
            ("start", json!({ "dateTime": "2026-11-24T10:00:00+03:00" })),
            ("end", json!({ "dateTime": "2026-11-24T11:00:00+03:00" })),
        ] {
            if item[key].is_null() {
                item[key] = value;
            }
        }
        serde_json::from_value::<Item>(item).unwrap().whole(chrono_tz::Africa::Nairobi)
    }

    fn busy(item: Value) -> Option<String> {
        let event = event(item);
        event
            .span
            .filter(|_| event.closes)
            .map(|(from, until)| format!("{}/{}", from.format("%dT%H:%M"), until.format("%dT%H:%M")))
    }

    #[test]
    fn only_what_closes_time_is_busy() {
        assert_eq!(busy(json!({})).as_deref(), Some("24T07:00/24T08:00"));
        assert_eq!(busy(json!({ "transparency": "transparent" })), None);
        assert_eq!(busy(json!({ "attendees": [{ "self": true, "responseStatus": "declined" }] })), None);
        assert!(busy(json!({ "attendees": [{ "self": true, "responseStatus": "needsAction" }] })).is_some());
        assert!(busy(json!({ "attendees": [{ "responseStatus": "declined" }] })).is_some());
        assert_eq!(busy(json!({ "eventType": "workingLocation" })), None);
        assert!(busy(json!({ "eventType": "outOfOffice" })).is_some());
        assert_eq!(busy(json!({ "status": "cancelled" })), None);
        assert!(busy(json!({ "status": "tentative" })).is_some());
    }

    #[test]
    fn a_whole_day_is_its_owners_day() {
        let day = json!({ "start": { "date": "2026-11-24" }, "end": { "date": "2026-11-25" } });
        assert_eq!(busy(day.clone()).as_deref(), Some("23T21:00/24T21:00"), "Nairobi");
        let listing = json!({ "items": [{ "id": "e1", "status": "confirmed", "start": day["start"], "end": day["end"] }], "timeZone": "America/New_York" });
        let page = serde_json::from_value::<Listing>(listing).unwrap().page(chrono_tz::Africa::Nairobi);
        assert_eq!(page.events[0].span.unwrap().0.to_rfc3339(), "2026-11-24T05:00:00+00:00");
    }

    #[test]
    fn our_own_is_known_by_its_mark_and_its_id_and_never_counted() {
        let ours = Ours { book: "b".into(), row: "a7".into(), staff: "grace".into(), generation: 0 };
        let name = NameOut {
            from: Tick(6_000_000),
            until: Tick(6_000_012),
            title: "Swedish".into(),
            place: String::new(),
        };
        let written = Written { ours: ours.clone(), name: name.clone(), zone: "Africa/Nairobi".into() };
        let read = event(inserted(&written));
        assert_eq!((read.ours, read.closes, read.says), (Some(ours), false, Some(name)));
        let mut copy = inserted(&written);
        copy["id"] = json!("acopy");
        let copy = event(copy);
        assert!(copy.ours.is_none() && copy.closes, "somebody's copy is theirs");
    }

    #[test]
    fn a_deleted_event_has_only_its_id() {
        let gone = serde_json::from_value::<Item>(json!({ "id": "e1", "status": "cancelled" })).unwrap();
        let gone = gone.event(chrono_tz::Africa::Nairobi);
        assert!(!gone.there && !gone.closes);
    }
}
