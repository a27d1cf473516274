//! Several desks, one book. What is done at a desk is decided on its replica and answered at once; here it is pushed to the shared book,
//! which decides it again, and what other desks did is pulled. The order is always: push all that waits, then pull, then settle the file
//! in one transaction (`replica/settle.rs`). While something waits nothing is pulled, so nothing is ever merged.

mod answer;
mod compare;
mod join;
mod push;
mod run;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::replica::Replica;
use crate::store::{AtHand, StoreError};
use crate::truth::{Address, Truth};

pub use join::{Joined, bring, copy_to, join, leave};
pub use push::Shared;

/// How long an answer waits to be settled; then it is a promise.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// A line on which one question takes longer is slow: settling takes several, and an answer given as it stands is better than a wait.
const SLOW: Duration = Duration::from_secs(1);
/// And quick again when one takes less.
const QUICK: Duration = Duration::from_millis(250);

/// A replica and the shared book it belongs to.
#[derive(Debug)]
pub struct Sync<T> {
    pub book: Replica,
    pub truth: T,
    /// The same for deciding: with what was loaded last at hand.
    pub deciding: AtHand<T>,
    pub clock: Clock,
    /// One at a time in this program; two programs on one file do no harm, but the work twice.
    turn: tokio::sync::Mutex<()>,
    line: Mutex<Line>,
    compared: Mutex<Compared>,
    /// The last question took long: nobody is made to wait for the next ones.
    slow: AtomicBool,
    /// Somebody did something here, or heard of something there.
    pub wake: Notify,
}

/// Which days are to be compared with the shared book, and when all of them last were.
#[derive(Debug, Default)]
struct Compared {
    due: BTreeSet<NaiveDate>,
    all_on: Option<NaiveDate>,
}

/// What is known of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Since when nothing was heard, and why; None while there is a line.
    pub lost: Option<(DateTime<Utc>, String)>,
    /// The shared book wants a newer Zamu: this desk only reads.
    pub outdated: bool,
}

impl Sync<Truth> {
    /// None: the book is the file's own.
    pub async fn of(book: &Replica, clock: Clock) -> Result<Option<Sync<Truth>>, StoreError> {
        let Some(shared) = book.shared().await? else { return Ok(None) };
        let address = crate::keys::with_password(Address::read(&shared.address)?);
        Ok(Some(Sync::between(book.clone(), Truth::at(address, clock), clock)))
    }
}

impl<T: Shared> Sync<T> {
    pub fn between(book: Replica, truth: T, clock: Clock) -> Sync<T> {
        Sync {
            book,
            deciding: AtHand::of(truth.clone()),
            truth,
            clock,
            turn: tokio::sync::Mutex::default(),
            line: Mutex::default(),
            compared: Mutex::default(),
            slow: AtomicBool::default(),
            wake: Notify::new(),
        }
    }

    pub fn line(&self) -> Line {
        self.line.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Remembers how the last attempt went. True: that is news.
    fn heard(&self, went: &Result<(), StoreError>) -> bool {
        let mut line = self.line.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let before = line.clone();
        match went {
            Ok(()) => *line = Line::default(),
            Err(StoreError::Outdated) => line.outdated = true,
            Err(why) => {
                let since = line.lost.take().map_or_else(|| self.clock.now(), |(since, _)| since);
                line.lost = Some((since, why.to_string()));
            }
        }
        before != *line
    }

    fn timed(&self, question: Duration) {
        if question > SLOW {
            self.slow.store(true, Ordering::Relaxed);
        } else if question < QUICK {
            self.slow.store(false, Ordering::Relaxed);
        }
    }

    /// Pushes what waits, pulls, and settles the file. An error leaves everything as it was, to be tried again.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let went = self.push_and_pull().await;
        self.heard(&went);
        went
    }

    async fn push_and_pull(&self) -> Result<(), StoreError> {
        loop {
            let waiting = self.book.outbox().await?;
            self.push(&waiting).await?;
            let Some(shared) = self.book.shared().await? else { return Ok(()) };
            let asked = Instant::now();
            let feed = self.truth.feed(shared.revision).await?;
            self.timed(asked.elapsed());
            if waiting.is_empty() && feed.is_empty() {
                return Ok(());
            }
            let settled = self.book.settle(shared.revision, &feed, self.clock.now().timestamp()).await?;
            // What came in meanwhile is pushed first.
            if let Some(days) = settled {
                self.compared.lock().unwrap_or_else(std::sync::PoisonError::into_inner).due.extend(days);
                return Ok(());
            }
        }
    }
}
