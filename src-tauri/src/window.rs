//! The one window: hidden instead of closed while a book is open, so that the cutoff and the catch-up go on.

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use zamu_core::both;

use crate::open::Open;
use crate::start::Warnings;

pub const LABEL: &str = "desk";

/// What the window shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Desk,
    /// Why there is none.
    Stuck,
}

pub fn build(app: &AppHandle, page: Page) -> tauri::Result<WebviewWindow> {
    let page = match page {
        Page::Desk => WebviewUrl::default(),
        Page::Stuck => WebviewUrl::App("index.html#stuck".into()),
    };
    let window = WebviewWindowBuilder::new(app, LABEL, page)
        .title("Zamu")
        .inner_size(1440.0, 900.0)
        .min_inner_size(900.0, 600.0)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event
            && handle.try_state::<Open>().is_some()
        {
            api.prevent_close();
            hide(&handle);
        }
    });
    Ok(window)
}

/// Hides it, after saying once what that means.
fn hide(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let first = app.state::<Warnings>().say(
        "hidden",
        both!(
            "Zamu goes on in the tray: the cutoff runs on time. Quit from the tray to end it.",
            "Zamu inaendelea kwenye trei: majina ya mwisho yatawekwa kwa wakati. Ifunge kutoka kwenye trei."
        ),
    );
    if first {
        crate::watch::tell_window(app, None);
        return;
    }
    if let Err(why) = window.hide() {
        tracing::warn!(%why, "the window could not be hidden");
    }
}

pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    for step in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(why) = step {
            tracing::warn!(%why, "the window could not be shown");
        }
    }
}
