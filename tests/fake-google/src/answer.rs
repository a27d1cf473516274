//! What is answered to a request: checked against the document, then done, then shown, or refused as Google refuses.

use serde_json::{Value, json};

use crate::discovery::Discovery;
use crate::events::{merge, shown, version};
use crate::fields;
use crate::http::Request;
use crate::list::list;
use crate::tricks::Trick;
use crate::world::{Asked, Stored, World};

/// Status, reason, sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub reason: String,
    pub message: String,
    pub retry_after: Option<u32>,
}

impl Refusal {
    pub fn new(status: u16, reason: &str) -> Refusal {
        Refusal::said(status, reason, reason.to_string())
    }

    pub fn said(status: u16, reason: &str, message: String) -> Refusal {
        Refusal { status, reason: reason.into(), message, retry_after: None }
    }

    fn body(&self) -> Value {
        json!({ "error": { "code": self.status, "message": self.message,
            "errors": [{ "domain": "global", "reason": self.reason, "message": self.message }] } })
    }
}

/// What goes back: status, body, seconds to wait, and the trick played on it.
pub struct Answer {
    pub status: u16,
    pub body: Option<Value>,
    pub retry_after: Option<u32>,
    pub trick: Option<Trick>,
}

pub fn answer(world: &mut World, discovery: &Discovery, request: &Request) -> Answer {
    let called = match discovery.check(&request.verb, &request.path, &request.query, request.body.as_ref()) {
        Ok(called) => called,
        Err(why) => {
            world.violations.push(format!("{} {}: {why}", request.verb, request.path.join("/")));
            return refused(&Refusal::said(400, "badRequest", why), None);
        }
    };
    let method = called.method.trim_start_matches("calendar.").to_string();
    let calendar = called.path.get("calendarId").cloned().unwrap_or_default();
    let event = called.path.get("eventId").cloned().unwrap_or_default();
    let trick = world.trick(&method);
    let done = match &trick {
        _ if request.token.is_empty() || world.revoked => Err(Refusal::new(401, "authError")),
        Some(Trick::Refuse { status, reason, retry_after }) => {
            Err(Refusal { retry_after: *retry_after, ..Refusal::new(*status, reason) })
        }
        Some(Trick::LoseQuestion) => Err(Refusal::new(0, "")),
        _ => act(world, &method, &calendar, &event, request, trick.as_ref()),
    };
    let answer = match done {
        Ok(Value::Null) => Answer { status: 204, body: None, retry_after: None, trick },
        Ok(body) => masked(body, request, trick),
        Err(refusal) => refused(&refusal, trick),
    };
    world.asked.push(Asked {
        method,
        calendar,
        query: request.query.clone(),
        body: request.body.clone(),
        status: answer.status,
    });
    answer
}

fn masked(body: Value, request: &Request, trick: Option<Trick>) -> Answer {
    let mask = request.query.iter().find(|(name, _)| name == "fields");
    match mask.map_or(Ok(body.clone()), |(_, mask)| fields::select(body, mask)) {
        Ok(body) => Answer { status: 200, body: Some(body), retry_after: None, trick },
        Err(why) => refused(&Refusal::said(400, "invalidParameter", why), trick),
    }
}

fn refused(refusal: &Refusal, trick: Option<Trick>) -> Answer {
    Answer { status: refusal.status, body: Some(refusal.body()), retry_after: refusal.retry_after, trick }
}

fn act(
    world: &mut World,
    method: &str,
    calendar: &str,
    event: &str,
    request: &Request,
    trick: Option<&Trick>,
) -> Result<Value, Refusal> {
    let body = request.body.clone().unwrap_or_default();
    let calendar = match calendar {
        "primary" => {
            world.calendars.iter().find(|(_, one)| one.primary).map(|(id, _)| id.clone()).unwrap_or_default()
        }
        other => other.to_string(),
    };
    let (empty, old) = (trick == Some(&Trick::EmptyPage), trick == Some(&Trick::OldVersions));
    match method {
        "calendarList.list" => Ok(calendars(world)),
        "events.list" => list(world, &calendar, &request.query, empty, old),
        "events.get" => get(world, &calendar, event),
        "events.insert" => insert(world, &calendar, body),
        "events.patch" => patch(world, &calendar, event, &body, &request.if_match),
        "events.delete" => delete(world, &calendar, event, &request.if_match),
        other => Err(Refusal::said(501, "notImplemented", format!("this fake does not know {other}"))),
    }
}

fn calendars(world: &World) -> Value {
    let items: Vec<Value> = world
        .calendars
        .iter()
        .map(|(id, one)| {
            let mut item = json!({ "kind": "calendar#calendarListEntry", "id": id, "summary": one.name, "timeZone": one.zone, "accessRole": "owner" });
            if one.primary {
                item["primary"] = json!(true);
            }
            item
        })
        .collect();
    json!({ "kind": "calendar#calendarList", "items": items })
}

fn stored<'a>(world: &'a World, calendar: &str, event: &str) -> Result<&'a Stored, Refusal> {
    let found = world.calendars.get(calendar).filter(|calendar| !calendar.hidden);
    found.and_then(|calendar| calendar.events.get(event)).ok_or(Refusal::new(404, "notFound"))
}

fn get(world: &World, calendar: &str, event: &str) -> Result<Value, Refusal> {
    Ok(shown(event, stored(world, calendar, event)?, world.clock_off))
}

fn may_write(world: &World, calendar: &str) -> Result<(), Refusal> {
    let found = world
        .calendars
        .get(calendar)
        .filter(|calendar| !calendar.hidden)
        .ok_or(Refusal::new(404, "notFound"))?;
    if found.read_only { Err(Refusal::new(403, "requiredAccessLevel")) } else { Ok(()) }
}

fn insert(world: &mut World, calendar: &str, mut body: Value) -> Result<Value, Refusal> {
    may_write(world, calendar)?;
    let id = match body["id"].as_str() {
        Some(id) => id.to_string(),
        None => format!("made{}", world.changes),
    };
    let fits = (5..=1024).contains(&id.len()) && id.chars().all(|c| matches!(c, 'a'..='v' | '0'..='9'));
    if !fits || body["start"].is_null() || body["end"].is_null() {
        return Err(Refusal::new(400, if fits { "required" } else { "invalid" }));
    }
    if world.calendars.get(calendar).is_some_and(|calendar| calendar.events.contains_key(&id)) {
        return Err(Refusal::new(409, "duplicate"));
    }
    body["id"] = json!(id);
    world.put(calendar, &id, body);
    get(world, calendar, &id)
}

fn patch(
    world: &mut World,
    calendar: &str,
    event: &str,
    fields: &Value,
    if_match: &str,
) -> Result<Value, Refusal> {
    may_write(world, calendar)?;
    let known = stored(world, calendar, event)?;
    if !if_match.is_empty() && version(known) != if_match {
        return Err(Refusal::new(412, "conditionNotMet"));
    }
    if known.body["status"] == "cancelled" {
        return Err(Refusal::new(404, "notFound"));
    }
    let mut after = known.body.clone();
    merge(&mut after, fields);
    if ["start", "end"].iter().any(|end| after[end]["date"].is_string() && after[end]["dateTime"].is_string())
    {
        return Err(Refusal::new(400, "invalid"));
    }
    world.put(calendar, event, fields.clone());
    get(world, calendar, event)
}

fn delete(world: &mut World, calendar: &str, event: &str, if_match: &str) -> Result<Value, Refusal> {
    may_write(world, calendar)?;
    let known = stored(world, calendar, event)?;
    if known.body["status"] == "cancelled" {
        return Err(Refusal::new(410, "deleted"));
    }
    if !if_match.is_empty() && version(known) != if_match {
        return Err(Refusal::new(412, "conditionNotMet"));
    }
    world.delete(calendar, event);
    Ok(Value::Null)
}
