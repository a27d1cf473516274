//! A random town: three to five desks and a worker on one shared book, every kind of command, lines that are cut before and after an
//! answer, desks that are closed in the middle of it, clocks off by a day. In the end all is the same everywhere and nothing was lost.
//! A seed that fails replays exactly: `ZAMU_SEED=17 cargo test -p zamu-desk --test simulation`.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use common::dice::{Dice, alone, each_seed, times};
use common::outside::in_memory;
use common::town::Town;
use common::{EVE, postgres, records, stamp};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use uuid::Uuid;
use zamu_core::changes::Records;
use zamu_core::ids::CommandId;
use zamu_core::outcome::Outcome;
use zamu_core::scope::Scope;
use zamu_desk::replica::{Replica, Shared as SharedBook};
use zamu_desk::store::{Commit, Committed, Digests, Entry, Loaded, Memory, Revision, Step, Store, Stretch};
use zamu_desk::sync::{Shared, Sync};
use zamu_desk::truth::Truth;
use zamu_desk::{BUILD, Clock, Desk, StoreError};

const SPA: &str = r#"{
  "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE", "staff_preference": true },
  "services": [ { "id": "SW60", "name": "Swedish", "minutes": 60, "turnover": 15, "skills": ["massage"], "room_kinds": ["single"] },
                { "id": "DT30", "name": "Deep", "minutes": 30, "skills": ["deep"] },
                { "id": "DUO", "name": "For two", "minutes": 60, "skills": ["massage"], "seats": 2 } ],
  "rooms": [ { "id": "r1", "name": "Room 1", "kind": "single" }, { "id": "r2", "name": "Room 2", "kind": "single" } ],
  "staff": [ { "id": "grace", "name": "Grace", "gender": "F", "skills": ["massage", "deep"], "hours": [ { "days": ["mon","tue","wed"], "from": "09:00", "until": "15:00" } ] },
             { "id": "brian", "name": "Brian", "gender": "M", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed"], "from": "09:00", "until": "15:00" } ] },
             { "id": "carol", "name": "Carol", "gender": "F", "skills": ["massage", "deep"], "hours": [ { "days": ["tue"], "from": "11:00", "until": "17:00" } ] } ],
  "customers": [ { "id": "ann", "name": "Ann", "phone": "+254700000001" }, { "id": "bo", "name": "Bo", "phone": "+254700000002" },
                 { "id": "cy", "name": "Cy", "phone": "+254700000003" } ] }"#;

/// Desks of a town.
const FEWEST: usize = 3;
const MOST: usize = 5;

/// A fake line of ours to the shared book: it is cut for a time, before a question or after the answer.
#[derive(Clone)]
struct Line<S> {
    truth: S,
    cut: Arc<AtomicBool>,
    dice: Arc<Mutex<Dice>>,
    /// One question in so many is lost on the way there, one on the way back; 0: none.
    loses: Arc<AtomicU64>,
    name: String,
    now: DateTime<Utc>,
}

impl<S: Shared> Line<S> {
    fn lost(&self) -> bool {
        let loses = self.loses.load(Ordering::Relaxed) as usize;
        loses > 0 && self.dice.lock().unwrap().once_in(loses)
    }

    async fn ask<T>(&self, question: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let gone = || StoreError::Unreachable("cut by the test".into());
        if self.cut.load(Ordering::Relaxed) || self.lost() {
            return Err(gone());
        }
        let answer = question.await?;
        if self.lost() { Err(gone()) } else { Ok(answer) }
    }
}

impl<S: Shared> Store for Line<S> {
    async fn load(&self, scope: &Scope) -> Result<Loaded, StoreError> {
        let loaded = self.ask(self.truth.load(scope)).await?;
        Ok(Loaded { now: Some(self.now), ..loaded })
    }

    async fn commit(&self, base: Revision, commit: &Commit) -> Result<Committed, StoreError> {
        let mut commit = commit.clone();
        if commit.issued.by.desk != zamu_desk::desk::JOBS {
            commit.issued.by.desk = self.name.clone();
        }
        self.ask(self.truth.commit(base, &commit)).await
    }

    async fn feed(&self, after: Revision) -> Result<Vec<Entry>, StoreError> {
        self.ask(self.truth.feed(after)).await
    }

    async fn answered(&self, command: CommandId) -> Result<Option<Outcome>, StoreError> {
        self.ask(self.truth.answered(command)).await
    }

    async fn steps(&self, desk: &str) -> Result<Vec<Step>, StoreError> {
        self.ask(self.truth.steps(desk)).await
    }

    async fn history_of(&self, kind: &str, handle: &str) -> Result<Vec<Entry>, StoreError> {
        self.ask(self.truth.history_of(kind, handle)).await
    }

    async fn about_attention(&self, from: i64, latest: i64) -> Result<Vec<Entry>, StoreError> {
        self.ask(self.truth.about_attention(from, latest)).await
    }

    async fn desk(&self) -> Result<String, StoreError> {
        Ok(self.name.clone())
    }

    async fn handles(&self, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
        self.ask(self.truth.handles(ids)).await
    }
}

impl<S: Shared> Shared for Line<S> {
    async fn wake(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn digests(&self, days: &[Stretch]) -> Result<Digests, StoreError> {
        self.ask(self.truth.digests(days)).await
    }
}

/// A desk with its file, which may be closed and opened again.
struct Seat<S> {
    line: Line<S>,
    path: PathBuf,
    clock: Clock,
    desk: Desk<Replica, Line<S>>,
}

impl<S: Shared> Seat<S> {
    async fn open(line: Line<S>, path: PathBuf, clock: Clock) -> Seat<S> {
        let book = Replica::open(&path, stamp(EVE).now.date_naive()).await.unwrap();
        let sync = Some(Arc::new(Sync::between(book.clone(), line.clone(), clock)));
        Seat { desk: Desk { book, clock, sync }, line, path, clock }
    }

    /// As if the program had ended between any two steps.
    async fn crash(self) -> Seat<S> {
        self.desk.book.close().await;
        Seat::open(self.line, self.path, self.clock).await
    }

    async fn settle(&self) -> Result<(), StoreError> {
        self.desk.sync.as_ref().unwrap().settle().await
    }
}

/// What a desk was answered.
struct Told {
    command: CommandId,
    line: Value,
    seat: usize,
    row: Option<String>,
}

/// A town on a store in memory.
async fn town(seed: u64) {
    lived(seed, vec![Memory::new(records(SPA)); MOST]).await;
}

/// The same town on a real Postgres, each desk with a login of its own.
async fn town_on_postgres(seed: u64) {
    let town = Town::with(postgres::server(), SPA).await;
    let mut lines = Vec::new();
    for number in 0..MOST {
        lines.push(Truth::at(town.login(&format!("desk {number}")).await, Clock::Fixed(stamp(EVE).now)));
    }
    lived(seed, lines).await;
}

fn desk_name(number: usize) -> String {
    format!("desk {number}")
}

/// Each desk's file on its first day: made once, for they are the same in every town.
async fn first_days() -> &'static [Vec<u8>] {
    static FILES: OnceCell<Vec<Vec<u8>>> = OnceCell::const_new();
    FILES
        .get_or_init(|| async {
            let mut files = Vec::new();
            for number in 0..MOST {
                files.push(first_day(number).await);
            }
            files
        })
        .await
}

async fn first_day(number: usize) -> Vec<u8> {
    let folder = in_memory();
    let path = folder.path().join("book.zamu");
    let shared = SharedBook {
        address: format!("postgres://{number}@memory/test"),
        book: Uuid::nil(),
        desk: desk_name(number),
        revision: 0,
        heard_at: None,
    };
    Replica::replace(&path, &records(SPA), &[], &shared, "aside").await.unwrap();
    std::fs::read(&path).unwrap()
}

/// What happens in the town of this seed. Each desk has one of the lines to the truth.
async fn lived<S: Shared>(seed: u64, lines: Vec<S>) {
    let mut dice = Dice(seed);
    let folder = in_memory();
    let files = first_days().await;
    let mut seats = Vec::new();
    let open = FEWEST + dice.below(MOST - FEWEST + 1);
    for (number, truth) in lines.into_iter().take(open).enumerate() {
        let path = folder.path().join(format!("{number}.zamu"));
        std::fs::write(&path, &files[number]).unwrap();
        let line = Line {
            truth,
            cut: Arc::default(),
            dice: Arc::new(Mutex::new(Dice(dice.next()))),
            loses: Arc::new(AtomicU64::new(if dice.once_in(2) { 12 } else { 0 })),
            name: desk_name(number),
            now: stamp(EVE).now,
        };
        // Off by as much as a day.
        let off = TimeDelta::minutes(*dice.of(&[0, 0, 7, -3, 1440, -1440]));
        seats.push(Some(Seat::open(line, path, Clock::Fixed(stamp(EVE).now + off)).await));
    }
    let mut told = Vec::new();
    for _ in 0..40 {
        let at = dice.below(seats.len());
        match dice.below(12) {
            0 => {
                let seat = seats[at].take().unwrap();
                seats[at] = Some(seat.crash().await);
            }
            1 | 2 => {
                let cut = &seats[at].as_ref().unwrap().line.cut;
                cut.store(!cut.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            3 | 4 => drop(seats[at].as_ref().unwrap().settle().await),
            5 => drop(seats[at].as_ref().unwrap().desk.run_due_jobs().await),
            _ => act(seats[at].as_ref().unwrap(), at, &mut dice, &mut told).await,
        }
    }
    heal(&seats).await;
    let truth = seats[0].as_ref().unwrap().line.truth.clone();
    judge(&seats, &truth, &told).await;
}

/// One command of any kind, about whatever this desk sees.
async fn act<S: Shared>(seat: &Seat<S>, at: usize, dice: &mut Dice, told: &mut Vec<Told>) {
    let day = *dice.of(&["2026-11-24", "2026-11-24", "2026-11-25"]);
    let start = format!("{day}T{:02}:{:02}", 9 + dice.below(7), dice.below(4) * 15);
    let customer = *dice.of(&["ann", "bo", "cy"]);
    let service = *dice.of(&["SW60", "SW60", "DT30", "DUO"]);
    let staff = *dice.of(&["grace", "brian", "carol"]);
    let rows = seat.desk.sheet(day).await.unwrap().unwrap().rows;
    let row = if rows.is_empty() { "none".to_string() } else { dice.of(&rows).id.clone() };
    let other = if rows.is_empty() { "none".to_string() } else { dice.of(&rows).id.clone() };
    let line = match dice.below(20) {
        0..=6 => json!({ "command": "book", "service": service, "start": start, "customer": customer }),
        7 => {
            json!({ "command": "book", "service": "SW60", "start": start, "customer": customer, "staff": staff })
        }
        8 => {
            json!({ "command": "book", "service": "DT30", "start": start, "name": format!("New {}", dice.below(3)), "phone": "+254711000000" })
        }
        9 | 10 => json!({ "command": "move", "appointment": row, "start": start }),
        11 => json!({ "command": "cancel", "appointment": row }),
        12 => json!({ "command": "reassign", "appointment": row, "staff": staff }),
        13 => json!({ "command": "swap", "a": row, "b": other }),
        14 => {
            json!({ "command": "mark_absent", "staff": staff, "from": format!("{day}T09:00"), "until": format!("{day}T13:00") })
        }
        15 => json!({ "command": "change", "appointment": row, "note": format!("note {}", dice.below(9)) }),
        16 => {
            json!({ "command": "add_temp", "name": "Tess", "gender": "F", "skills": ["massage"], "first": day, "last": day, "from": "09:00", "until": "17:00" })
        }
        17 => json!({ "command": "arrive", "appointment": row }),
        18 => json!({ "command": "allocate", "date": day }),
        _ => {
            let undone = if dice.once_in(3) { seat.desk.redo().await } else { seat.desk.undo().await };
            undone.unwrap();
            return;
        }
    };
    let mut issued = line.clone();
    let id = Uuid::from_u64_pair(dice.next(), dice.next());
    issued["id"] = json!(id);
    if let Outcome::Done(report) = seat.desk.perform(issued).await.unwrap() {
        // What found nothing to change has nothing to settle.
        if !report.touched.is_empty() {
            told.push(Told { command: CommandId(id), line, seat: at, row: report.appointment });
        }
    }
}

/// All lines are whole again; everybody settles until nothing waits.
async fn heal<S: Shared>(seats: &[Option<Seat<S>>]) {
    for seat in seats.iter().flatten() {
        seat.line.cut.store(false, Ordering::Relaxed);
        seat.line.loses.store(0, Ordering::Relaxed);
    }
    for _ in 0..3 {
        for seat in seats.iter().flatten() {
            seat.settle().await.unwrap();
        }
    }
}

async fn judge<S: Shared>(seats: &[Option<Seat<S>>], truth: &S, told: &[Told]) {
    let all = truth.load(&Scope::whole()).await.unwrap().records;
    for seat in seats.iter().flatten() {
        let here = seat.desk.book.load(&Scope::whole()).await.unwrap().records;
        assert!(here == all, "{} differs from the shared book", seat.line.name);
        assert!(seat.desk.book.check().await.unwrap().sound, "{} is not sound", seat.line.name);
        assert_eq!(seat.desk.book.waiting().await.unwrap(), 0, "nothing waits");
        let days: BTreeSet<_> =
            all.appointments.values().map(|row| row.span().from.utc().date_naive()).collect();
        let scope = Scope { dates: days.clone(), ..Scope::default() };
        let at_hand = seat.desk.book.load(&scope).await.unwrap().records;
        // Comparing reads the file anew.
        let copied = seat.desk.sync.as_ref().unwrap().compare(days).await.unwrap();
        assert_eq!(copied, 0, "the days of {} have the digests of the shared book", seat.line.name);
        let anew = seat.desk.book.load(&scope).await.unwrap().records;
        assert!(at_hand == anew, "{} has at hand what its file holds", seat.line.name);
    }
    kept(seats, truth, told, &all).await;
}

/// Everything that somebody was answered is done, or waits for a person.
async fn kept<S: Shared>(seats: &[Option<Seat<S>>], truth: &S, told: &[Told], all: &Records) {
    let mut parked = Vec::new();
    for seat in seats {
        parked.push(seat.as_ref().unwrap().desk.book.parked().await.unwrap());
    }
    for answer in told {
        let done = matches!(truth.answered(answer.command).await.unwrap(), Some(Outcome::Done(_)));
        let parked = parked[answer.seat].iter().any(|parked| parked.issued.id == answer.command);
        assert!(
            done != parked,
            "{} was answered, so it is done ({done}) or waits for a person ({parked})",
            answer.line
        );
        let books = answer.line["command"] == "book" && answer.line.get("customer").is_some();
        assert!(!books || done, "a booking that was promised is kept: {}", answer.line);
        if let (true, Some(row)) = (done && answer.line["command"] == "book", &answer.row) {
            let undone = truth
                .history_of("appointment", row)
                .await
                .unwrap()
                .iter()
                .any(|entry| entry.undoes().is_some());
            let there = all.appointments.keys().any(|id| id.as_str() == row);
            assert!(there || undone, "the row of {} is there", answer.line);
        }
    }
}

#[test]
fn every_town_ends_the_same_everywhere() {
    assert_eq!(BUILD, 1, "a newer build needs a look at what old desks do");
    each_seed(0..times(1_000, 100_000), |seed| alone(town(seed)));
}

#[test]
fn every_town_on_postgres_ends_the_same_everywhere() {
    each_seed(0..times(20, 500), |seed| alone(town_on_postgres(seed)));
}
