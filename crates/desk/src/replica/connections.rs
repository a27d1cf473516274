//! Connections to one book file, each with SQLite on a thread of its own. sqlx's pool greets a connection after every question, which costs
//! as much as the question. Here one is kept as soon as it has answered; after a fault, or when nobody waited for its answer, it is given
//! up for a new one, and whatever it had begun is rolled back.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt, TryFutureExt, TryStreamExt};
use sqlx::sqlite::{SqliteConnectOptions, SqliteQueryResult, SqliteRow, SqliteStatement, SqliteTypeInfo};
use sqlx::{ConnectOptions, Connection, Either, Error, Execute, Executor, SqlStr, Sqlite, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// As many connections at once as there may be, opened when first needed. Clones share them.
#[derive(Clone)]
pub struct Connections(Arc<Kept>);

struct Kept {
    options: SqliteConnectOptions,
    most: u32,
    turns: Semaphore,
    idle: Mutex<Vec<SqliteConnection>>,
}

impl Connections {
    pub fn to(options: SqliteConnectOptions, most: u32) -> Connections {
        let turns = Semaphore::new(most as usize);
        Connections(Arc::new(Kept { options, most, turns, idle: Mutex::default() }))
    }

    /// A transaction that sees the book as of one moment.
    pub async fn read(&self) -> Result<Begun<'_>, Error> {
        self.begin("BEGIN").await
    }

    /// A transaction that may write, alone.
    pub async fn write(&self) -> Result<Begun<'_>, Error> {
        self.begin("BEGIN IMMEDIATE").await
    }

    async fn begin(&self, how: &'static str) -> Result<Begun<'_>, Error> {
        let mut taken = self.take().await?;
        taken.connection.execute(how).await?;
        Ok(Begun(taken))
    }

    async fn take(&self) -> Result<Taken<'_>, Error> {
        let turn = tokio::time::timeout(PATIENCE, self.0.turns.acquire());
        let turn = turn.await.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
        let idle = self.idle().pop();
        let connection = match idle {
            Some(idle) => idle,
            None => self.0.options.connect().await?,
        };
        Ok(Taken { of: self, connection, _turn: turn })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what is being answered, and lets go of the file.
    pub async fn close(&self) {
        let everybody = self.0.turns.acquire_many(self.0.most).await;
        self.0.turns.close();
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            if let Err(why) = connection.close().await {
                tracing::warn!(%why, "a connection to the book was not closed in order");
            }
        }
        drop(everybody);
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Connections").field("most", &self.0.most).finish_non_exhaustive()
    }
}

/// Given up when dropped, kept when given back.
struct Taken<'a> {
    of: &'a Connections,
    connection: SqliteConnection,
    _turn: SemaphorePermit<'a>,
}

impl Taken<'_> {
    fn give_back(self) {
        self.of.idle().push(self.connection);
    }
}

/// A transaction. One that is dropped is rolled back, and its connection with it.
pub struct Begun<'a>(Taken<'a>);

impl Begun<'_> {
    pub async fn commit(self) -> Result<(), Error> {
        self.end("COMMIT").await
    }

    /// For what was not to be written after all.
    pub async fn roll_back(self) -> Result<(), Error> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, how: &'static str) -> Result<(), Error> {
        self.0.connection.execute(how).await?;
        self.0.give_back();
        Ok(())
    }
}

impl Deref for Begun<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0.connection
    }
}

impl DerefMut for Begun<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0.connection
    }
}

type Answer = Either<SqliteQueryResult, SqliteRow>;

/// A question by itself. All of its answer is taken before the connection is another's.
impl<'c> Executor<'c> for &'c Connections {
    type Database = Sqlite;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Answer, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let all = async move {
            let mut taken = self.take().await?;
            let answers: Vec<Answer> = taken.connection.fetch_many(query).try_collect().await?;
            taken.give_back();
            Ok(stream::iter(answers.into_iter().map(Ok)))
        };
        all.try_flatten_stream().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<SqliteRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let first = async move {
            let mut taken = self.take().await?;
            let found = taken.connection.fetch_optional(query).await?;
            taken.give_back();
            Ok(found)
        };
        first.boxed()
    }

    fn prepare_with<'e>(
        self,
        text: SqlStr,
        parameters: &'e [SqliteTypeInfo],
    ) -> BoxFuture<'e, Result<SqliteStatement, Error>>
    where
        'c: 'e,
    {
        let prepared = async move {
            let mut taken = self.take().await?;
            let prepared = taken.connection.prepare_with(text, parameters).await?;
            taken.give_back();
            Ok(prepared)
        };
        prepared.boxed()
    }
}
