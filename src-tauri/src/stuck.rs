//! A book that cannot be opened: the window says why and what helps, in place of the desk. Nothing is written before a person asks for it,
//! and going back to a backup sets the damaged book aside beside it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, Manager, State};
use zamu_core::both;
use zamu_core::words::Words;
use zamu_desk::replica::Replica;
use zamu_desk::{Clock, StoreError};

use crate::commands::{Failed, failed};
use crate::start::{self, Warnings};

/// Why there is no desk yet, and what it would be opened with.
pub struct Stuck {
    pub book: PathBuf,
    pub clock: Clock,
    pub why: Mutex<StoreError>,
}

#[derive(Serialize)]
pub struct StuckReading {
    why: String,
    swahili: String,
    book: String,
    /// The file name of the last backup of a damaged book.
    backup: Option<String>,
}

impl Stuck {
    fn why(&self) -> std::sync::MutexGuard<'_, StoreError> {
        self.why.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn backup(&self) -> Option<PathBuf> {
        if let StoreError::Damaged { backup, .. } = &*self.why() { backup.clone() } else { None }
    }

    /// Opens the book and goes on as if it had opened at once.
    async fn open(&self, app: &AppHandle) -> Result<(), Failed> {
        match start::open(&self.book, self.clock).await {
            Ok(desk) => {
                start::go_on(app, desk);
                Ok(())
            }
            Err(why) => {
                let words = told(&why);
                *self.why() = why;
                Err(failed(words))
            }
        }
    }
}

/// Without the command to type: here is a button for it.
fn told(why: &StoreError) -> Words {
    match why {
        StoreError::Damaged { why, .. } => {
            both!("The file of the book is damaged ({why}).", "Faili ya kitabu imeharibika ({why}).")
        }
        other => other.words(),
    }
}

#[tauri::command]
pub async fn stuck(stuck: State<'_, Stuck>) -> Result<StuckReading, Failed> {
    let Words { english, swahili } = told(&stuck.why());
    let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let (book, backup) = (stuck.book.display().to_string(), stuck.backup().and_then(name));
    Ok(StuckReading { why: english, swahili, book, backup })
}

#[tauri::command]
pub async fn open_again(app: AppHandle, stuck: State<'_, Stuck>) -> Result<(), Failed> {
    stuck.open(&app).await
}

#[tauri::command]
pub async fn go_back(app: AppHandle, stuck: State<'_, Stuck>) -> Result<(), Failed> {
    let Some(backup) = stuck.backup() else { return stuck.open(&app).await };
    let now = stuck.clock.now();
    let mark = format!("set-aside-{}", now.format("%Y%m%dT%H%M%S"));
    let aside = Replica::restore(&backup, &stuck.book, now.date_naive(), &mark).await?;
    let aside = aside.display();
    app.state::<Warnings>().say(
        "went back",
        both!(
            "The book is back as it was in its backup. The damaged one is kept: {aside}",
            "Kitabu kimerudi kama kilivyokuwa kwenye nakala. Kilichoharibika kimehifadhiwa: {aside}"
        ),
    );
    stuck.open(&app).await
}
