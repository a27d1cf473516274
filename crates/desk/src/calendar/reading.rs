//! Connections as people see them: what the book knows of them, and what only this desk does: its keyring, what waits, what failed and why.

use std::collections::BTreeMap;

use zamu_core::ids::AppointmentId;
use zamu_core::reading::{
    CalendarsReading, FailedReading, ItemReading, LinkReading, link_items, link_reading,
};
use zamu_core::scope::Scope;
use zamu_core::time::local_text;

use super::book::{PRIVACY, Part};
use super::jobs::{at, client};
use super::{Trouble, names, parts};
use crate::desk::Desk;
use crate::replica::{Grant, Name, Replica};
use crate::store::{Store, StoreError};
use crate::sync::Shared;

impl<T: Shared> Desk<Replica, T> {
    /// Every connection.
    pub async fn calendars(&self) -> Result<CalendarsReading, Trouble> {
        let asked = self.ask(Scope::default(), |days, stamp| {
            let links = days.records().calendar_links.values();
            Ok(links.map(|link| (link_reading(days, link, stamp), link.grant.clone())).collect::<Vec<_>>())
        });
        let links = asked.await?.map_err(|refusal| Trouble::refused(&refusal))?;
        let grants: BTreeMap<String, Grant> = self
            .book
            .calendar_grants()
            .await?
            .into_iter()
            .map(|grant| (grant.grant_name.clone(), grant))
            .collect();
        let parts = if grants.is_empty() { BTreeMap::new() } else { parts(self).await? };
        let mut readings = Vec::with_capacity(links.len());
        for (mut link, grant) in links {
            if let (Some(grant), Some(part)) = (grants.get(&grant), parts.get(&link.id)) {
                self.tell_more(&mut link, grant).await?;
                let open = names::open(&self.book, part, &grant.grant_name).await?;
                link.waiting = u32::try_from(open.len()).unwrap_or(u32::MAX);
                let failed = open.into_iter().filter_map(|name| Some((name.why.clone()?, name)));
                link.failed = failed.map(|(why, name)| failed_reading(part, name, why)).collect();
            }
            readings.push(link);
        }
        let privacy = self.book.choices().await?.remove(PRIVACY).unwrap_or_else(|| "service".into());
        Ok(CalendarsReading {
            client: client(&self.book).await?.map(|client| client.client_id),
            privacy,
            links: readings,
        })
    }

    async fn tell_more(&self, link: &mut LinkReading, grant: &Grant) -> Result<(), StoreError> {
        link.here = true;
        link.retrying = grant.why.clone().filter(|_| link.trouble.as_deref() != Some("ended"));
        link.synced_at = grant.synced_at.map(at).max(link.synced_at.take());
        for mark in self.book.calendar_marks(&grant.grant_name).await? {
            if let Some(calendar) = link.calendars.iter_mut().find(|calendar| calendar.id == mark.calendar) {
                calendar.unknown = mark.why;
            }
        }
        Ok(())
    }
}

fn failed_reading(part: &Part, name: Name, why: String) -> FailedReading {
    let wanted = part.names.get(&AppointmentId::new(&name.row));
    FailedReading {
        title: wanted.map(|wanted| wanted.title.clone()).unwrap_or_default(),
        start: wanted.map(|wanted| local_text(part.zone, wanted.from)),
        appointment: name.row,
        why,
        tries: name.tries,
    }
}

impl<S: Store, T: Shared> Desk<S, T> {
    /// What of the connections needs a person.
    pub async fn calendar_items(&self) -> Result<Vec<ItemReading>, StoreError> {
        let asked = self.ask(Scope::default(), |days, stamp| Ok(link_items(days, stamp))).await?;
        Ok(asked.unwrap_or_default())
    }
}
