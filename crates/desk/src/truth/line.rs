//! The line to the shared book: a few connections to the host that can be written, found anew when it is lost. Every question has a time
//! limit, so that a line that is half open or dying is a fault like any other, never a wait without end.
//! The connections are ours, not a pool's: a pool greets the server before it gives a connection back, which is a round trip more for each
//! question, and goes on knocking at a dead one while a standby next in the address may have taken over.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono_tz::Tz;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{Connection, PgConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::address::Address;
use super::fault::told;
use zamu_core::both;

use crate::store::StoreError;

/// A slow line needs several rounds to connect and prove itself.
const CONNECTING: Duration = Duration::from_secs(40);
const ANSWERING: Duration = Duration::from_secs(40);
const CONNECTIONS: usize = 3;
/// A connection that was silent for longer may have been forgotten on the way.
const SILENT: Duration = Duration::from_secs(300);

#[derive(Clone)]
pub struct Line {
    address: Arc<Address>,
    known: Arc<Mutex<Known>>,
    places: Arc<Semaphore>,
    /// Milliseconds that the last question took.
    took: Arc<AtomicU64>,
}

/// What is known of the other end.
#[derive(Default)]
struct Known {
    /// Connections that nobody uses now, the last used last.
    idle: Vec<Open>,
    /// The host that last could be written.
    host: Option<PgConnectOptions>,
    /// Counts how often the line was lost: a connection from before does not come back.
    lost: u64,
    /// The zone of the book when it was last loaded: a guess that saves a question.
    zone: Option<Tz>,
}

/// An open connection. Dropped, it is closed, and what it had not committed is rolled back.
pub struct Open {
    connection: PgConnection,
    lost: u64,
    used: Instant,
    _place: OwnedSemaphorePermit,
}

impl Deref for Open {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an open connection")
    }
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.address.fmt(f)
    }
}

impl Line {
    pub fn to(address: Address) -> Line {
        Line {
            address: Arc::new(address),
            known: Arc::default(),
            places: Arc::new(Semaphore::new(CONNECTIONS)),
            took: Arc::default(),
        }
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn zone(&self) -> Option<Tz> {
        self.known().zone
    }

    pub fn remember_zone(&self, zone: Tz) {
        self.known().zone = Some(zone);
    }

    /// How long the last question took.
    pub fn took(&self) -> Duration {
        Duration::from_millis(self.took.load(Ordering::Relaxed))
    }

    /// Asks on an open connection. A fault of the line drops them all, so that the next question looks for a host again.
    pub async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let mut open = self.open().await?;
        let asked = Instant::now();
        let answer = self.ask_on(&mut open, question).await;
        self.took.store(u64::try_from(asked.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.comes_back(open);
        answer
    }

    /// Asks on this connection.
    pub async fn ask_on<T>(
        &self,
        open: &mut Open,
        question: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let answer = match timeout(ANSWERING, question(open)).await {
            Ok(answer) => answer.map_err(told),
            Err(_) => Err(StoreError::Unreachable(both!("no answer in time", "hakuna jibu kwa wakati"))),
        };
        if matches!(answer, Err(StoreError::Unreachable(_))) {
            self.is_lost();
        }
        answer
    }

    /// A connection, for work of more than one question.
    pub async fn open(&self) -> Result<Open, StoreError> {
        let waited = timeout(CONNECTING, self.places.clone().acquire_owned()).await;
        let Ok(Ok(place)) = waited else {
            return Err(StoreError::Unreachable(both!(
                "all connections are in use",
                "miunganisho yote inatumika"
            )));
        };
        let (idle, lost) = {
            let mut known = self.known();
            known.idle.retain(|open| open.used.elapsed() < SILENT);
            (known.idle.pop(), known.lost)
        };
        let connection = match idle {
            Some(open) => open.connection,
            None => self.find().await?,
        };
        Ok(Open { connection, lost, used: Instant::now(), _place: place })
    }

    /// For the next question, unless the line was lost meanwhile. One in a transaction must not come back.
    pub fn comes_back(&self, mut open: Open) {
        open.used = Instant::now();
        let mut known = self.known();
        if known.lost == open.lost {
            known.idle.push(open);
        }
    }

    fn is_lost(&self) {
        let mut known = self.known();
        known.lost += 1;
        known.idle.clear();
    }

    /// A connection to the first host that answers and can be written; when none can, what the last one said.
    async fn find(&self) -> Result<PgConnection, StoreError> {
        let mut last = StoreError::WrongAddress(both!("it names no host", "haitaji seva"));
        for host in self.address.hosts() {
            match timeout(CONNECTING, writable(host)).await {
                Ok(Ok(Some(connection))) => {
                    self.known().host = Some(host.clone());
                    return Ok(connection);
                }
                Ok(Ok(None)) => {
                    last = StoreError::Unreachable(both!(
                        "this server only reads now; it follows another one",
                        "seva hii inasoma tu sasa; inafuata nyingine"
                    ));
                }
                Ok(Err(error)) => last = told(error),
                Err(_) => {
                    last = StoreError::Unreachable(both!("no answer in time", "hakuna jibu kwa wakati"))
                }
            }
        }
        Err(last)
    }

    /// A connection of its own that hears the wake-ups of this book.
    pub async fn listen(&self) -> Result<Listener, StoreError> {
        let channel: String = self
            .ask(async |server| {
                sqlx::query_scalar(include_str!("../../sql/truth/channel.sql")).fetch_one(server).await
            })
            .await?;
        let Some(host) = self.known().host.clone() else {
            return Err(StoreError::Unreachable(both!("the line was lost", "mtandao umekatika")));
        };
        let one = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(CONNECTING)
            .test_before_acquire(false)
            .connect_lazy_with(host);
        let mut listener = PgListener::connect_with(&one).await.map_err(told)?;
        listener.listen(&channel).await.map_err(told)?;
        Ok(Listener(listener))
    }

    pub async fn close(&self) {
        let idle = std::mem::take(&mut self.known().idle);
        for open in idle {
            // A server that is gone needs no goodbye.
            let _ = open.connection.close().await;
        }
    }
}

/// A connection, unless its server only reads.
async fn writable(host: &PgConnectOptions) -> Result<Option<PgConnection>, sqlx::Error> {
    let mut connection = PgConnection::connect_with(host).await?;
    let can_be: bool = sqlx::query_scalar(include_str!("../../sql/truth/can_be_written.sql"))
        .fetch_one(&mut connection)
        .await?;
    Ok(can_be.then_some(connection))
}

/// Hears the wake-ups of other desks.
pub struct Listener(PgListener);

impl Listener {
    /// Returns when another desk has committed; an error when the line is lost.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        match self.0.try_recv().await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(StoreError::Unreachable(both!("the line was lost", "mtandao umekatika"))),
            Err(error) => Err(told(error)),
        }
    }
}
