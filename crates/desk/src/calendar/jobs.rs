//! When a connection is read and written, and by which program: one at a time, under a lease; what fails is tried again, later each time and
//! not all at once; what only a person can mend is said and left. Two programs that do the same work do no harm, only twice the work.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use zamu_core::record::Language;

use chrono::{DateTime, SecondsFormat, TimeDelta};
use serde::Serialize;
use serde_json::{Value, json};

use super::Trouble;
use super::book::{Part, parts, tell};
use super::busy::{Unknown, read_all, tell_busy};
use super::client::Client;
use super::connect::let_go;
use super::google::{self, Google, Wire};
use super::names::{Out, adopt_all, is_open, write_out};
use super::provider::{Fault, Listed, Provider};
use super::tokens::Access;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::replica::{Grant, Replica};
use crate::store::{Revision, Store, StoreError};
use crate::sync::Shared;

/// Longer than any one request may take; renewed before each.
const LEASE_SECONDS: i64 = 120;
/// How often a calendar is read whose person works today or tomorrow, and any other.
const SOON_SECONDS: i64 = 60;
const SELDOM_SECONDS: i64 = 600;
const FIRST_RETRY_SECONDS: i64 = 4;
const LONGEST_RETRY_SECONDS: i64 = 900;
/// The book is told that all was read when that is so much news.
const TOLD_MINUTES: i64 = 15;
/// How often the work is looked for.
pub const LOOK: Duration = Duration::from_secs(2);

/// The right to work on a connection, for a while.
pub struct Lease<'a> {
    pub book: &'a Replica,
    pub grant: &'a str,
    pub by: &'a str,
}

impl Lease<'_> {
    /// Before every request: a program that slept may have lost it.
    pub async fn renew(&self) -> Result<(), Trouble> {
        match self.take().await? {
            true => Ok(()),
            false => Err(Fault::later("another program of this desk goes on with it").into()),
        }
    }

    async fn take(&self) -> Result<bool, StoreError> {
        let now = Clock::System.now().timestamp();
        self.book.lease_calendar(self.grant, self.by, now, now + LEASE_SECONDS).await
    }
}

/// What was done for one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Worked {
    pub link: String,
    /// The book was told other busy times.
    pub busy_changed: bool,
    pub written: u32,
    pub waiting: u32,
    /// Calendars that could not be read, by id, with why.
    pub unknown: BTreeMap<String, String>,
    /// Why it ended early.
    pub why: Option<String>,
}

impl Worked {
    fn failed(link: &str, why: &Trouble, language: Language) -> Worked {
        tracing::warn!(%link, %why, "a calendar is tried again later");
        Worked { link: link.into(), why: Some(why.words().to(language)), ..Worked::default() }
    }

    /// Something changed, here or there, or did not work.
    pub fn is_news(&self) -> bool {
        self.busy_changed || self.written > 0 || self.why.is_some()
    }
}

/// The work of one program, for as long as it runs.
#[derive(Debug)]
pub struct Jobs {
    by: String,
    /// The revision at which names were last looked for.
    seen: Option<Revision>,
}

/// How much of it is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// What is due.
    Due,
    /// Everything that is not waiting for another try.
    Once,
    /// Everything, now.
    Now,
}

impl Jobs {
    pub fn new(clock: Clock) -> Jobs {
        Jobs { by: clock.new_id().to_string(), seen: None }
    }

    /// Looks at every connection whose tokens are here, and does what is to be done.
    pub async fn round<T: Shared>(
        &mut self,
        desk: &Desk<Replica, T>,
        round: Round,
    ) -> Result<Vec<Worked>, Trouble> {
        let grants = desk.book.calendar_grants().await?;
        let now = Clock::System.now().timestamp();
        let revision = desk.book.revision().await?;
        let news = self.seen != Some(revision);
        let due = |grant: &Grant| round != Round::Due || grant.next_at <= now;
        if !grants.iter().any(|grant| due(grant) || news) {
            return Ok(Vec::new());
        }
        let (parts, language) = (parts(desk).await?, desk.stamp().await?.language);
        let mut all = Vec::new();
        for grant in &grants {
            let ours = parts.get(&grant.link).filter(|part| part.link.grant == grant.grant_name);
            let worked = match ours {
                None => let_go(desk, grant, parts.contains_key(&grant.link)).await.map(|_| None),
                Some(part) => self.one(desk, part, grant, round, now).await,
            };
            // One that cannot even be put off holds up no other.
            all.extend(worked.unwrap_or_else(|why| Some(Worked::failed(&grant.link, &why, language))));
        }
        self.seen = Some(revision);
        Ok(all)
    }

    async fn one<T: Shared>(
        &self,
        desk: &Desk<Replica, T>,
        part: &Part,
        grant: &Grant,
        round: Round,
        now: i64,
    ) -> Result<Option<Worked>, Trouble> {
        let ended = part
            .link
            .trouble
            .as_ref()
            .is_some_and(|trouble| trouble.kind == zamu_core::record::LinkTroubleKind::Ended);
        let waits = grant.tries > 0 && grant.next_at > now && round != Round::Now;
        if ended || waits {
            return Ok(None);
        }
        let read =
            round != Round::Due || grant.next_at <= now || is_chosen_anew(&desk.book, part, grant).await?;
        if !read && !is_open(&desk.book, part, &grant.grant_name).await? {
            return Ok(None);
        }
        let lease = Lease { book: &desk.book, grant: &grant.grant_name, by: &self.by };
        if !lease.take().await? {
            return Ok(None);
        }
        let worked = match google(desk, part, &grant.grant_name).await {
            Ok(google) => work_on(desk, &google, part, grant, &lease, read, round == Round::Now).await,
            Err(why) => Err(why),
        };
        let worked = settle(desk, part, grant, read, worked).await;
        desk.book.release_calendar(&grant.grant_name, &self.by).await?;
        worked.map(Some)
    }

    /// Runs until the caller drops it. `desk` is asked each time: it may have become another one.
    pub async fn run<T: Shared>(
        &mut self,
        desk: impl Fn() -> Desk<Replica, T>,
        mut told: impl FnMut(Result<Vec<Worked>, Trouble>),
    ) {
        loop {
            told(self.round(&desk(), Round::Due).await);
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// A calendar was turned on or off since the last reading.
async fn is_chosen_anew(book: &Replica, part: &Part, grant: &Grant) -> Result<bool, StoreError> {
    let known = book.calendar_marks(&grant.grant_name).await?;
    let known: BTreeSet<&str> = known.iter().map(|mark| mark.calendar.as_str()).collect();
    Ok(known != part.link.read())
}

/// The person's account with the tokens of this desk's keyring.
pub async fn google<T>(desk: &Desk<Replica, T>, part: &Part, grant: &str) -> Result<Google<Access>, Trouble> {
    let client = client(&desk.book).await?.ok_or(Trouble::NoClient)?;
    Ok(Google { wire: Wire::new(&client.api_uri.clone(), Access::of(grant, client))?, zone: part.zone })
}

pub async fn client(book: &Replica) -> Result<Option<Client>, Trouble> {
    let kept = book.calendar_client(google::NAME).await?;
    Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Reads if it is time, tells the book, and writes what has to be written.
pub async fn work_on<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    part: &Part,
    grant: &Grant,
    lease: &Lease<'_>,
    read: bool,
    list: bool,
) -> Result<Worked, Trouble> {
    let mut worked = Worked { link: part.link.id.to_string(), ..Worked::default() };
    let listed = if list { Some(listed(&provider.calendars().await?, part)) } else { None };
    if grant.synced_at.is_none() && part.link.may_write {
        adopt_all(desk, provider, part, lease.grant).await?;
    }
    if read {
        worked.unknown = read_all(desk, provider, part, lease).await?;
        worked.busy_changed = tell_busy(desk, part, lease.grant).await?;
        if worked.unknown.is_empty() {
            desk.book.calendar_was_read(lease.grant, desk.clock.now().timestamp()).await?;
        }
    }
    // New busy times may have moved rows.
    let Some(part) = super::book::part(desk, part.link.id.as_str()).await? else { return Ok(worked) };
    let out = write_out(desk, provider, &part, lease).await?;
    (worked.written, worked.waiting) = (out.written, out.waiting);
    tell_state(desk, &part, lease.grant, read.then_some(&worked.unknown), &out, listed).await?;
    Ok(worked)
}

fn listed(calendars: &[Listed], part: &Part) -> Value {
    let on = |id: &str| part.link.calendars.iter().any(|known| known.id == id && known.on);
    let all = calendars.iter().map(|one| json!({ "id": one.id, "name": one.name, "on": on(&one.id) }));
    all.collect()
}

/// Says what became of it where everybody sees it, if that is news.
async fn tell_state<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &str,
    unknown: Option<&Unknown>,
    out: &Out,
    listed: Option<Value>,
) -> Result<(), Trouble> {
    let (link, now) = (&part.link, desk.clock.now());
    let mut line = json!({ "command": "tell_calendar", "link": link.id, "grant": grant });
    let said = trouble(part, unknown, out);
    let known = link.trouble.as_ref().map(|known| json!({ "kind": known.kind, "why": known.why }));
    if unknown.is_some() && said != known {
        line["trouble"] = json!(said);
    }
    let old = link.synced_at.is_none_or(|at| now - at >= TimeDelta::minutes(TOLD_MINUTES));
    if unknown.is_some_and(BTreeMap::is_empty) && (old || !line["trouble"].is_null() || said != known) {
        line["synced_at"] = json!(now.to_rfc3339_opts(SecondsFormat::Secs, true));
    }
    let here = desk.book.desk().await?;
    if link.held_by != here {
        line["held_by"] = json!(here);
    }
    if listed.as_ref().is_some_and(|listed| *listed != json!(link.calendars)) {
        line["calendars"] = json!(listed);
    }
    let is_news = line.as_object().is_some_and(|line| line.len() > 3);
    if is_news { tell(desk, line).await } else { Ok(()) }
}

fn trouble(part: &Part, unknown: Option<&Unknown>, out: &Out) -> Option<Value> {
    let name = |id: &str| {
        part.link.calendars.iter().find(|one| one.id == id).map_or(id.to_string(), |one| one.name.clone())
    };
    let unread: Vec<String> =
        unknown.into_iter().flatten().map(|(id, why)| format!("{}: {why}", name(id))).collect();
    match (&out.forbidden, unread.is_empty()) {
        (Some(why), _) => Some(json!({ "kind": "unwritable", "why": why })),
        (None, false) => Some(json!({ "kind": "unreadable", "why": unread.join("; ") })),
        (None, true) => None,
    }
}

/// When it is due again. A permission that ended is told, once, and waits for a person.
async fn settle<T: Shared>(
    desk: &Desk<Replica, T>,
    part: &Part,
    grant: &Grant,
    read: bool,
    worked: Result<Worked, Trouble>,
) -> Result<Worked, Trouble> {
    let now = Clock::System.now().timestamp();
    let name = &grant.grant_name;
    match worked {
        Ok(worked) => {
            let pause = jittered(if part.soon { SOON_SECONDS } else { SELDOM_SECONDS }, desk.clock);
            let next = if read { now + pause } else { grant.next_at };
            desk.book.put_off_calendar(name, next, 0, None).await?;
            Ok(worked)
        }
        Err(why) => {
            let fault = if let Trouble::Fault(fault) = &why { fault.clone() } else { Fault::later("") };
            let language = desk.stamp().await?.language;
            let (said, after) = (why.words().to(language), later_by(grant.tries, &fault, desk.clock));
            desk.book.put_off_calendar(name, now + after, grant.tries + 1, Some(&said)).await?;
            if let Fault::Ended(_) = fault {
                let trouble = json!({ "kind": "ended", "why": said });
                tell(desk, json!({ "command": "tell_calendar", "link": part.link.id, "grant": name, "trouble": trouble }))
                    .await?;
            }
            Ok(Worked::failed(part.link.id.as_str(), &why, language))
        }
    }
}

/// Seconds until another try: twice as long each time, up to a quarter of an hour, never sooner than the server asked, never all at once.
pub fn later_by(tries: u32, fault: &Fault, clock: Clock) -> i64 {
    let backoff = (FIRST_RETRY_SECONDS << tries.min(16)).min(LONGEST_RETRY_SECONDS);
    let asked = match fault {
        Fault::Later { after: Some(after), .. } => i64::try_from(after.as_secs()).unwrap_or(0),
        _ => 0,
    };
    asked + jittered(backoff, clock)
}

/// Between four fifths and six fifths of it.
fn jittered(seconds: i64, clock: Clock) -> i64 {
    let drawn = i64::try_from(clock.new_id().0.as_u128() & 0xff).unwrap_or(0);
    seconds * (204 + drawn * 102 / 255) / 255
}

/// The age of a reading, for people.
pub fn at(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_try_waits_longer_and_never_less_than_asked() {
        let plain = Fault::later("");
        for tries in 0..40 {
            let wait = later_by(tries, &plain, Clock::System);
            let nominal = (FIRST_RETRY_SECONDS << tries.min(16)).min(LONGEST_RETRY_SECONDS);
            assert!((nominal * 4 / 5..=nominal * 6 / 5).contains(&wait), "{tries}: {wait}");
        }
        let asked = Fault::Later { why: "".into(), after: Some(Duration::from_secs(3000)) };
        assert!(later_by(0, &asked, Clock::System) >= 3000);
    }
}
