//! What the page can ask: convert, call the desk, convert back. No rule lives here. A refusal is an answer; only a machine that fails rejects.

use serde::Serialize;
use serde_json::Value;
use tauri::{State, WebviewWindow};
use zamu_core::outcome::{Outcome, Refused};
use zamu_core::reading::*;
use zamu_desk::{Desk, StoreError};

use crate::links;
use crate::shown::{SheetNews, Shown};
use crate::start::Warnings;

/// A reading that was refused, or a machine that failed: code and sentence.
#[derive(Debug, Serialize)]
pub struct Failed(Refused);

impl From<StoreError> for Failed {
    fn from(why: StoreError) -> Failed {
        tracing::error!(%why, "a command of the window failed");
        failed(&why.to_string())
    }
}

fn failed(why: &str) -> Failed {
    Failed(Refused { code: "failed".into(), why: why.into(), nearest: Vec::new(), instead: None })
}

type Answer<T> = Result<T, Failed>;

/// Unwraps a reading: its refusal becomes what the page is told.
async fn read<T>(desk: &Desk, reading: zamu_desk::readings::Read<T>) -> Answer<T> {
    let stamp = desk.stamp().await?;
    reading?.map_err(|refusal| Failed(refusal.refused(stamp.language)))
}

#[tauri::command]
async fn perform(desk: State<'_, Desk>, line: Value) -> Answer<Outcome> {
    Ok(desk.perform(line).await?)
}

#[tauri::command]
async fn preview(desk: State<'_, Desk>, line: Value) -> Answer<Outcome> {
    Ok(desk.preview(line).await?)
}

/// Several lines one after the other, each on what those before it would leave.
#[tauri::command]
async fn preview_all(desk: State<'_, Desk>, lines: Vec<Value>) -> Answer<Vec<Outcome>> {
    Ok(desk.preview_all(lines).await?)
}

#[tauri::command]
async fn undo(desk: State<'_, Desk>) -> Answer<Outcome> {
    Ok(desk.undo().await?)
}

#[tauri::command]
async fn redo(desk: State<'_, Desk>) -> Answer<Outcome> {
    Ok(desk.redo().await?)
}

#[tauri::command]
async fn status(desk: State<'_, Desk>, warnings: State<'_, Warnings>) -> Answer<StatusReading> {
    let mut status = desk.status().await?;
    status.warnings.extend(warnings.said());
    Ok(status)
}

#[tauri::command]
async fn sheet(desk: State<'_, Desk>, date: String) -> Answer<SheetReading> {
    read(&desk, desk.sheet(&date).await).await
}

/// The sheet against the one the page was given under the mark `since`; 0 is none.
#[tauri::command]
async fn sheet_since(
    desk: State<'_, Desk>,
    shown: State<'_, Shown>,
    date: String,
    since: u64,
) -> Answer<SheetNews> {
    let sheet = read(&desk, desk.sheet(&date).await).await?;
    Ok(shown.news(since, sheet))
}

#[tauri::command]
async fn slots(desk: State<'_, Desk>, query: SlotQuery) -> Answer<SlotsReading> {
    read(&desk, desk.slots(&query).await).await
}

#[tauri::command]
async fn candidates(desk: State<'_, Desk>, appointment: String, seat: u32) -> Answer<CandidatesReading> {
    read(&desk, desk.candidates(&appointment, seat).await).await
}

#[tauri::command]
async fn attention(desk: State<'_, Desk>) -> Answer<AttentionReading> {
    read(&desk, desk.attention().await).await
}

#[tauri::command]
async fn history(desk: State<'_, Desk>, row: String) -> Answer<HistoryReading> {
    read(&desk, desk.history(&row).await).await
}

#[tauri::command]
async fn find(desk: State<'_, Desk>, text: String) -> Answer<FindReading> {
    Ok(desk.find(&text).await?)
}

#[tauri::command]
async fn customers(desk: State<'_, Desk>, text: String) -> Answer<CustomersReading> {
    Ok(desk.customers(&text).await?)
}

#[tauri::command]
async fn customer(desk: State<'_, Desk>, id: String) -> Answer<CustomerCard> {
    read(&desk, desk.customer(&id).await).await
}

#[tauri::command]
async fn team(desk: State<'_, Desk>) -> Answer<TeamReading> {
    read(&desk, desk.team().await).await
}

#[tauri::command]
async fn catalogue(desk: State<'_, Desk>) -> Answer<CatalogueReading> {
    read(&desk, desk.catalogue().await).await
}

#[tauri::command]
async fn messages(desk: State<'_, Desk>) -> Answer<MessagesReading> {
    Ok(desk.messages().await?)
}

#[tauri::command]
async fn site(desk: State<'_, Desk>) -> Answer<SiteReading> {
    read(&desk, desk.site().await).await
}

#[tauri::command]
async fn keep(desk: State<'_, Desk>, key: String, value: String) -> Answer<()> {
    Ok(desk.keep(&key, &value).await?)
}

#[tauri::command]
async fn import_customers(desk: State<'_, Desk>, text: String, apply: bool) -> Answer<ImportReading> {
    Ok(desk.import_customers(&text, apply).await?)
}

#[tauri::command]
async fn sample_day(desk: State<'_, Desk>) -> Answer<()> {
    read(&desk, desk.sample_day().await).await
}

#[tauri::command]
async fn printable(desk: State<'_, Desk>, date: String) -> Answer<String> {
    read(&desk, desk.printable(&date).await).await
}

#[tauri::command]
async fn open_link(desk: State<'_, Desk>, message: String) -> Answer<()> {
    let reading = desk.messages().await?;
    let message = reading
        .messages
        .iter()
        .find(|known| known.id == message)
        .ok_or_else(|| failed("there is no such message"))?;
    links::open_chat(message).map_err(|why| failed(&why))
}

#[tauri::command]
async fn print_page(window: WebviewWindow) -> Answer<()> {
    window.print().map_err(|why| failed(&why.to_string()))
}

/// How large everything is drawn: 1 is as designed.
#[tauri::command]
async fn zoom(window: WebviewWindow, factor: f64) -> Answer<()> {
    window.set_zoom(factor.clamp(0.5, 3.0)).map_err(|why| failed(&why.to_string()))
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
        zoom
    ]
}
