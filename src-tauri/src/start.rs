//! Starting: find the book, be the only window on it, open it, build window and tray, and begin to watch. A book that cannot be opened
//! has a window that says so (`stuck`); what goes wrong before there can be one is said on the terminal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tauri::{AppHandle, Manager};
use zamu_core::decide::Stamp;
use zamu_core::record::Language;
use zamu_core::words::Words;
use zamu_desk::{Clock, Desk, StoreError};

use crate::one::{self, Place};
use crate::open::Open;
use crate::shown::Shown;
use crate::stuck::Stuck;
use crate::window::Page;
use crate::{calendars, commands, tray, watch, window};

/// What the desk should know, each said once: no tray, no notification service, where the window went.
#[derive(Debug, Default)]
pub struct Warnings(Mutex<BTreeMap<&'static str, Words>>);

impl Warnings {
    /// True the first time this is said.
    pub fn say(&self, about: &'static str, what: Words) -> bool {
        self.0.lock().is_ok_and(|mut said| said.insert(about, what).is_none())
    }

    pub fn said(&self, language: Language) -> Vec<String> {
        self.0.lock().map(|said| said.values().map(|words| words.to(language)).collect()).unwrap_or_default()
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
    let clock = Clock::from_environment()?;
    let opened = tauri::async_runtime::block_on(open(&book, clock));
    let language = tauri::async_runtime::block_on(language_of(&opened));
    tauri::Builder::default()
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .manage(Warnings::default())
        .manage(Shown::default())
        .invoke_handler(commands::all())
        .setup(move |app| {
            let handle = app.handle().clone();
            match opened {
                Ok(desk) => {
                    window::build(&handle, Page::Desk)?;
                    go_on(&handle, desk);
                }
                Err(why) => {
                    tracing::error!(%why, "the book cannot be opened");
                    handle.manage(Stuck { book, clock, why: Mutex::new(why) });
                    window::build(&handle, Page::Stuck)?;
                }
            }
            tray::build(&handle, language);
            std::thread::spawn(move || one::listen(listener, || window::show(&handle)));
            Ok(())
        })
        .run(tauri::generate_context!())
        .map_err(|why| why.to_string())
}

/// Of the menu that the tray has until the next start.
async fn language_of(opened: &Result<Desk, StoreError>) -> Language {
    let Ok(desk) = opened else { return Language::default() };
    desk.stamp().await.map(|stamp| stamp.language).unwrap_or_default()
}

/// From here on the desk is open.
pub fn go_on(app: &AppHandle, desk: Desk) {
    app.manage(Open::with(desk));
    app.state::<Open>().settle_in_background(app);
    tauri::async_runtime::spawn(calendars::work(app.clone()));
    tauri::async_runtime::spawn(watch::watch(app.clone()));
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
pub async fn open(book: &Path, clock: Clock) -> Result<Desk, StoreError> {
    if !book.exists() {
        let stamp = Stamp { now: clock.now(), language: Language::default() };
        let empty = zamu_desk::sample::empty(&stamp).map_err(|why| StoreError::NotNow(why.why))?;
        Desk::create(book, &empty).await?;
    }
    Desk::open(book, clock).await
}
