//! What the page can ask: convert, call the desk, convert back. No rule lives here. A refusal is an answer; only a machine that fails rejects.

use serde::Serialize;
use serde_json::Value;
use tauri::{State, WebviewWindow};
use zamu_core::both;
use zamu_core::outcome::{Outcome, Refused};
use zamu_core::reading::*;
use zamu_core::words::Words;
use zamu_desk::{Desk, StoreError};

use crate::links;
use crate::open::Open;
use crate::shown::{SheetNews, Shown};
use crate::start::Warnings;

/// A reading that was refused, in the desk's language; or a machine that failed, which the page tells in its own.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Failed {
    Refused(Refused),
    Machine { code: &'static str, why: String, swahili: String },
}

impl From<StoreError> for Failed {
    fn from(why: StoreError) -> Failed {
        tracing::error!(%why, "a command of the window failed");
        failed(why.words())
    }
}

/// The machine failed.
pub fn failed(why: impl Into<Words>) -> Failed {
    let Words { english, swahili } = why.into();
    Failed::Machine { code: "failed", why: english, swahili }
}

type Answer<T> = Result<T, Failed>;

/// Unwraps a reading: its refusal becomes what the page is told.
async fn read<T>(desk: &Desk, reading: zamu_desk::readings::Read<T>) -> Answer<T> {
    let stamp = desk.stamp().await?;
    reading?.map_err(|refusal| Failed::Refused(refusal.refused(stamp.language)))
}

#[tauri::command]
async fn perform(open: State<'_, Open>, line: Value) -> Answer<Outcome> {
    let desk = open.desk();
    Ok(desk.perform(line).await?)
}

#[tauri::command]
async fn preview(open: State<'_, Open>, line: Value) -> Answer<Outcome> {
    let desk = open.desk();
    Ok(desk.preview(line).await?)
}

/// Several lines one after the other, each on what those before it would leave.
#[tauri::command]
async fn preview_all(open: State<'_, Open>, lines: Vec<Value>) -> Answer<Vec<Outcome>> {
    let desk = open.desk();
    Ok(desk.preview_all(lines).await?)
}

#[tauri::command]
async fn undo(open: State<'_, Open>) -> Answer<Outcome> {
    let desk = open.desk();
    Ok(desk.undo().await?)
}

#[tauri::command]
async fn redo(open: State<'_, Open>) -> Answer<Outcome> {
    let desk = open.desk();
    Ok(desk.redo().await?)
}

#[tauri::command]
async fn status(open: State<'_, Open>, warnings: State<'_, Warnings>) -> Answer<StatusReading> {
    let desk = open.desk();
    let mut status = desk.status().await?;
    status.warnings.extend(warnings.said(desk.stamp().await?.language));
    Ok(status)
}

#[tauri::command]
async fn sheet(open: State<'_, Open>, date: String) -> Answer<SheetReading> {
    let desk = open.desk();
    read(&desk, desk.sheet(&date).await).await
}

/// The sheet against the one the page was given under the mark `since`; 0 is none.
#[tauri::command]
async fn sheet_since(
    open: State<'_, Open>,
    shown: State<'_, Shown>,
    date: String,
    since: u64,
) -> Answer<SheetNews> {
    let desk = open.desk();
    let sheet = read(&desk, desk.sheet(&date).await).await?;
    Ok(shown.news(since, sheet))
}

#[tauri::command]
async fn slots(open: State<'_, Open>, query: SlotQuery) -> Answer<SlotsReading> {
    let desk = open.desk();
    read(&desk, desk.slots(&query).await).await
}

#[tauri::command]
async fn days_off(open: State<'_, Open>, date: String) -> Answer<DaysOffReading> {
    let desk = open.desk();
    read(&desk, desk.days_off(&date).await).await
}

#[tauri::command]
async fn candidates(open: State<'_, Open>, appointment: String, seat: u32) -> Answer<CandidatesReading> {
    let desk = open.desk();
    read(&desk, desk.candidates(&appointment, seat).await).await
}

#[tauri::command]
async fn attention(open: State<'_, Open>) -> Answer<AttentionReading> {
    let desk = open.desk();
    read(&desk, desk.attention().await).await
}

#[tauri::command]
async fn history(open: State<'_, Open>, row: String) -> Answer<HistoryReading> {
    let desk = open.desk();
    read(&desk, desk.history(&row).await).await
}

#[tauri::command]
async fn find(open: State<'_, Open>, text: String) -> Answer<FindReading> {
    let desk = open.desk();
    Ok(desk.find(&text).await?)
}

#[tauri::command]
async fn customers(open: State<'_, Open>, text: String) -> Answer<CustomersReading> {
    let desk = open.desk();
    Ok(desk.customers(&text).await?)
}

#[tauri::command]
async fn customer(open: State<'_, Open>, id: String) -> Answer<CustomerCard> {
    let desk = open.desk();
    read(&desk, desk.customer(&id).await).await
}

#[tauri::command]
async fn team(open: State<'_, Open>) -> Answer<TeamReading> {
    let desk = open.desk();
    read(&desk, desk.team().await).await
}

#[tauri::command]
async fn catalogue(open: State<'_, Open>) -> Answer<CatalogueReading> {
    let desk = open.desk();
    read(&desk, desk.catalogue().await).await
}

#[tauri::command]
async fn messages(open: State<'_, Open>) -> Answer<MessagesReading> {
    let desk = open.desk();
    Ok(desk.messages().await?)
}

#[tauri::command]
async fn site(open: State<'_, Open>) -> Answer<SiteReading> {
    let desk = open.desk();
    read(&desk, desk.site().await).await
}

#[tauri::command]
async fn keep(open: State<'_, Open>, key: String, value: String) -> Answer<()> {
    let desk = open.desk();
    Ok(desk.keep(&key, &value).await?)
}

#[tauri::command]
async fn import_customers(open: State<'_, Open>, text: String, apply: bool) -> Answer<ImportReading> {
    let desk = open.desk();
    Ok(desk.import_customers(&text, apply).await?)
}

#[tauri::command]
async fn sample_day(open: State<'_, Open>) -> Answer<()> {
    let desk = open.desk();
    read(&desk, desk.sample_day().await).await
}

#[tauri::command]
async fn printable(open: State<'_, Open>, date: String) -> Answer<String> {
    let desk = open.desk();
    read(&desk, desk.printable(&date).await).await
}

#[tauri::command]
async fn open_link(open: State<'_, Open>, message: String) -> Answer<()> {
    let desk = open.desk();
    let reading = desk.messages().await?;
    let message = reading
        .messages
        .iter()
        .find(|known| known.id == message)
        .ok_or_else(|| failed(both!("there is no such message", "hakuna ujumbe huo")))?;
    links::open_chat(message).map_err(failed)
}

#[tauri::command]
async fn print_page(window: WebviewWindow) -> Answer<()> {
    window.print().map_err(|why| failed(why.to_string()))
}

/// How large everything is drawn: 1 is as designed.
#[tauri::command]
async fn zoom(window: WebviewWindow, factor: f64) -> Answer<()> {
    window.set_zoom(factor.clamp(0.5, 3.0)).map_err(|why| failed(why.to_string()))
}

/// Every command of this file, as `build.rs` lists them.
pub fn all() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        perform,
        preview,
        preview_all,
        undo,
        redo,
        status,
        sheet,
        sheet_since,
        slots,
        candidates,
        days_off,
        attention,
        history,
        find,
        customers,
        customer,
        team,
        catalogue,
        messages,
        site,
        keep,
        import_customers,
        sample_day,
        printable,
        open_link,
        print_page,
        crate::share::share_book,
        crate::share::join_book,
        crate::share::leave_book,
        crate::calendars::calendars,
        crate::calendars::connect_google,
        crate::calendars::disconnect_calendar,
        crate::calendars::sync_calendars,
        crate::calendars::import_google_client,
        crate::calendars::type_google_client,
        zoom,
        crate::stuck::stuck,
        crate::stuck::open_again,
        crate::stuck::go_back
    ]
}
