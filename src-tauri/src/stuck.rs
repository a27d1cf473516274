//! A book that cannot be opened: the window says why and what helps, in place of the desk. Nothing is written before a person asks for it,
//! and going back to a backup sets the damaged book aside beside it.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use serde::Serialize;
use tauri::{AppHandle, Manager, State};
use zamu_core::both;
use zamu_core::words::Words;
use zamu_desk::replica::{Replica, backup};
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
    /// The day of the last backup of a damaged book.
    backup: Option<NaiveDate>,
}

impl Stuck {
    fn why(&self) -> MutexGuard<'_, StoreError> {
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
    let backup = stuck.backup().and_then(|backup| backup::date_of(&stuck.book, &backup));
    Ok(StuckReading { why: english, swahili, book: stuck.book.display().to_string(), backup })
}

#[tauri::command]
pub async fn open_again(app: AppHandle, stuck: State<'_, Stuck>) -> Result<(), Failed> {
    stuck.open(&app).await
}

#[tauri::command]
pub async fn go_back(app: AppHandle, stuck: State<'_, Stuck>) -> Result<(), Failed> {
    let Some(backup) = stuck.backup() else { return stuck.open(&app).await };
    let aside = Replica::restore(&backup, &stuck.book, stuck.clock.now()).await?;
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
