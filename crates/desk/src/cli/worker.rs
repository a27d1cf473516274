//! `zamu worker`: runs the jobs of the day until it is told to stop, or with `--once` what is due now. Prints the outcome of each job.

use clap::Args;
use zamu_core::outcome::Outcome;

use super::{Ending, Session, Trouble, calendar, say};
use crate::calendar::{Jobs, Round, Worked};
use crate::desk::Desk;
use crate::place::Book;
use crate::store::StoreError;

#[derive(Debug, Args)]
pub struct Worker {
    /// Run what is due and end.
    #[arg(long)]
    once: bool,
}

impl Worker {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let desk = session.logged_desk().await?;
        if self.once {
            desk.catch_up().await?;
            let jobs = tell(desk.run_due_jobs().await?);
            let ending = calendars_once(&desk).await.and_then(|calendars| Ok(worse(jobs?, calendars)));
            desk.back_up_today().await?;
            desk.book.close().await;
            return ending;
        }
        tokio::select! {
            () = keep_working(&desk) => {}
            () = keep_calendars(&desk) => {}
            () = asked_to_stop() => {}
        }
        desk.book.close().await;
        Ok(Ending::Done)
    }
}

/// What is due at people's calendars. A shared book itself holds no tokens: the desks do.
async fn calendars_once(desk: &Desk<Book>) -> Result<Ending, Trouble> {
    match desk.of_file() {
        Some(desk) => calendar::tell(&Jobs::new(desk.clock).round(&desk, Round::Once).await?),
        None => Ok(Ending::Done),
    }
}

fn worse(one: Ending, other: Ending) -> Ending {
    if one == Ending::Refused { one } else { other }
}

/// Beside the other jobs: a calendar that does not answer holds up nothing else.
async fn keep_calendars(desk: &Desk<Book>) {
    let Some(desk) = desk.of_file() else { return std::future::pending().await };
    let told = |worked: Result<Vec<Worked>, _>| {
        let news = worked.map(|worked| worked.into_iter().filter(Worked::is_news).collect::<Vec<_>>());
        if let Err(trouble) = news.map_err(Trouble::from).and_then(|news| calendar::tell(&news)) {
            eprintln!("zamu: {trouble}");
        }
    };
    Jobs::new(desk.clock).run(|| desk.clone(), told).await;
}

/// A fault is said and tried again: the disk may have space again, the other program may be done.
async fn keep_working(desk: &Desk<Book>) {
    desk.work(|ran: Result<Vec<Outcome>, StoreError>| {
        if let Err(trouble) = ran.map_err(Trouble::from).and_then(tell) {
            eprintln!("zamu: {trouble}");
        }
    })
    .await;
}

fn tell(outcomes: Vec<Outcome>) -> Result<Ending, Trouble> {
    let mut ending = Ending::Done;
    for outcome in outcomes {
        if say::outcome(&outcome)? == Ending::Refused {
            ending = Ending::Refused;
        }
    }
    Ok(ending)
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => _ = tokio::signal::ctrl_c().await,
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    _ = tokio::signal::ctrl_c().await;
}
