//! Answering: what was done here waits a moment to be settled, so that people normally see *confirmed*. With no line, or a slow one, the
//! answer is given as it stands and becomes a promise, which the shared book keeps.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;

use super::{PATIENCE, Shared, Sync};
use crate::store::StoreError;

impl<T: Shared> Sync<T> {
    /// The shared book's answer to a command that was done here, or the local one, promised.
    pub async fn answer(self: &Arc<Self>, command: CommandId, local: Outcome) -> Result<Outcome, StoreError> {
        if !matches!(local, Outcome::Done(_)) || !self.waits(command).await? {
            return Ok(local);
        }
        if self.line().lost.is_none() && !self.slow.load(Ordering::Relaxed) {
            // On its own: an attempt that takes longer than our patience goes on behind the answer.
            let settling = tokio::spawn({
                let sync = self.clone();
                async move { sync.settle().await }
            });
            let in_time = tokio::time::timeout(PATIENCE, settling).await.is_ok();
            // Until the line is quick again: what is done while this one still tries must not wait as long.
            if !in_time {
                self.slow.store(true, Ordering::Relaxed);
            }
        }
        let promised = self.book.promise(command).await?;
        self.wake.notify_one();
        if promised {
            return Ok(local);
        }
        Ok(self.book.said(command).await?.unwrap_or(local))
    }

    async fn waits(&self, command: CommandId) -> Result<bool, StoreError> {
        Ok(self.book.outbox().await?.iter().any(|waiting| waiting.issued.id == command))
    }
}
