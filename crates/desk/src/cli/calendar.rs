//! `zamu calendar`: people's calendars elsewhere, without the window: give Zamu its client id, connect a person, choose, look, end.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use zamu_core::outcome::Outcome;
use zamu_core::reading::{CalendarsReading, LinkReading};

use super::{Ending, Session, Trouble, say};
use crate::calendar::{self, Jobs, Round, Worked};
use crate::desk::Desk;

#[derive(Debug, Args)]
pub struct Calendar {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Give Zamu its client id: the file that Google lets you download for a client of the type Desktop app.
    Client { file: PathBuf },
    /// Ask a person for permission in the browser, and connect their calendars.
    Connect {
        staff: String,
        /// Also write final names into their calendar.
        #[arg(long)]
        push: bool,
    },
    /// Every connection: age, calendars, what waits and what failed.
    Status,
    /// A person's calendars, by id: which are on.
    List { staff: String },
    /// Which calendars close a person's time: all of them, by id.
    Choose { staff: String, calendars: Vec<String> },
    /// Where final names go: a calendar's id, or `off`.
    Push { staff: String, calendar: String },
    /// What the titles of events say of a customer.
    Privacy { says: Says },
    /// Read and write everything now.
    Sync,
    /// End a connection: its busy times, our events, the tokens and the permission.
    Disconnect { staff: String },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Says {
    /// The service only.
    Service,
    FirstName,
    FullName,
}

impl From<calendar::Trouble> for Trouble {
    fn from(why: calendar::Trouble) -> Trouble {
        match why {
            calendar::Trouble::Store(why) => Trouble::Store(why),
            other => Trouble::Unusable(other.to_string()),
        }
    }
}

impl Calendar {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let desk = Desk::open(session.file()?, session.clock).await?;
        desk.catch_up().await.or_else(|why| if why.is_of_the_line() { Ok(()) } else { Err(why) })?;
        let ended = self.act(&desk, session.json).await;
        desk.book.close().await;
        ended
    }

    async fn act(&self, desk: &Desk, as_json: bool) -> Result<Ending, Trouble> {
        match &self.act {
            Act::Client { file } => {
                desk.import_google_client(&std::fs::read_to_string(file)?).await?;
                eprintln!("zamu: Zamu knows its client id now; connect people with `zamu calendar connect`");
                Ok(Ending::Done)
            }
            Act::Connect { staff, push } => connect(desk, staff, *push).await,
            Act::Status => status(desk, as_json).await,
            Act::List { staff } => list(desk, staff, as_json).await,
            Act::Choose { staff, calendars } => choose(desk, staff, json!({ "on": calendars })).await,
            Act::Push { staff, calendar } if calendar == "off" => {
                choose(desk, staff, json!({ "push": null })).await
            }
            Act::Push { staff, calendar } => choose(desk, staff, json!({ "push": calendar })).await,
            Act::Privacy { says } => {
                let choice = match says {
                    Says::Service => "service",
                    Says::FirstName => "first_name",
                    Says::FullName => "full_name",
                };
                desk.keep(calendar::PRIVACY, choice).await?;
                Ok(Ending::Done)
            }
            Act::Sync => sync(desk).await,
            Act::Disconnect { staff } => disconnect(desk, staff).await,
        }
    }
}

async fn connect(desk: &Desk, staff: &str, push: bool) -> Result<Ending, Trouble> {
    let show = |url: &str| {
        eprintln!("zamu: the browser asks for permission. If none opens, go to\n{url}");
        // Without a browser the address is there to be opened elsewhere on this computer.
        let _no_browser = open::that_detached(url);
        Ok(())
    };
    let connected = desk.connect_google(staff, push, show).await?;
    if connected.writing_missing {
        eprintln!("zamu: writing was not allowed: final names stay here. Connect again to change that");
    }
    say::json(&connected)?;
    sync(desk).await
}

async fn links(desk: &Desk) -> Result<CalendarsReading, Trouble> {
    Ok(desk.calendars().await?)
}

async fn link(desk: &Desk, staff: &str) -> Result<LinkReading, Trouble> {
    let mut links = links(desk).await?.links.into_iter();
    let found = links.find(|link| link.staff == staff || link.id == staff);
    found.ok_or_else(|| Trouble::Unusable(format!("`{staff}` has no calendar connected")))
}

async fn status(desk: &Desk, as_json: bool) -> Result<Ending, Trouble> {
    let reading = links(desk).await?;
    if as_json {
        say::json(&reading)?;
    } else {
        reading.links.iter().try_for_each(|link| say::line(&words(link)))?;
    }
    Ok(Ending::Done)
}

fn words(link: &LinkReading) -> String {
    let age = link.synced_at.as_deref().unwrap_or("never");
    let place = if link.here { "here".to_string() } else { format!("at desk {}", link.held_by) };
    let push = link
        .push
        .as_deref()
        .map_or("names are not written".to_string(), |push| format!("names go to {push}"));
    let mut text = format!(
        "{}: {}, held {place}, last read {age}, {push}, {} waiting",
        link.staff, link.account, link.waiting
    );
    let why = [link.retrying.as_deref(), Some(link.why.as_str())]
        .into_iter()
        .flatten()
        .filter(|why| !why.is_empty());
    why.for_each(|why| text.push_str(&format!("\n  {why}")));
    link.failed.iter().for_each(|failed| {
        text.push_str(&format!("\n  {}: {} ({} tries)", failed.appointment, failed.why, failed.tries))
    });
    text
}

async fn list(desk: &Desk, staff: &str, as_json: bool) -> Result<Ending, Trouble> {
    let link = link(desk, staff).await?;
    if as_json {
        say::json(&link.calendars)?;
        return Ok(Ending::Done);
    }
    for one in &link.calendars {
        let on = if one.on { "on " } else { "off" };
        let unknown = one.unknown.as_deref().map_or(String::new(), |why| format!("  unknown: {why}"));
        say::line(&format!("{on}  {}  {}{unknown}", one.id, one.name))?;
    }
    Ok(Ending::Done)
}

async fn choose(desk: &Desk, staff: &str, what: Value) -> Result<Ending, Trouble> {
    let link = link(desk, staff).await?.id;
    let mut line = json!({ "command": "choose_calendars", "link": link });
    for (key, value) in what.as_object().into_iter().flatten() {
        line[key] = value.clone();
    }
    let outcome = desk.perform(line).await?;
    desk.book.calendar_is_due(&link).await?;
    match say::outcome(&outcome)? {
        Ending::Done if matches!(outcome, Outcome::Done(_)) => sync(desk).await,
        ending => Ok(ending),
    }
}

async fn sync(desk: &Desk) -> Result<Ending, Trouble> {
    let worked = Jobs::new(desk.clock).round(desk, Round::Now).await?;
    tell(&worked)
}

/// One line for each connection that was worked on.
pub fn tell(worked: &[Worked]) -> Result<Ending, Trouble> {
    worked.iter().try_for_each(say::json)?;
    let failed = worked.iter().any(|one| one.why.is_some() || !one.unknown.is_empty());
    Ok(if failed { Ending::Refused } else { Ending::Done })
}

async fn disconnect(desk: &Desk, staff: &str) -> Result<Ending, Trouble> {
    let link = link(desk, staff).await?.id;
    let left = desk.disconnect_calendar(&link).await?;
    if left.permission {
        eprintln!(
            "zamu: Google was not reached: remove Zamu there yourself (myaccount.google.com/permissions)"
        );
    }
    say::json(&left)?;
    Ok(Ending::Done)
}
