//! Connecting a person's account, and ending it. The keyring is asked before the person is; the tokens are in it before the book knows of them;
//! what ends takes tokens, what was read and what was written along, and gives the permission back.

use std::time::Duration;
use zamu_core::both;

use serde::Serialize;
use serde_json::json;
use zamu_core::ids::StaffId;
use zamu_core::outcome::Outcome;

use super::book::{Part, part};
use super::google::{self, Google, Granted, Wire};
use super::jobs::{Lease, client};
use super::loopback::Loopback;
use super::provider::{Fault, Listed, Provider};
use super::tokens::{self, Access};
use super::{Client, Trouble, oauth};
use crate::desk::Desk;
use crate::replica::{Grant, Replica};
use crate::store::StoreError;
use crate::sync::Shared;

/// Cleaning up there takes no longer; what is then left is said.
const PARTING: Duration = Duration::from_secs(20);

/// How connecting went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Connected {
    pub link: String,
    pub account: String,
    /// Writing was asked for and not given.
    pub writing_missing: bool,
}

/// What a parting could not take along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftBehind {
    /// Events that are still in the calendar.
    pub events: usize,
    /// The permission still stands at the provider.
    pub permission: bool,
}

impl<T: Shared> Desk<Replica, T> {
    /// Keeps how Zamu presents itself to Google: what Google lets one download, as text.
    pub async fn import_google_client(&self, text: &str) -> Result<(), Trouble> {
        self.keep_google_client(&Client::read(text)?).await
    }

    pub async fn type_google_client(&self, client_id: &str, secret: &str) -> Result<(), Trouble> {
        self.keep_google_client(&Client::typed(client_id, secret)?).await
    }

    async fn keep_google_client(&self, client: &Client) -> Result<(), Trouble> {
        Ok(self.book.keep_calendar_client(google::NAME, &serde_json::to_string(client)?).await?)
    }

    /// Asks a person for permission in the browser that `show` opens, and connects their calendars. `writing`: final names go there.
    pub async fn connect_google(
        &self,
        staff: &str,
        writing: bool,
        show: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<Connected, Trouble> {
        let client = client(&self.book).await?.ok_or(Trouble::NoClient)?;
        let zone = self.zone_of(staff).await?;
        // A keyring that is locked or missing is found out before anybody signs in anywhere.
        tokens::try_the_keyring().await?;
        let loopback = Loopback::open().await?;
        let scopes = google::scopes(writing);
        let question = oauth::question(&client, &loopback.redirect, scopes, &loopback.state)?;
        show(&question.url).map_err(|why| {
            Fault::refused(both!(
                "no browser could be opened: {why}",
                "kivinjari hakikuweza kufunguliwa: {why}"
            ))
        })?;
        let code = loopback.answer().await?;
        let given = oauth::exchange(&client, question, code, scopes).await?;
        let granted = Granted::of(given.scopes);
        if let Some(why) = granted.too_little() {
            // What we cannot use we do not keep. It stands there until somebody removes it, which the sentence says.
            let _best_effort = oauth::revoke(&client, &given.tokens.refresh).await;
            return Err(Trouble::Refused(why));
        }
        let grant = self.clock.new_id().to_string();
        tokens::keep(&grant, &given.tokens).await?;
        let connected = self.connect_as(&grant, staff, &granted, writing, client, zone).await;
        if connected.is_err() {
            tokens::forget(&grant).await?;
        }
        connected
    }

    async fn connect_as(
        &self,
        grant: &str,
        staff: &str,
        granted: &Granted,
        writing: bool,
        client: Client,
        zone: chrono_tz::Tz,
    ) -> Result<Connected, Trouble> {
        let provider = Google { wire: Wire::new(&client.api_uri.clone(), Access::of(grant, client))?, zone };
        let listed = provider.calendars().await?;
        let primary = listed.iter().find(|one| one.primary).or(listed.first());
        let account = primary.map(|one| one.id.clone()).unwrap_or_default();
        let id = format!("{staff}-{}", google::NAME);
        let before = part(self, &id).await?;
        let push = push(&listed, before.as_ref(), writing && granted.may_write());
        let line = json!({
            "command": "connect_calendar", "staff": staff, "provider": google::NAME, "account": account, "grant": grant,
            "calendars": listed.iter().map(|one| json!({ "id": one.id, "name": one.name, "on": one.primary })).collect::<Vec<_>>(),
            "may_write": granted.may_write(), "push": push,
        });
        match self.perform(line).await? {
            Outcome::Refused(refused) => Err(Trouble::Refused(refused.why.into())),
            Outcome::Done(_) | Outcome::Changed(_) => {
                self.book.add_calendar_grant(grant, &id).await?;
                Ok(Connected { link: id, account, writing_missing: writing && !granted.may_write() })
            }
        }
    }

    async fn zone_of(&self, staff: &str) -> Result<chrono_tz::Tz, Trouble> {
        let staff = StaffId::new(staff);
        let asked = self.ask(zamu_core::scope::Scope::default(), |days, _| {
            days.staff(&staff)?;
            Ok(days.zone())
        });
        asked.await?.map_err(|refusal| Trouble::refused(&refusal))
    }

    /// Ends a connection for good: what it said, what it wrote, its tokens and the permission itself.
    pub async fn disconnect_calendar(&self, link: &str) -> Result<LeftBehind, Trouble> {
        let held = self.book.calendar_grants().await?.into_iter().filter(|grant| grant.link == link);
        let held: Vec<Grant> = held.collect();
        match self.perform(json!({ "command": "disconnect_calendar", "link": link })).await? {
            Outcome::Refused(refused) => return Err(Trouble::Refused(refused.why.into())),
            Outcome::Done(_) | Outcome::Changed(_) => {}
        }
        let mut left = LeftBehind::default();
        for grant in &held {
            let one = let_go(self, grant, false).await?;
            left = LeftBehind {
                events: left.events + one.events,
                permission: left.permission || one.permission,
            };
        }
        Ok(left)
    }
}

/// The calendar it was before, if it is still there; else the person's own.
fn push(listed: &[Listed], before: Option<&Part>, writing: bool) -> Option<String> {
    let known = before
        .and_then(|part| part.link.push.as_deref())
        .filter(|push| listed.iter().any(|one| one.id == *push));
    let own = listed.iter().find(|one| one.primary).map(|one| one.id.as_str());
    known.or(own).filter(|_| writing).map(ToString::to_string)
}

/// Forgets a connection that is no longer this desk's. `goes_on`: somewhere it was made anew, so the permission and the events stay.
pub async fn let_go<T: Shared>(
    desk: &Desk<Replica, T>,
    grant: &Grant,
    goes_on: bool,
) -> Result<LeftBehind, Trouble> {
    let mut left = LeftBehind::default();
    if !goes_on {
        left.events = desk.book.calendar_names(&grant.grant_name).await?.len();
        left.permission = true;
        match tokio::time::timeout(PARTING, part_from(desk, grant, &mut left)).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => {
                tracing::warn!(link = %grant.link, %why, "not everything could be taken back there")
            }
            Err(_) => tracing::warn!(link = %grant.link, "taking everything back there took too long"),
        }
    }
    tokens::forget(&grant.grant_name).await?;
    desk.book.forget_calendar_grant(&grant.grant_name).await?;
    Ok(left)
}

/// Takes back what was written for days to come, then the permission.
async fn part_from<T: Shared>(
    desk: &Desk<Replica, T>,
    grant: &Grant,
    left: &mut LeftBehind,
) -> Result<(), Trouble> {
    let (Some(client), Some(kept)) = (client(&desk.book).await?, tokens::kept(&grant.grant_name).await?)
    else {
        return Ok(());
    };
    let by = desk.clock.new_id().to_string();
    let lease = Lease { book: &desk.book, grant: &grant.grant_name, by: &by };
    wait_for(&lease).await?;
    let zone = desk.site_zone().await?;
    let provider =
        Google { wire: Wire::new(&client.api_uri, Access::of(&grant.grant_name, client.clone()))?, zone };
    let removed = remove_names(desk, &provider, grant, left).await;
    // A refresh on the way may have replaced the token.
    let kept = tokens::kept(&grant.grant_name).await?.unwrap_or(kept);
    oauth::revoke(&client, &kept.refresh).await?;
    left.permission = false;
    removed
}

/// Another program may be in the middle of a request.
async fn wait_for(lease: &Lease<'_>) -> Result<(), Trouble> {
    for _ in 0..20 {
        if lease.renew().await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    lease.renew().await
}

async fn remove_names<T: Shared>(
    desk: &Desk<Replica, T>,
    provider: &impl Provider,
    grant: &Grant,
    left: &mut LeftBehind,
) -> Result<(), Trouble> {
    let now = desk.clock.now().timestamp();
    for name in desk.book.calendar_names(&grant.grant_name).await? {
        if name.until_at > now {
            match provider.remove(&name.calendar, &name.event).await {
                Ok(()) | Err(Fault::Gone(_)) => {}
                Err(other) => return Err(other.into()),
            }
        }
        left.events -= 1;
    }
    Ok(())
}

impl<T: Shared> Desk<Replica, T> {
    async fn site_zone(&self) -> Result<chrono_tz::Tz, StoreError> {
        let asked = self.ask(zamu_core::scope::Scope::default(), |days, _| Ok(days.zone()));
        asked.await?.map_err(|_| StoreError::Empty)
    }
}
