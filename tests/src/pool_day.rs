//! A day of a spa as a problem of `zamu-pool`, drawn from a seed: people in three shift patterns, rows they serve
//! today, wishes and bound rows, and some people absent. The same on every machine; properties, oracle and bench
//! share it.

use zamu_pool::{Load, PeopleSet, Person, Problem, Row};

/// What kind of day.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub people: usize,
    /// Rows of the day, bound ones included (they are not in the problem, but take their people's time).
    pub rows: usize,
    /// Booked minutes of a hundred on shift.
    pub load: usize,
    pub absent: usize,
}

pub(crate) const SHIFTS: [(u32, u32); 3] = [(540, 1020), (660, 1140), (780, 1260)];
/// Minutes of the shift before the break, and its length.
const UNTIL_BREAK: u32 = 210;
const BREAK: u32 = 45;
const ON_SHIFT: u32 = SHIFTS[0].1 - SHIFTS[0].0 - BREAK;
/// Everybody has the first skill, the others are given out by chance.
const SKILLS: usize = 5;
pub(crate) const HAS_SKILL: usize = 50;
const TWO_SKILLS: usize = 20;
pub(crate) const WISHES: usize = 12;
pub(crate) const BOUND: usize = 12;
pub(crate) const TICK: u32 = 5;
/// Services of fixed lengths, in hundredths of the mean.
const LENGTHS: [usize; SKILLS] = [60, 75, 100, 120, 145];
const QUARTER: usize = 15;
const HOUR: u32 = 60;

/// Numbers from a seed: D. Knuth's linear congruential generator, its high bits.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1))
    }

    /// Below `most`, which is not zero.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    pub fn chance(&mut self, hundredths: usize) -> bool {
        self.below(100) < hundredths
    }
}

pub(crate) struct Worker {
    /// From when until when, without the break.
    pub hours: Vec<(u32, u32)>,
    /// Whether another's row may be served in the break.
    pub may_move_break: bool,
    pub skills: u32,
    pub woman: bool,
    pub is_absent: bool,
    pub bound: Vec<(u32, u32)>,
}

impl Worker {
    fn is_in(&self, start: u32, end: u32) -> bool {
        let (first, last) = (self.hours[0], self.hours[self.hours.len() - 1]);
        let is_within = |(from, until): (u32, u32)| from <= start && end <= until;
        match self.may_move_break {
            true => is_within((first.0, last.1)),
            false => self.hours.iter().copied().any(is_within),
        }
    }
}

pub(crate) struct Booked {
    pub start: u32,
    pub end: u32,
    pub skills: u32,
    pub wish: Option<bool>,
    pub server: Person,
}

/// The day of this kind with this seed.
pub fn pool_day(kind: Kind, seed: u64) -> Problem {
    let (workers, booked) = drawn(kind, seed);
    finished(workers, booked)
}

/// An hour for each skill at each quarter of that day, as a customer would ask for it.
pub fn questions(kind: Kind, seed: u64) -> Vec<Row> {
    let (workers, _) = drawn(kind, seed);
    let (opens, closes) = (SHIFTS[0].0, SHIFTS[SHIFTS.len() - 1].1);
    let starts = || (opens..=closes - HOUR).step_by(QUARTER);
    let asked = |skill: usize| {
        starts().map(move |start| Booked {
            start,
            end: start + HOUR,
            skills: 1 << skill,
            wish: None,
            server: 0,
        })
    };
    let rows = (0..SKILLS).flat_map(asked);
    rows.map(|row| Row { now: None, ..problem_row(&row, &workers) }).collect()
}

fn drawn(kind: Kind, seed: u64) -> (Vec<Worker>, Vec<Booked>) {
    let mut dice = Dice::new(seed);
    let mut workers: Vec<Worker> = (0..kind.people).map(|person| worker(person, &mut dice)).collect();
    for _ in 0..kind.absent {
        let away = dice.below(kind.people);
        workers[away].is_absent = true;
    }
    let mut booked = Vec::new();
    for (person, worker) in workers.iter_mut().enumerate() {
        let rows = kind.rows * (person + 1) / kind.people - kind.rows * person / kind.people;
        for row in day_of(person, worker, rows, kind.load, &mut dice) {
            if dice.chance(BOUND) {
                worker.bound.push((row.start, row.end));
            } else {
                booked.push(row);
            }
        }
    }
    (workers, booked)
}

/// A fuller and harder day: one skill everybody has, five services of fixed lengths, and everybody's shift filled up
/// with those the person does.
pub fn filled_day(kind: Kind, seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let shifts = (0..kind.people).map(|_| dice.below(SHIFTS.len())).collect::<Vec<_>>();
    let workers = shifts.into_iter().map(|shift| worker(shift, &mut dice)).collect();
    let mean = ON_SHIFT as usize * kind.load * kind.people / 100 / kind.rows.max(1);
    let widest = ticks(100 * (2 * mean * (100 - kind.load) / kind.load));
    let next = |worker: &Worker, dice: &mut Dice| {
        let skills = skill(worker.skills, dice);
        let gap = dice.below(widest as usize + 1) as u32;
        (skills, gap, ticks(mean * LENGTHS[skills.trailing_zeros() as usize]))
    };
    filled_up(workers, kind.absent, next, &mut dice)
}

/// Hundredths of minutes as ticks.
pub(crate) fn ticks(hundredths: usize) -> u32 {
    (hundredths as u32 / 100 + TICK / 2) / TICK
}

/// So many are absent, whoever they are.
pub(crate) fn send_away(workers: &mut [Worker], absent: usize, dice: &mut Dice) {
    for _ in 0..absent.min(workers.len()) {
        let present = (0..workers.len()).filter(|&person| !workers[person].is_absent).collect::<Vec<_>>();
        workers[present[dice.below(present.len())]].is_absent = true;
    }
}

/// Rows one after the other until the next does not fit; `next` draws a skill, the gap before and the length in ticks.
fn filled_up(
    mut workers: Vec<Worker>,
    absent: usize,
    next: impl Fn(&Worker, &mut Dice) -> (u32, u32, u32),
    dice: &mut Dice,
) -> Problem {
    send_away(&mut workers, absent, dice);
    let mut booked = Vec::new();
    for (server, worker) in workers.iter_mut().enumerate() {
        for (from, until) in worker.hours.clone() {
            let (mut at, mut rows) = (from, Vec::new());
            loop {
                let (skills, gap, length) = next(worker, dice);
                let start = at + TICK * gap;
                let end = start + TICK * length.max(1);
                if end > until {
                    break;
                }
                at = end;
                let wish = dice.chance(WISHES).then_some(worker.woman);
                rows.push(Booked { start, end, skills, wish, server });
            }
            for row in rows {
                if dice.chance(BOUND) {
                    worker.bound.push((row.start, row.end));
                } else {
                    booked.push(row);
                }
            }
        }
    }
    finished(workers, booked)
}

pub(crate) fn finished(workers: Vec<Worker>, mut booked: Vec<Booked>) -> Problem {
    booked.sort_by_key(|row| (row.start, row.end, row.server));
    let rows = booked.iter().map(|row| problem_row(row, &workers)).collect();
    let load = workers.iter().map(|worker| Load {
        rows: worker.bound.len() as u32,
        minutes: worker.bound.iter().map(|(from, until)| until - from).sum(),
    });
    Problem { rows, load: load.collect() }
}

fn worker(person: usize, dice: &mut Dice) -> Worker {
    let mut skills = 1;
    (1..SKILLS).for_each(|skill| skills |= u32::from(dice.chance(HAS_SKILL)) << skill);
    Worker {
        hours: with_break(SHIFTS[person % SHIFTS.len()]),
        may_move_break: false,
        skills,
        woman: dice.chance(60),
        is_absent: false,
        bound: Vec::new(),
    }
}

fn with_break((from, until): (u32, u32)) -> Vec<(u32, u32)> {
    let pause = from + UNTIL_BREAK;
    vec![(from, pause), (pause + BREAK, until)]
}

/// So many rows, half of them before the break.
fn day_of(person: Person, worker: &Worker, rows: usize, load: usize, dice: &mut Dice) -> Vec<Booked> {
    let halves = worker.hours.iter().zip([rows / 2, rows - rows / 2]);
    let day: Vec<(u32, u32)> = halves.flat_map(|(&hours, rows)| stretch(hours, rows, load, dice)).collect();
    let booked = |(start, end)| {
        let wish = dice.chance(WISHES).then_some(worker.woman);
        Booked { start, end, skills: service(worker.skills, dice), wish, server: person }
    };
    day.into_iter().map(booked).collect()
}

/// So many spans one after the other, gaps between them drawn so that the load is as wished on average.
fn stretch((from, until): (u32, u32), rows: usize, load: usize, dice: &mut Dice) -> Vec<(u32, u32)> {
    let ticks = ((until - from) / TICK) as usize;
    let busy = ticks * load / 100;
    let mut lengths: Vec<usize> = (0..rows).map(|_| 60 + dice.below(80)).collect();
    let all: usize = lengths.iter().sum();
    lengths.iter_mut().for_each(|length| *length = (*length * busy / all.max(1)).max(3));
    let mut spare = ticks.saturating_sub(lengths.iter().sum());
    let (mut at, mut spans) = (0, Vec::new());
    for (index, length) in lengths.into_iter().enumerate() {
        let gap = dice.below(2 * spare / (rows - index + 1) + 1).min(spare);
        spare -= gap;
        let (start, end) = (at + gap, at + gap + length);
        at = end;
        if end <= ticks {
            spans.push((from + TICK * start as u32, from + TICK * end as u32));
        }
    }
    spans
}

/// One skill the server has, sometimes two.
fn service(skills: u32, dice: &mut Dice) -> u32 {
    let (first, second) = (skill(skills, dice), skill(skills, dice));
    if dice.chance(TWO_SKILLS) { first | second } else { first }
}

/// One of the skills.
fn skill(skills: u32, dice: &mut Dice) -> u32 {
    one_of(skills, SKILLS, dice)
}

pub(crate) fn one_of(skills: u32, all: usize, dice: &mut Dice) -> u32 {
    loop {
        let skill = 1 << dice.below(all);
        if skills & skill != 0 {
            return skill;
        }
    }
}

fn problem_row(row: &Booked, workers: &[Worker]) -> Row {
    let is_able = |worker: &Worker| {
        !worker.is_absent
            && worker.skills & row.skills == row.skills
            && row.wish.is_none_or(|woman| worker.woman == woman)
            && worker.is_in(row.start, row.end)
            && worker.bound.iter().all(|&(from, until)| until <= row.start || row.end <= from)
    };
    let eligible: PeopleSet = (0..workers.len()).filter(|&person| is_able(&workers[person])).collect();
    let now = (!workers[row.server].is_absent).then_some(row.server);
    Row { start: row.start, end: row.end, eligible, now, told: false }
}
