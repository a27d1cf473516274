//! The line to the shared book: a few connections to the host that can be written, found anew when it is lost. Every question has a time
//! limit, so that a line that is half open or dying is a fault like any other, never a wait without end.

use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::Mutex;

use super::address::Address;
use super::fault::told;
use crate::store::StoreError;

/// A slow line needs several rounds to connect and prove itself.
const CONNECTING: Duration = Duration::from_secs(40);
const ANSWERING: Duration = Duration::from_secs(40);
const CONNECTIONS: u32 = 3;
/// Looks, a millisecond apart, for a connection that is on its way back.
const COMING_BACK: usize = 20;

#[derive(Clone)]
pub struct Line {
    address: Arc<Address>,
    /// Connections to the host that last could be written.
    open: Arc<Mutex<Option<PgPool>>>,
    /// The zone of the book when it was last loaded: a guess that saves a question.
    zone: Arc<std::sync::Mutex<Option<Tz>>>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.address.fmt(f)
    }
}

impl Line {
    pub fn to(address: Address) -> Line {
        Line { address: Arc::new(address), open: Arc::default(), zone: Arc::default() }
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    pub fn zone(&self) -> Option<Tz> {
        *self.zone.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub fn remember_zone(&self, zone: Tz) {
        *self.zone.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(zone);
    }

    /// Asks on an open connection. A fault of the line drops it, so that the next question looks for a host again.
    pub async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&PgPool) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let pool = self.pool().await?;
        let answer = match tokio::time::timeout(ANSWERING, question(&pool)).await {
            Ok(answer) => answer.map_err(told),
            Err(_) => Err(StoreError::Unreachable("no answer in time".into())),
        };
        if matches!(answer, Err(StoreError::Unreachable(_))) {
            self.let_go(&pool).await;
        }
        answer
    }

    /// Connections to the host that can be written, for work of more than one call.
    pub async fn open_pool(&self) -> Result<PgPool, StoreError> {
        self.pool().await
    }

    async fn pool(&self) -> Result<PgPool, StoreError> {
        let mut open = self.open.lock().await;
        if let Some(pool) = open.as_ref().filter(|pool| !pool.is_closed()) {
            // With nothing idle the pool would connect, and knock at a dead server until its patience ends: so look first.
            if comes_back(pool).await || answers(pool).await {
                return Ok(pool.clone());
            }
        }
        let pool = self.find().await?;
        *open = Some(pool.clone());
        Ok(pool)
    }

    /// The first host that answers and can be written; when none can, what the last one said. Each is tried by hand first: a pool goes on
    /// knocking at a server that refuses connections, while a standby next in the address may have taken over.
    async fn find(&self) -> Result<PgPool, StoreError> {
        let mut last = StoreError::WrongAddress("it names no host".into());
        for host in self.address.hosts() {
            match tokio::time::timeout(CONNECTING, can_be_written(host)).await {
                Ok(Ok(true)) => return Ok(pool(host)),
                Ok(Ok(false)) => {
                    last =
                        StoreError::Unreachable("this server only reads now; it follows another one".into());
                }
                Ok(Err(error)) => last = told(error),
                Err(_) => last = StoreError::Unreachable("no answer in time".into()),
            }
        }
        Err(last)
    }

    async fn let_go(&self, of: &PgPool) {
        let mut open = self.open.lock().await;
        if open.as_ref().is_some_and(|pool| same(pool, of)) {
            *open = None;
        }
        // Not waited for: a connection on a dead line takes its time to say goodbye.
        tokio::spawn({
            let of = of.clone();
            async move { of.close().await }
        });
    }

    pub async fn listen(&self) -> Result<Listener, StoreError> {
        let pool = self.pool().await?;
        let channel: String = self
            .ask(async |pool| {
                sqlx::query_scalar(include_str!("../../sql/truth/channel.sql")).fetch_one(pool).await
            })
            .await?;
        let mut listener = PgListener::connect_with(&pool).await.map_err(told)?;
        listener.listen(&channel).await.map_err(told)?;
        Ok(Listener(listener))
    }

    pub async fn close(&self) {
        if let Some(pool) = self.open.lock().await.take() {
            pool.close().await;
        }
    }
}

/// Both are handles on the same connections: a pool has no name of its own, but its options are one value.
fn same(one: &PgPool, other: &PgPool) -> bool {
    Arc::ptr_eq(&one.connect_options(), &other.connect_options())
}

fn pool(host: &PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(CONNECTING)
        .test_before_acquire(false)
        .connect_lazy_with(host.clone())
}

/// Whether a connection is idle, or will be in a moment: one that has just answered goes back behind the answer, and logging in anew costs
/// the server more than a question does.
async fn comes_back(pool: &PgPool) -> bool {
    for _ in 0..COMING_BACK {
        if pool.num_idle() > 0 {
            return true;
        }
        if pool.size() == 0 {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    pool.num_idle() > 0
}

async fn answers(pool: &PgPool) -> bool {
    let looked = tokio::time::timeout(CONNECTING, can_be_written(&pool.connect_options())).await;
    matches!(looked, Ok(Ok(true)))
}

async fn can_be_written(host: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut probe = PgConnection::connect_with(host).await?;
    let writable =
        sqlx::query_scalar(include_str!("../../sql/truth/can_be_written.sql")).fetch_one(&mut probe).await?;
    probe.close().await?;
    Ok(writable)
}

/// Hears the wake-ups of other desks.
pub struct Listener(PgListener);

impl Listener {
    /// Returns when another desk has committed; an error when the line is lost.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        match self.0.try_recv().await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(StoreError::Unreachable("the line was lost".into())),
            Err(error) => Err(told(error)),
        }
    }
}
