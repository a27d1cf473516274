//! Pushing: each command that waits is decided again at the shared book, in order, and its answer is kept beside it. A repeated push is
//! answered the same there, so a lost answer costs nothing. What cannot be pushed at all is set aside, so that the rest goes on.

use std::future::Future;
use zamu_core::both;

use zamu_core::decide::Stamp;
use zamu_core::outcome::{Outcome, Refused};
use zamu_core::record::Language;
use zamu_core::scope::Scope;

use super::Sync;
use super::compare::by_loading;
use crate::desk;
use crate::replica::Waiting;
use crate::store::{AtHand, Digests, Memory, Store, StoreError, Stretch};
use crate::truth::Truth;

/// After so many faults that are not the line's a command is set aside.
const TRIES: u32 = 10;

/// A store that several desks share: it can tell the others that there is something new.
pub trait Shared: Store + Clone + 'static {
    fn wake(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What some days hold, in short.
    fn digests(&self, days: &[Stretch]) -> impl Future<Output = Result<Digests, StoreError>> + Send
    where
        Self: Sized,
    {
        by_loading(self, days)
    }
}

/// Everybody who holds it sees what is new.
impl Shared for Memory {
    async fn wake(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Shared for Truth {
    async fn wake(&self) -> Result<(), StoreError> {
        Truth::wake(self).await
    }

    async fn digests(&self, days: &[Stretch]) -> Result<Digests, StoreError> {
        Truth::digests(self, days).await
    }
}

impl<S: Shared> Shared for AtHand<S> {
    async fn wake(&self) -> Result<(), StoreError> {
        self.store().wake().await
    }

    async fn digests(&self, days: &[Stretch]) -> Result<Digests, StoreError> {
        self.store().digests(days).await
    }
}

impl<T: Shared> Sync<T> {
    /// Pushes what has no answer yet.
    pub(super) async fn push(&self, outbox: &[Waiting]) -> Result<(), StoreError> {
        let waiting: Vec<&Waiting> = outbox.iter().filter(|waiting| waiting.outcome.is_none()).collect();
        if waiting.is_empty() {
            return Ok(());
        }
        self.fetch(&waiting).await?;
        let stamp = self.stamp().await?;
        let mut told = false;
        for next in waiting {
            told |= self.push_one(next, &stamp).await?;
        }
        if told {
            self.truth.wake().await?;
        }
        Ok(())
    }

    /// Loads at once what many commands need.
    async fn fetch(&self, waiting: &[&Waiting]) -> Result<(), StoreError> {
        if waiting.len() > 1 {
            let scopes = waiting.iter().map(|waiting| desk::scope_of_push(&waiting.issued, &waiting.dates));
            self.deciding.load(&scopes.fold(Scope::default(), Scope::and)).await?;
        }
        Ok(())
    }

    /// True: the shared book has changed.
    async fn push_one(&self, waiting: &Waiting, stamp: &Stamp) -> Result<bool, StoreError> {
        let outcome = match desk::push(&self.deciding, &waiting.issued, &waiting.dates, stamp).await {
            Ok(Outcome::Refused(refused)) if refused.code == "outdated" => return Err(StoreError::Outdated),
            Ok(outcome) => outcome,
            Err(error) if error.is_of_the_line() => return Err(error),
            Err(error) if waiting.tries + 1 >= TRIES => given_up(&error, stamp.language),
            Err(error) => {
                self.book.tried(waiting.number).await?;
                return Err(error);
            }
        };
        self.book.answer(waiting.number, waiting.issued.promised, &outcome).await?;
        Ok(matches!(outcome, Outcome::Done(_)))
    }

    async fn stamp(&self) -> Result<Stamp, StoreError> {
        let language = desk::language_of(&self.book.settings().await?);
        Ok(Stamp { now: self.clock.now(), language })
    }
}

fn given_up(error: &StoreError, language: Language) -> Outcome {
    let why = both!(
        "The shared book could not take it: {}",
        "Kitabu cha pamoja hakikuweza kuipokea: {}",
        error.words()
    );
    let why = why.to(language);
    Outcome::Refused(Refused { code: "invalid".into(), why, nearest: Vec::new(), instead: None })
}
