//! Google Calendar: version 3 of its interface, asked as its discovery document says. `wire.rs` asks and understands refusals, `events.rs`
//! reads and writes events, `scopes.rs` says what is asked of a person.

mod events;
mod scopes;
mod wire;

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;

use super::provider::{Ask, Event, Fault, Listed, Ours, Page, Provider, Written};
pub use scopes::{Granted, scopes};
pub use wire::{Bearer, Wire, http, of_the_line};

pub const NAME: &str = "google";

pub fn auth_uri() -> String {
    "https://accounts.google.com/o/oauth2/v2/auth".into()
}

pub fn token_uri() -> String {
    "https://oauth2.googleapis.com/token".into()
}

pub fn revoke_uri() -> String {
    "https://oauth2.googleapis.com/revoke".into()
}

pub fn api_uri() -> String {
    "https://www.googleapis.com/calendar/v3/".into()
}

/// As many events as a page may hold.
const PAGE: &str = "2500";
/// What we need of an event and nothing more: the titles of other people's events never come here.
const LISTED: &str = "id,etag,status,updated,start,end,transparency,eventType,attendees(self,responseStatus),extendedProperties/private";
/// Of one of ours, also what we wrote.
const OURS: &str = "id,etag,status,updated,start,end,extendedProperties/private,summary,location";

/// One person's account.
#[derive(Debug)]
pub struct Google<B> {
    pub wire: Wire<B>,
    /// The site's zone: for a calendar that names none.
    pub zone: Tz,
}

impl<B: Bearer> Google<B> {
    async fn pages(&self, calendar: &str, query: &[(&str, String)]) -> Result<Page, Fault> {
        let path = ["calendars", calendar, "events"];
        let mut all = vec![
            ("maxResults", PAGE.to_string()),
            // Of all who take part only the owner's own answer matters.
            ("maxAttendees", "1".to_string()),
            ("fields", format!("items({LISTED}),nextPageToken,nextSyncToken,timeZone")),
        ];
        all.extend(query.iter().cloned());
        let listing: events::Listing = self.wire.get(&path, &all).await?;
        Ok(listing.page(self.zone))
    }
}

impl<B: Bearer> Provider for Google<B> {
    async fn calendars(&self) -> Result<Vec<Listed>, Fault> {
        let mut all = Vec::new();
        let mut page = None;
        loop {
            let mut query = vec![(
                "fields",
                "items(id,summary,summaryOverride,primary,deleted),nextPageToken".to_string(),
            )];
            query.extend(page.map(|page| ("pageToken", page)));
            let listing: events::Calendars = self.wire.get(&["users", "me", "calendarList"], &query).await?;
            all.extend(listing.items.into_iter().filter_map(events::Calendar::listed));
            page = listing.next_page_token;
            if page.is_none() {
                return Ok(all);
            }
        }
    }

    async fn read(&self, calendar: &str, ask: &Ask) -> Result<Page, Fault> {
        let mut query = vec![("singleEvents", "true".to_string())];
        match &ask.mark {
            Some(mark) => query.push(("syncToken", mark.clone())),
            None => query.extend([("timeMin", instant(ask.from)), ("timeMax", instant(ask.until))]),
        }
        query.extend(ask.page.iter().map(|page| ("pageToken", page.clone())));
        self.pages(calendar, &query).await
    }

    async fn ours(&self, calendar: &str, book: &str) -> Result<Vec<Event>, Fault> {
        let mut all = Vec::new();
        let mut page = None;
        loop {
            let mut query = vec![("privateExtendedProperty", format!("{}={book}", events::BOOK))];
            query.extend(page.map(|page| ("pageToken", page)));
            let found = self.pages(calendar, &query).await?;
            all.extend(found.events.into_iter().filter(|event| event.there));
            page = found.next;
            if page.is_none() {
                return Ok(all);
            }
        }
    }

    async fn find(&self, calendar: &str, event: &str) -> Result<Event, Fault> {
        let query = [("fields", OURS.to_string())];
        let item: events::Item = self.wire.get(&["calendars", calendar, "events", event], &query).await?;
        Ok(item.whole(self.zone))
    }

    async fn insert(&self, calendar: &str, written: &Written) -> Result<Event, Fault> {
        let query = [("fields", OURS.to_string()), ("sendUpdates", "none".to_string())];
        let body = events::inserted(written);
        let item: events::Item = self.wire.post(&["calendars", calendar, "events"], &query, &body).await?;
        Ok(item.whole(self.zone))
    }

    async fn change(&self, calendar: &str, written: &Written, version: &str) -> Result<Event, Fault> {
        let query = [("fields", OURS.to_string()), ("sendUpdates", "none".to_string())];
        let (event, body) = (written.ours.event(), events::changed(written));
        let path = ["calendars", calendar, "events", &event];
        let item: events::Item = self.wire.patch(&path, &query, &body, version).await?;
        Ok(item.whole(self.zone))
    }

    async fn remove(&self, calendar: &str, event: &str) -> Result<(), Fault> {
        let query = [("sendUpdates", "none".to_string())];
        self.wire.delete(&["calendars", calendar, "events", event], &query).await
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Ours {
    /// Only under the id that follows from it is a mark ours: somebody's copy of our event is an event like any other.
    fn on(self, event: &str) -> Option<Ours> {
        (self.event() == event).then_some(self)
    }
}
