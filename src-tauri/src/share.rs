//! Sharing the book from the window: bringing it into an empty shared one, joining, leaving. Each either happens or changes nothing;
//! afterwards the same window goes on with the file as it is then.

use serde::Serialize;
use tauri::{AppHandle, Emitter, State};
use zamu_desk::sync::{self, Joined};
use zamu_desk::{Desk, StoreError};

use crate::commands::Failed;
use crate::open::Open;
use crate::watch;

/// How far a copy has come, for the page.
#[derive(Clone, Serialize)]
struct Progress {
    done: usize,
    /// 0: not known.
    all: usize,
}

#[tauri::command]
pub async fn share_book(app: AppHandle, open: State<'_, Open>, text: String) -> Result<String, Failed> {
    let desk = open.desk();
    let told = app.clone();
    let joined =
        sync::bring(desk.book.path(), &text, desk.clock, move |done, all| tell(&told, done, all)).await;
    finish(&app, &open, &desk, joined).await
}

#[tauri::command]
pub async fn join_book(app: AppHandle, open: State<'_, Open>, text: String) -> Result<String, Failed> {
    let desk = open.desk();
    let told = app.clone();
    let joined = sync::join(desk.book.path(), &text, desk.clock, move |done| tell(&told, done, 0)).await;
    finish(&app, &open, &desk, joined).await
}

#[tauri::command]
pub async fn leave_book(app: AppHandle, open: State<'_, Open>) -> Result<(), Failed> {
    let desk = open.desk();
    sync::leave(desk.book.path(), desk.clock).await?;
    open.again(desk.book.path(), desk.clock, &app).await?;
    watch::tell_window(&app, None);
    Ok(())
}

/// The desk's name at the shared book.
async fn finish(
    app: &AppHandle,
    open: &Open,
    desk: &Desk,
    joined: Result<Joined, StoreError>,
) -> Result<String, Failed> {
    let joined = joined?;
    open.again(desk.book.path(), desk.clock, app).await?;
    watch::tell_window(app, None);
    Ok(joined.desk)
}

fn tell(app: &AppHandle, done: usize, all: usize) {
    if let Err(why) = app.emit("copying", Progress { done, all }) {
        tracing::warn!(%why, "the window was not told");
    }
}
