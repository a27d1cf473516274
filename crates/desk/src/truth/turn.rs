//! A turn: the book's row is locked before a command is decided again, so that nobody commits beside it. It is for commands that lost to
//! quicker ones three times, and only on a quick line: nobody waits for a desk on a bad one. One that dies in its turn is thrown out by
//! the server after three seconds.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use zamu_core::ids::CommandId;

use super::fault::told;
use super::line::{Line, Open};
use super::load::EntryRow;
use crate::store::{Entry, Revision, StoreError};

/// A line on which a question takes longer holds nobody up.
const QUICK: Duration = Duration::from_millis(500);
/// So long after a turn there may still be a crowd.
const CROWD: Duration = Duration::from_secs(1);

/// When the server has thrown out who did not use it.
const OVER: Duration = Duration::from_secs(3);

/// The turn that one of our commands has, if any. Clones speak of the same.
#[derive(Clone, Debug)]
pub struct Turns {
    taken: Arc<Mutex<Option<Turn>>>,
    since: Instant,
    /// Milliseconds from `since` to the last turn, plus one; 0: there was none.
    last: Arc<AtomicU64>,
}

/// A transaction that holds the lock. Dropped, it is rolled back.
#[derive(Debug)]
pub struct Turn {
    command: CommandId,
    at: Instant,
    lock: Open,
}

impl Turn {
    /// Asks the last question in this turn and ends it.
    pub async fn commit<T>(
        self,
        line: &Line,
        question: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let mut open = self.lock;
        let answer = line
            .ask_on(&mut open, async |server| {
                let answer = question(&mut *server).await?;
                sqlx::raw_sql("COMMIT").execute(server).await?;
                Ok(answer)
            })
            .await?;
        line.comes_back(open);
        Ok(answer)
    }

    /// Ends it with nothing done.
    pub async fn give_back(self, line: &Line) {
        let mut open = self.lock;
        let ended = line.ask_on(&mut open, async |server| sqlx::raw_sql("ROLLBACK").execute(server).await);
        if ended.await.is_ok() {
            line.comes_back(open);
        }
    }
}

impl Turns {
    pub fn none() -> Turns {
        Turns { taken: Arc::default(), since: Instant::now(), last: Arc::default() }
    }

    /// Waits for the lock. Does nothing on a slow line, or while another command of this program has its turn: it would wait with the
    /// connections that the other one needs. Answers what was committed after a revision.
    pub async fn take(
        &self,
        line: &Line,
        command: CommandId,
        after: Revision,
    ) -> Result<Option<Vec<Entry>>, StoreError> {
        let is_taken = self.taken().as_ref().is_some_and(|turn| turn.at.elapsed() < OVER);
        if is_taken || line.took() > QUICK {
            return Ok(None);
        }
        let mut lock = line.open().await?;
        // One round trip: the lock, and then what is there to be seen.
        let text = include_str!("../../sql/truth/turn.sql").replace("$1", &after.to_string());
        let asked = line
            .ask_on(&mut lock, async |server| sqlx::raw_sql(AssertSqlSafe(text)).fetch_all(server).await)
            .await;
        let rows = match asked {
            // Its owner has not brought it up yet: it knows no turns, and everything else goes on.
            Err(StoreError::NotLetIn(_)) => return Ok(None),
            asked => asked?,
        };
        *self.taken() = Some(Turn { command, at: Instant::now(), lock });
        self.last.store(self.now() + 1, Ordering::Relaxed);
        // The first row is the lock's.
        let since = rows.iter().skip(1).map(|row| EntryRow::from_row(row).map(Entry::from));
        since.collect::<Result<_, _>>().map(Some).map_err(told)
    }

    fn taken(&self) -> MutexGuard<'_, Option<Turn>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn of this command, to commit in.
    pub fn of(&self, command: CommandId) -> Option<Turn> {
        self.taken().take_if(|turn| turn.command == command)
    }

    /// Whether others had to be waited for a moment ago: then it is better to wait at once.
    pub fn crowded(&self) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        last > 0 && u128::from(self.now() + 1 - last) < CROWD.as_millis()
    }

    fn now(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }
}
