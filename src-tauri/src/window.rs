//! The one window: built when the book is open, hidden instead of closed so that the cutoff and the catch-up go on.

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::start::Warnings;

pub const LABEL: &str = "desk";

pub fn build(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Zamu")
        .inner_size(1440.0, 900.0)
        .min_inner_size(900.0, 600.0)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            hide(&handle);
        }
    });
    Ok(window)
}

/// Hides it, after saying once what that means.
fn hide(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let first = app
        .state::<Warnings>()
        .say("hidden", "Zamu goes on in the tray: the cutoff runs on time. Quit from the tray to end it.");
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
