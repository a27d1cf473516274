//! Joining a shared book, bringing a book into an empty one, and leaving with a local copy. Each either happens whole or changes nothing:
//! a wrong address, password, certificate or version, or a copy that breaks off, is said in words. Nobody may have the file open.

use std::path::{Path, PathBuf};

use zamu_core::both;

use crate::BUILD;
use crate::clock::Clock;
use crate::keys::{self, KeyringFault};
use crate::replica::{Replica, Shared, backup};
use crate::store::{Store, StoreError};
use crate::truth::{Address, Place, Truth};
use zamu_core::scope::Scope;

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// This desk's name there.
    pub desk: String,
    pub rows: usize,
    /// The book that was there before, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Makes the file at `path` a replica of the shared book. A book that is there is set aside, never thrown away.
pub async fn join(
    path: &Path,
    text: &str,
    clock: Clock,
    progress: impl FnMut(usize),
) -> Result<Joined, StoreError> {
    let address = Address::read(text)?;
    let truth = reach(&address, clock).await?;
    refuse_what_is_left(path, clock).await?;
    keep_password(&address)?;
    let joined = copy_to(path, &truth, &backup::mark(clock.now()), progress).await;
    truth.close().await;
    joined
}

/// Copies the shared book into the file at `path`.
pub async fn copy_to(
    path: &Path,
    truth: &Truth,
    mark: &str,
    progress: impl FnMut(usize),
) -> Result<Joined, StoreError> {
    let copied = truth.copy(progress).await.map_err(|error| match error {
        StoreError::Empty => StoreError::NotNow(both!(
            "the shared book is still empty: bring a book into it first (zamu share)",
            "kitabu cha pamoja bado ni kitupu: kwanza leta kitabu ndani yake (zamu share)"
        )),
        error => error,
    })?;
    let rows = copied.records.appointments.len();
    let shared = shared(truth.address(), &copied.place, copied.revision);
    let set_aside = Replica::replace(path, &copied.records, &copied.history, &shared, mark).await?;
    Ok(Joined { desk: copied.place.desk, rows, set_aside })
}

/// Brings the book at `path` into an empty shared one; the file becomes its first replica.
pub async fn bring(
    path: &Path,
    text: &str,
    clock: Clock,
    progress: impl FnMut(usize, usize),
) -> Result<Joined, StoreError> {
    let address = Address::read(text)?;
    let truth = reach(&address, clock).await?;
    let place = truth.place().await?;
    let book = Replica::open(path, clock.now().date_naive()).await?;
    let brought = bring_book(&book, &truth, &address, &place, progress).await;
    book.close().await;
    truth.close().await;
    brought
}

async fn bring_book(
    book: &Replica,
    truth: &Truth,
    address: &Address,
    place: &Place,
    progress: impl FnMut(usize, usize),
) -> Result<Joined, StoreError> {
    if place.site.is_some() {
        return Err(StoreError::NotNow(both!(
            "the shared book has somebody's book already: join it instead (zamu join)",
            "kitabu cha pamoja tayari kina kitabu cha mwingine: badala yake jiunge (zamu join)"
        )));
    }
    if book.shared().await?.is_some_and(|shared| shared.book != place.book) {
        return Err(StoreError::NotNow(both!(
            "this book is shared elsewhere: leave there first (zamu leave)",
            "kitabu hiki kinashirikiwa kwingine: ondoka huko kwanza (zamu leave)"
        )));
    }
    let loaded = book.load(&Scope::whole()).await?;
    let rows = loaded.records.appointments.len();
    let history = book.feed(0).await?;
    keep_password(address)?;
    // From here on new commands wait in the outbox; they follow when the book is there.
    if !book.begin_sharing(&shared(address, place, loaded.revision), loaded.revision).await? {
        return Err(StoreError::Busy);
    }
    match truth.bring(&loaded.records, loaded.revision, &history, progress).await {
        Ok(true) => Ok(Joined { desk: place.desk.clone(), rows, set_aside: None }),
        failed => {
            book.stop_sharing().await?;
            failed?;
            Err(StoreError::NotNow(both!(
                "another desk brought its book in this very moment: join it instead (zamu join)",
                "dawati lingine limeleta kitabu chake sasa hivi: badala yake jiunge (zamu join)"
            )))
        }
    }
}

/// Ends the sharing: the file becomes a book of its own. What has not been sent to customers stays with the shared book.
pub async fn leave(path: &Path, clock: Clock) -> Result<(), StoreError> {
    let book = Replica::open(path, clock.now().date_naive()).await?;
    let left = leave_book(&book).await;
    book.close().await;
    left
}

async fn leave_book(book: &Replica) -> Result<(), StoreError> {
    let Some(shared) = book.shared().await? else {
        return Err(StoreError::NotNow(both!("this book is not shared", "kitabu hiki hakishirikiwi")));
    };
    refuse_waiting(book).await?;
    book.leave().await?;
    keys::forget(&Address::read(&shared.address)?).or_else(|why| match why {
        KeyringFault::None => Ok(()),
        other => Err(StoreError::NotNow(both!(
            "the book is this computer's own now, but its password is still kept: {}",
            "kitabu sasa ni cha kompyuta hii, lakini nywila yake bado imehifadhiwa: {}",
            other.words()
        ))),
    })
}

/// Is somebody there, do they let us in, and do we understand each other?
async fn reach(address: &Address, clock: Clock) -> Result<Truth, StoreError> {
    let truth = Truth::at(address.clone(), clock);
    let place = truth.place().await?;
    if place.min_build > BUILD {
        return Err(StoreError::Outdated);
    }
    Ok(truth)
}

fn shared(address: &Address, place: &Place, revision: i64) -> Shared {
    Shared {
        address: address.to_string(),
        book: place.book,
        desk: place.desk.clone(),
        revision,
        heard_at: None,
    }
}

/// A text without a password leaves it to PGPASSWORD or .pgpass.
fn keep_password(address: &Address) -> Result<(), StoreError> {
    match address.password() {
        Some(password) => keys::keep(address, password).map_err(|why| {
            StoreError::NotNow(both!("nothing was changed: {}", "hakuna kilichobadilishwa: {}", why.words()))
        }),
        None => Ok(()),
    }
}

/// A book is not set aside with work undone, nor with calendars that nobody would look after any more.
async fn refuse_what_is_left(path: &Path, clock: Clock) -> Result<(), StoreError> {
    if !path.exists() {
        return Ok(());
    }
    let book = Replica::open(path, clock.now().date_naive()).await?;
    let checked = match refuse_waiting(&book).await {
        Ok(()) => refuse_connected(&book).await,
        refused => refused,
    };
    book.close().await;
    checked
}

async fn refuse_connected(book: &Replica) -> Result<(), StoreError> {
    match book.calendar_grants().await?.len() {
        0 => Ok(()),
        calendars => Err(StoreError::NotNow(both!(
            "{calendars} people of this book have a calendar connected here; disconnect them first (Team, or zamu calendar disconnect), so that nothing is left in it",
            "watu {calendars} wa kitabu hiki wana kalenda zilizounganishwa hapa; zitenganishe kwanza (Timu, au zamu calendar disconnect), ili chochote kisibaki ndani yake"
        ))),
    }
}

async fn refuse_waiting(book: &Replica) -> Result<(), StoreError> {
    match (book.waiting().await?, book.parked().await?.len()) {
        (0, 0) => Ok(()),
        (0, parked) => Err(StoreError::NotNow(both!(
            "{parked} refused commands wait in attention; do them again or let them go first",
            "amri {parked} zilizokataliwa zinasubiri kushughulikiwa; zifanye tena au ziache kwanza"
        ))),
        (waiting, _) => Err(StoreError::NotNow(both!(
            "{waiting} commands wait for the shared book; connect once before you leave it",
            "amri {waiting} zinasubiri kitabu cha pamoja; unganisha mara moja kabla ya kuondoka"
        ))),
    }
}
