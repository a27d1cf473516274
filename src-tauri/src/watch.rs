//! Looks at the book every second: what anybody committed is told to the page, new attention items to the desktop; and every few seconds
//! the jobs of the day that are due are done (cutoff, temps, catch-up), also while the window is hidden.

use std::collections::BTreeSet;
use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager};
use zamu_desk::changed::Since;
use zamu_desk::store::Revision;
use zamu_desk::{Desk, parked};

use crate::notify;
use crate::open::Open;

const LOOK: Duration = Duration::from_secs(1);
/// Jobs are looked for every so many looks.
const JOBS: u32 = 5;

pub async fn watch(app: AppHandle) {
    let open = app.state::<Open>();
    let mut seen = open.desk().book.revision().await.unwrap_or_default();
    let mut told = BTreeSet::new();
    let mut disconnected = BTreeSet::new();
    let mut looks = 0;
    loop {
        let desk = open.desk();
        if looks % JOBS == 0 {
            do_jobs(&desk).await;
            tell_of_calendars(&app, &desk, &mut disconnected).await;
        }
        look(&app, &desk, &mut seen).await;
        tell_of_refused(&app, &desk, &mut told).await;
        looks += 1;
        tokio::time::sleep(LOOK).await;
    }
}

async fn do_jobs(desk: &Desk) {
    if let Err(why) = desk.run_due_jobs().await {
        tracing::warn!(%why, "a job of the day failed and is tried again");
    }
}

async fn look(app: &AppHandle, desk: &Desk, seen: &mut Revision) {
    match desk.changed_since(*seen).await {
        Ok(Some(since)) => {
            *seen = since.revision;
            tell_window(app, Some(since.revision));
            notify_new(app, desk, &since).await;
        }
        Ok(None) => {}
        Err(why) => tracing::error!(%why, "the book could not be read"),
    }
}

/// What the shared book refused is this desk's own and no record of the book: each is notified once.
async fn tell_of_refused(app: &AppHandle, desk: &Desk, told: &mut BTreeSet<String>) {
    let Some(sync) = &desk.sync else { return };
    let Ok(stamp) = desk.stamp().await else { return };
    let items = parked::items(&sync.book, &stamp).await.unwrap_or_default();
    for item in items.iter().filter(|item| told.insert(item.id.clone())) {
        notify::show(app, item, stamp.language, false);
    }
}

/// Calendars that need a person: no command opens these items, so the page is told when they come and go, and each is notified when it comes.
async fn tell_of_calendars(app: &AppHandle, desk: &Desk, told: &mut BTreeSet<String>) {
    let (Ok(stamp), Ok(items)) = (desk.stamp().await, desk.calendar_items().await) else { return };
    let now: BTreeSet<String> = items.iter().map(|item| item.id.clone()).collect();
    for item in items.iter().filter(|item| !told.contains(&item.id)) {
        notify::show(app, item, stamp.language, false);
    }
    if *told != now {
        tell_window(app, None);
    }
    *told = now;
}

/// Tells the page which revision the book has come to: it may have read that already. Nothing: something else is to be read.
pub fn tell_window(app: &AppHandle, revision: Option<Revision>) {
    if let Err(why) = app.emit("changed", revision) {
        tracing::warn!(%why, "the window was not told");
    }
}

async fn notify_new(app: &AppHandle, desk: &Desk, since: &Since) {
    if since.opened.is_empty() {
        return;
    }
    let settings = desk.book.settings().await.unwrap_or_default();
    let with_names = settings.get("notification_names").is_some_and(|choice| choice == "on");
    let (Ok(stamp), Ok(Ok(reading))) = (desk.stamp().await, desk.attention().await) else { return };
    for item in reading.items.iter().filter(|item| since.opened.contains(&item.id)) {
        notify::show(app, item, stamp.language, with_names);
    }
}
