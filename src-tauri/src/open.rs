//! The open desk. It may become another one while the window stays: when its book is shared, joined or left, the file is opened anew,
//! and what settles it with the shared book starts or ends with it.

use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use tauri::AppHandle;
use tauri::async_runtime::JoinHandle;
use zamu_desk::{Clock, Desk, StoreError};

use crate::watch;

pub struct Open {
    desk: RwLock<Desk>,
    /// The task that settles, where the book is shared.
    settling: Mutex<Option<JoinHandle<()>>>,
}

impl Open {
    pub fn with(desk: Desk) -> Open {
        Open { desk: RwLock::new(desk), settling: Mutex::default() }
    }

    /// The desk as it is now; whoever holds it goes on with it.
    pub fn desk(&self) -> Desk {
        self.desk.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the file again and goes on with it. The old desk is closed for good.
    pub async fn again(&self, path: &Path, clock: Clock, app: &AppHandle) -> Result<(), StoreError> {
        let (old, new) = (self.desk(), Desk::open(path, clock).await?);
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = new;
        self.settle_in_background(app);
        old.book.close().await;
        Ok(())
    }

    /// Starts settling, where the book is shared, and ends what settled before.
    pub fn settle_in_background(&self, app: &AppHandle) {
        let started = self.desk().sync.map(|sync| {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { sync.run(|| watch::tell_window(&app, None)).await })
        });
        let before =
            std::mem::replace(&mut *self.settling.lock().unwrap_or_else(PoisonError::into_inner), started);
        if let Some(before) = before {
            before.abort();
        }
    }
}
