//! The tray: show the window, or quit. A desktop without one is told so once; the window then comes back by starting Zamu again.

use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use zamu_core::record::Language;
use zamu_core::{both, say};

use crate::start::Warnings;
use crate::window;

pub fn build(app: &AppHandle, language: Language) {
    // The indicator library is loaded when it is first used and panics where it is not installed.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| try_build(app, language)));
    if !matches!(built, Ok(Ok(()))) {
        tracing::warn!("no tray");
        app.state::<Warnings>().say(
            "tray",
            both!(
                "This desktop has no tray: start Zamu again to bring its window back.",
                "Eneo-kazi hili halina trei: fungua Zamu tena ili dirisha lirudi."
            ),
        );
    }
}

fn try_build(app: &AppHandle, language: Language) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, "show", "Zamu", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", say!(language, "Quit", "Funga"), true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&show, &quit])?;
    let mut tray =
        TrayIconBuilder::with_id("desk").tooltip("Zamu").menu(&menu).show_menu_on_left_click(false);
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.on_menu_event(|app, event| match event.id().as_ref() {
        "show" => window::show(app),
        "quit" => app.exit(0),
        _ => {}
    })
    .on_tray_icon_event(|tray, event| {
        if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
            window::show(tray.app_handle());
        }
    })
    .build(app)?;
    Ok(())
}
