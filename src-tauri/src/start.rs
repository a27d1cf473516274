//! Starting: find the book, be the only window on it, open it, build window and tray, and begin to watch.
//! What goes wrong on the way is said in words before there is a window, and in the window afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tauri::{AppHandle, Manager};
use zamu_core::decide::Stamp;
use zamu_core::record::Language;
use zamu_desk::{Clock, Desk};

use crate::one::{self, Place};
use crate::open::Open;
use crate::shown::Shown;
use crate::{calendars, commands, tray, watch, window};

/// What the desk should know, each said once: no tray, no notification service, where the window went.
#[derive(Debug, Default)]
pub struct Warnings(Mutex<BTreeMap<&'static str, &'static str>>);

impl Warnings {
    /// True the first time this is said.
    pub fn say(&self, about: &'static str, what: &'static str) -> bool {
        self.0.lock().is_ok_and(|mut said| said.insert(about, what).is_none())
    }

    pub fn said(&self) -> Vec<String> {
        self.0.lock().map(|said| said.values().map(ToString::to_string).collect()).unwrap_or_default()
    }
}

#[allow(
    clippy::disallowed_types,
    reason = "Tauri's own macro writes its configuration as a map of that kind"
)]
pub fn start() -> Result<(), String> {
    let book = book_path()?;
    let listener =
        match one::take(&book).map_err(|why| format!("another Zamu may have {}: {why}", book.display()))? {
            Place::First(listener) => listener,
            Place::Second => return Ok(()),
        };
    if let Some(folder) = book.parent() {
        std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        zamu_desk::log::start(folder);
    }
    let desk = tauri::async_runtime::block_on(open(&book))?;
    tauri::Builder::default()
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .manage(Open::with(desk))
        .manage(Warnings::default())
        .manage(Shown::default())
        .invoke_handler(commands::all())
        .setup(move |app| {
            let handle = app.handle().clone();
            window::build(&handle)?;
            tray::build(&handle);
            let shown = handle.clone();
            std::thread::spawn(move || one::listen(listener, || window::show(&shown)));
            begin_watching(handle);
            Ok(())
        })
        .run(tauri::generate_context!())
        .map_err(|why| why.to_string())
}

fn begin_watching(app: AppHandle) {
    app.state::<Open>().settle_in_background(&app);
    tauri::async_runtime::spawn(calendars::work(app.clone()));
    tauri::async_runtime::spawn(watch::watch(app));
}

/// `ZAMU_BOOK`, or `--book PATH`, or the desktop's own.
fn book_path() -> Result<PathBuf, String> {
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--book" {
            return arguments.next().map(PathBuf::from).ok_or_else(|| "--book needs a path".into());
        }
    }
    if let Some(book) = std::env::var_os("ZAMU_BOOK") {
        return Ok(PathBuf::from(book));
    }
    zamu_desk::cli::default_book()
        .ok_or_else(|| "this machine names no folder for a book: start Zamu with --book PATH".into())
}

/// Opens the book, or makes an empty one for the first start.
async fn open(book: &Path) -> Result<Desk, String> {
    let clock = Clock::from_environment()?;
    if !book.exists() {
        let stamp = Stamp { now: clock.now(), language: Language::default() };
        let empty = zamu_desk::sample::empty(&stamp).map_err(|why| why.to_string())?;
        Desk::create(book, &empty).await.map_err(|why| why.to_string())?;
    }
    Desk::open(book, clock).await.map_err(|why| why.to_string())
}
