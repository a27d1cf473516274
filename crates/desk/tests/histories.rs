//! Random histories: rows are booked, moved, reassigned, cancelled and made final here while people move, delete, copy and bring back events
//! there, and the line loses and cuts and repeats. When it is quiet again nothing is lost, doubled or left over, nobody else's event was
//! touched, and no change was written twice. 500 in every run, 10,000 with ZAMU_LONG; `ZAMU_SEED=17` replays one.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;

use chrono::DateTime;
use common::dice::{Dice, alone, each_seed, said, times};
use common::outside::{BRIAN, GRACE, Spa};
use serde_json::{Value, json};
use zamu_core::calendars::NameOut;
use zamu_desk::calendar::parts;
use zamu_fake_google::Trick;

const LINKS: [(&str, &str, &str); 2] = [("grace-google", "grace", GRACE), ("brian-google", "brian", BRIAN)];

/// What one step is, and which of its kind.
type Step = (u8, u8, u8);
type Wanted = BTreeMap<(String, String), NameOut>;

struct History {
    spa: Spa,
    wanted: Wanted,
    /// Changes that may be written, once each.
    changes: usize,
    booked: usize,
}

impl History {
    async fn begin() -> History {
        let mut history = History { spa: Spa::open().await, wanted: Wanted::new(), changes: 0, booked: 0 };
        history.count().await;
        history
    }

    /// What should stand where, and how many differences that makes to what should have stood there before.
    async fn count(&mut self) {
        let parts = parts(&self.spa.desk).await.unwrap();
        let mut now = Wanted::new();
        for (link, _, calendar) in LINKS {
            let names = parts[link]
                .names
                .iter()
                .map(|(row, name)| ((calendar.to_string(), row.to_string()), name.clone()));
            now.extend(names);
        }
        let keys: BTreeSet<_> = self.wanted.keys().chain(now.keys()).collect();
        self.changes += keys.into_iter().filter(|key| self.wanted.get(*key) != now.get(*key)).count();
        self.wanted = now;
    }

    async fn step(&mut self, (kind, a, b): Step) {
        match kind % 16 {
            0..=5 => self.at_the_desk(kind % 16, a, b).await,
            6..=8 => self.at_home(a, b),
            9..=10 => self.with_ours(a, b),
            11..=12 => self.trick(a, b),
            13 => self.made_anew(a).await,
            _ => self.round(a).await,
        }
        self.count().await;
    }

    async fn at_the_desk(&mut self, kind: u8, a: u8, b: u8) {
        let staff = LINKS[usize::from(b) % 2].1;
        let row = match usize::from(a) % (2 + self.booked) {
            0 => "a1".to_string(),
            1 => "a2".to_string(),
            other => format!("row{other}"),
        };
        let start = format!("2026-11-{}T{:02}:00", 24 + b % 2, 9 + a % 8);
        let line = match kind {
            0 => json!({ "command": "move", "appointment": row, "start": start }),
            1 => json!({ "command": "reassign", "appointment": row, "staff": staff, "release": true }),
            2 => json!({ "command": "cancel", "appointment": row }),
            3 => json!({ "command": "finalize", "date": "2026-11-24" }),
            4 => json!({ "command": "bind", "appointment": row, "staff": staff }),
            _ => {
                json!({ "command": "book", "service": "SW60", "start": start, "customer": "bo", "staff": staff })
            }
        };
        let line = self.named(line).await;
        // Many are refused; that is as well.
        let outcome = self.spa.tries(line).await;
        if kind == 5 && outcome["outcome"] == "done" {
            self.booked += 1;
        }
    }

    /// Rows that this history booked are called after their order.
    async fn named(&self, mut line: Value) -> Value {
        let Some(number) =
            line["appointment"].as_str().and_then(|row| row.strip_prefix("row")?.parse::<usize>().ok())
        else {
            return line;
        };
        let export: Value = serde_json::from_str(&self.spa.desk.export().await.unwrap()).unwrap();
        let rows = export["appointments"].as_array().unwrap();
        let made: Vec<&Value> = rows.iter().filter(|row| row["id"] != "a1" && row["id"] != "a2").collect();
        line["appointment"] = made.get(number - 2).map_or(json!("a1"), |row| row["id"].clone());
        line
    }

    /// Their own appointments.
    fn at_home(&self, a: u8, b: u8) {
        let (calendar, id) = (LINKS[usize::from(a) % 2].2, format!("own{}", b % 4));
        let at = |minutes: u32| {
            format!("2026-11-{}T{:02}:{:02}:00+03:00", 24 + b % 2, 9 + minutes / 60, minutes % 60)
        };
        let from = u32::from(a) * 7 % 480;
        self.spa.world(|world| match b / 4 % 5 {
            0 => world.delete(calendar, &id),
            1 => world.put(calendar, &id, json!({ "transparency": "transparent" })),
            _ => {
                world.put_at(calendar, &id, &at(from), &at(from + 5 + u32::from(b) % 50));
                world.put(calendar, &id, json!({ "status": "confirmed", "transparency": "opaque" }));
            }
        });
    }

    /// What people do to events of ours.
    fn with_ours(&mut self, a: u8, b: u8) {
        let calendar = LINKS[usize::from(a) % 2].2;
        let ours: Vec<(String, Value)> = self.spa.world(|world| {
            let events = world.calendars[calendar].events.iter();
            events
                .filter(|(id, event)| is_ours(id, &event.body))
                .map(|(id, event)| (id.clone(), event.body.clone()))
                .collect()
        });
        if ours.is_empty() {
            return;
        }
        let (id, body) = &ours[usize::from(b) % ours.len()];
        let there = body["status"] != "cancelled";
        self.changes += 1;
        self.spa.world(|world| match (b / 8 % 4, there) {
            (_, false) => world.put(calendar, id, json!({ "status": "confirmed" })),
            (0, true) => world.delete(calendar, id),
            (1, true) => world.put(calendar, id, json!({ "start": { "dateTime": "2026-11-24T06:00:00+03:00" }, "end": { "dateTime": "2026-11-24T06:30:00+03:00" } })),
            (2, true) => world.put(calendar, id, json!({ "colorId": a.to_string() })),
            (_, true) => {
                let mut copy = body.clone();
                copy["id"] = json!(format!("copy{}", a % 3));
                world.put(calendar, &format!("copy{}", a % 3), copy);
            }
        });
    }

    fn trick(&self, a: u8, b: u8) {
        let method = ["events.list", "events.insert", "events.patch", "events.delete", "events.get", ""]
            [usize::from(a) % 6];
        let trick = match b % 14 {
            0 | 1 => Trick::LoseAnswer,
            2 | 3 => Trick::CutAnswer,
            4 => Trick::LoseQuestion,
            5 => Trick::refuse(503, "backendError"),
            6 => Trick::refuse(403, "rateLimitExceeded"),
            7 => Trick::Refuse { status: 429, reason: "rateLimitExceeded", retry_after: Some(7) },
            8 => Trick::refuse(500, "backendError"),
            9 => Trick::EmptyPage,
            10 => Trick::OldVersions,
            11 => Trick::refuse(401, "authError"),
            _ => {
                self.spa.world(|world| {
                    world.page_size = Some(1 + usize::from(a) % 3);
                    world.forgotten_before = world.changes + u64::from(b % 2);
                });
                return;
            }
        };
        self.spa.world(|world| world.play(method, trick));
    }

    /// The connection is made anew, and this desk knows nothing of before.
    async fn made_anew(&self, a: u8) {
        let (link, staff, calendar) = LINKS[usize::from(a) % 2];
        let old = self.spa.grant(link).await.grant_name;
        self.spa.desk.book.forget_calendar_grant(&old).await.unwrap();
        self.spa.connect(staff, calendar, &format!("{old}x")).await;
    }

    async fn round(&self, a: u8) {
        let link = LINKS[usize::from(a) % 2].0;
        self.spa.wake(link).await;
        // It may fail; what becomes of that is what is tried here.
        let _tried = self.spa.work(link).await;
    }

    /// The line is good again, and everything comes to rest.
    async fn rest(&mut self) {
        self.spa.world(|world| {
            world.tricks.clear();
            world.page_size = None;
            world.forgotten_before = 0;
        });
        for _ in 0..3 {
            self.spa.settle().await;
            self.count().await;
        }
    }

    async fn check(&mut self) {
        self.nothing_lost_doubled_or_left();
        self.busy_as_it_is().await;
        let (asked, writes) = self.spa.world(|world| (world.asked.len(), writes(world.asked.as_slice())));
        assert!(writes <= self.changes, "{writes} writes for {} changes", self.changes);
        let revision = self.spa.desk.book.revision().await.unwrap();
        self.spa.settle().await;
        let after = self.spa.world(|world| (world.asked.len(), writes_of(world.asked.as_slice())));
        assert_eq!(after, (asked + 2, writes), "no echo: one question for each calendar and no write");
        assert_eq!(self.spa.desk.book.revision().await.unwrap(), revision, "no echo here");
    }

    /// In each calendar exactly the rows that should stand there, as they should.
    fn nothing_lost_doubled_or_left(&self) {
        for (_, _, calendar) in LINKS {
            let there: Vec<(String, i64, i64, String)> = self.spa.world(|world| {
                let events = world.calendars[calendar].events.iter();
                let ours = events
                    .filter(|(id, event)| is_ours(id, &event.body) && event.body["status"] != "cancelled");
                let mut there: Vec<_> = ours.map(|(_, event)| told(&event.body)).collect();
                there.sort();
                there
            });
            let wanted = self.wanted.iter().filter(|((of, _), _)| of == calendar);
            let mut wanted: Vec<_> = wanted
                .map(|((_, row), name)| {
                    (row.clone(), name.from.seconds(), name.until.seconds(), name.title.clone())
                })
                .collect();
            wanted.sort();
            assert_eq!(there, wanted, "{calendar}");
        }
        let strangers = self.spa.world(|world| {
            let touched = world.asked.iter().filter(|asked| matches!(asked.method.as_str(), "events.insert"));
            let strange = touched.filter(|asked| {
                asked
                    .body
                    .as_ref()
                    .is_some_and(|body| !is_ours(body["id"].as_str().unwrap_or_default(), body))
            });
            strange.count()
        });
        assert_eq!(strangers, 0, "we write only what is marked as ours");
    }

    /// Every five minutes of two days: busy here exactly when something of theirs closes them there.
    async fn busy_as_it_is(&self) {
        let parts = parts(&self.spa.desk).await.unwrap();
        for (link, _, calendar) in LINKS {
            let here: BTreeSet<i64> =
                parts[link].busy.iter().flat_map(|span| span.from.0..span.until.0).collect();
            let there: BTreeSet<i64> = self.spa.world(|world| {
                let events = world.calendars[calendar].events.iter();
                let closing = events.filter(|(id, event)| {
                    !is_ours(id, &event.body)
                        && event.body["status"] != "cancelled"
                        && event.body["transparency"] != "transparent"
                });
                closing.flat_map(|(_, event)| ticks(&event.body)).collect()
            });
            assert_eq!(here, there, "{calendar}");
        }
    }
}

fn writes(asked: &[zamu_fake_google::Asked]) -> usize {
    writes_of(asked)
}

fn writes_of(asked: &[zamu_fake_google::Asked]) -> usize {
    let is_write = |asked: &&zamu_fake_google::Asked| {
        matches!(asked.method.as_str(), "events.insert" | "events.patch" | "events.delete")
            && asked.status / 100 == 2
    };
    asked.iter().filter(is_write).count()
}

fn at(when: &Value) -> i64 {
    DateTime::parse_from_rfc3339(when["dateTime"].as_str().unwrap()).unwrap().timestamp()
}

fn ticks(body: &Value) -> std::ops::Range<i64> {
    at(&body["start"]).div_euclid(300)..(at(&body["end"]) + 299).div_euclid(300)
}

fn told(body: &Value) -> (String, i64, i64, String) {
    let row = body["extendedProperties"]["private"]["zamuRow"].as_str().unwrap_or_default();
    (row.into(), at(&body["start"]), at(&body["end"]), body["summary"].as_str().unwrap_or_default().into())
}

/// By its mark and the id that follows from it; somebody's copy is theirs.
fn is_ours(id: &str, body: &Value) -> bool {
    !body["extendedProperties"]["private"]["zamuRow"].is_null() && !id.starts_with("copy")
}

async fn run(steps: &[Step]) {
    let mut history = History::begin().await;
    for step in steps {
        history.step(*step).await;
    }
    history.rest().await;
    history.check().await;
}

fn went(steps: &[Step]) -> std::thread::Result<()> {
    catch_unwind(|| alone(run(steps)))
}

/// What fails is told with the fewest steps that still fail.
fn history(steps: &[Step]) {
    if let Err(why) = went(steps) {
        panic!("{} after {:?}", said(why.as_ref()), fewest(steps.to_vec()));
    }
}

fn fewest(mut steps: Vec<Step>) -> Vec<Step> {
    for at in (0..steps.len()).rev() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if went(&fewer).is_err() {
            steps = fewer;
        }
    }
    steps
}

fn steps(seed: u64) -> Vec<Step> {
    let mut dice = Dice(seed);
    let count = 4 + dice.below(20);
    (0..count).map(|_| dice.next().to_le_bytes()).map(|drawn| (drawn[0], drawn[1], drawn[2])).collect()
}

#[test]
fn no_event_is_lost_doubled_or_echoed() {
    each_seed(0..times(500, 10_000), |seed| history(&steps(seed)));
}
