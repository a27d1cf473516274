//! People's calendars elsewhere, from the window: asking for permission in the system's browser, ending it, and the work itself, beside
//! everything else the window does. Tokens never come here: the desk has them in the keyring.

use serde::Serialize;
use tauri::{AppHandle, Manager, State};
use zamu_core::reading::CalendarsReading;
use zamu_desk::calendar::{Connected, Jobs, LeftBehind, Round, Trouble, Worked};

use crate::commands::{Failed, failed};
use crate::open::Open;
use crate::watch;

impl From<Trouble> for Failed {
    fn from(why: Trouble) -> Failed {
        tracing::warn!(%why, "a calendar");
        failed(why.words())
    }
}

/// What was done for one connection, in short.
#[derive(Serialize)]
pub struct Synced {
    link: String,
    why: Option<String>,
}

#[tauri::command]
pub async fn calendars(open: State<'_, Open>) -> Result<CalendarsReading, Failed> {
    Ok(open.desk().calendars().await?)
}

/// Waits for the person's answer in the browser, some minutes at most.
#[tauri::command]
pub async fn connect_google(
    app: AppHandle,
    open: State<'_, Open>,
    staff: String,
    writing: bool,
) -> Result<Connected, Failed> {
    let show = |url: &str| open::that_detached(url).map_err(|why| why.to_string());
    let connected = open.desk().connect_google(&staff, writing, show).await;
    watch::tell_window(&app, None);
    Ok(connected?)
}

#[tauri::command]
pub async fn disconnect_calendar(
    app: AppHandle,
    open: State<'_, Open>,
    link: String,
) -> Result<LeftBehind, Failed> {
    let left = open.desk().disconnect_calendar(&link).await;
    watch::tell_window(&app, None);
    Ok(left?)
}

/// Reads and writes everything now, also what waits for another try.
#[tauri::command]
pub async fn sync_calendars(app: AppHandle, open: State<'_, Open>) -> Result<Vec<Synced>, Failed> {
    let desk = open.desk();
    let worked = Jobs::new(desk.clock).round(&desk, Round::Now).await?;
    watch::tell_window(&app, None);
    Ok(worked.into_iter().map(|one| Synced { link: one.link, why: one.why }).collect())
}

#[tauri::command]
pub async fn import_google_client(open: State<'_, Open>, text: String) -> Result<(), Failed> {
    Ok(open.desk().import_google_client(&text).await?)
}

#[tauri::command]
pub async fn type_google_client(
    open: State<'_, Open>,
    client_id: String,
    secret: String,
) -> Result<(), Failed> {
    Ok(open.desk().type_google_client(&client_id, &secret).await?)
}

/// Runs as long as the window. A calendar that does not answer holds up nothing else.
pub async fn work(app: AppHandle) {
    let open = app.state::<Open>();
    let mut jobs = Jobs::new(open.desk().clock);
    jobs.run(|| open.desk(), |worked| tell(&app, worked)).await;
}

fn tell(app: &AppHandle, worked: Result<Vec<Worked>, Trouble>) {
    match worked {
        Ok(worked) if worked.is_empty() => {}
        Ok(_) => watch::tell_window(app, None),
        Err(why) => tracing::warn!(%why, "the calendars could not be looked after"),
    }
}
