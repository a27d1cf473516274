//! Desktop notifications (rule N3): one per new attention item, without names unless this desk asks for them; clicking opens the item.
//! Without a notification service it is said once, in the log and in the window, and the item stays in attention.

use tauri::{AppHandle, Emitter, Manager};
use zamu_core::both;
use zamu_core::reading::ItemReading;
use zamu_core::record::Language;

use crate::start::Warnings;
use crate::window;

/// Shows one item. Waits for a click on a thread of its own, so nothing else waits.
pub fn show(app: &AppHandle, item: &ItemReading, language: Language, with_names: bool) {
    let app = app.clone();
    let (id, title, body) = (item.id.clone(), title(item, language), body(item, with_names));
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname("Zamu")
            .summary(&title)
            .body(&body)
            .icon("zamu")
            .action("default", "Open")
            .show();
        match shown {
            Ok(handle) => wait(&app, handle, &id),
            Err(why) => {
                tracing::warn!(%why, "no notification service");
                app.state::<Warnings>().say(
                    "notifications",
                    both!(
                        "This computer shows no notifications; look at Attention instead.",
                        "Kompyuta hii haionyeshi arifa; badala yake tazama Yanayohitaji kushughulikiwa."
                    ),
                );
            }
        }
    });
}

#[cfg(target_os = "linux")]
fn wait(app: &AppHandle, handle: notify_rust::NotificationHandle, item: &str) {
    handle.wait_for_action(|action| {
        if action == "default" {
            open(app, item);
        }
    });
}

/// Elsewhere the system itself brings the program to the front.
#[cfg(not(target_os = "linux"))]
fn wait(_app: &AppHandle, _handle: notify_rust::NotificationHandle, _item: &str) {}

#[cfg(target_os = "linux")]
fn open(app: &AppHandle, item: &str) {
    window::show(app);
    if let Err(why) = app.emit("open-item", item) {
        tracing::warn!(%why, "the item could not be opened");
    }
}

fn title(item: &ItemReading, language: Language) -> String {
    let clock = item.start.as_deref().and_then(|start| start.get(11..16)).unwrap_or_default();
    let (english, swahili) = match item.kind.as_str() {
        "no_therapist" => ("no therapist", "hakuna mtaalamu"),
        "bound_absent" => ("asked for somebody absent", "aliyeombwa hayupo"),
        "name_changed" => ("a new name waits to be told", "jina jipya linasubiri kuambiwa"),
        "room" => ("no room", "hakuna chumba"),
        "calendar_disconnected" => ("a calendar is disconnected", "kalenda haijaunganishwa"),
        _ => ("needs attention", "inahitaji kuangaliwa"),
    };
    let what = if language == Language::Swahili { swahili } else { english };
    format!("{clock} {what}").trim().to_string()
}

/// The service says enough to act on; a customer's name only when the desk wants it on the screen. The reason may hold a therapist's name.
fn body(item: &ItemReading, with_names: bool) -> String {
    let service = item.service_name.clone().unwrap_or_default();
    match item.customer_name.as_deref().filter(|_| with_names) {
        Some(name) => format!("{name}: {service}. {}", item.why),
        None => service,
    }
}
