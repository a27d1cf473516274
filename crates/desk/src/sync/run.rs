//! The sync of a running program: wakes when something was done here, when another desk has committed, and every few seconds anyway;
//! after a fault it waits longer each time, to half a minute. It never holds anybody up.

use std::sync::Arc;
use std::time::Duration;

use super::Sync;
use crate::truth::{Listener, Truth};

const LOOK: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_secs(30);

impl Sync<Truth> {
    /// Runs until the caller drops it. `news` is called after every round in which something changed here or the line came or went.
    pub async fn run(self: &Arc<Self>, mut news: impl FnMut()) {
        let mut listener = None;
        let mut pause = LOOK;
        loop {
            let before = (self.line(), self.book.revision().await.ok());
            pause = match self.settle().await {
                Ok(()) => LOOK,
                Err(why) => {
                    tracing::warn!(%why, "the shared book was not reached");
                    listener = None;
                    (pause * 2).min(LONGEST)
                }
            };
            if before != (self.line(), self.book.revision().await.ok()) {
                news();
            }
            if pause == LOOK {
                self.compare_what_is_due().await;
            }
            if listener.is_none() && self.line().lost.is_none() {
                listener = self.truth.listen().await.ok();
            }
            tokio::select! {
                () = self.wake.notified() => {}
                () = heard(&mut listener) => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

/// Returns when another desk has committed or the line is lost; never while there is none.
async fn heard(listener: &mut Option<Listener>) {
    match listener {
        Some(open) => {
            if open.heard().await.is_err() {
                *listener = None;
            }
        }
        None => std::future::pending().await,
    }
}
