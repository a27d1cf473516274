//! Problems in the format of `tests/data/pool`, and days drawn as those files look.

use std::path::{Path, PathBuf};

use zamu_pool::{Load, Problem, Row};

use crate::pool_day::{
    BOUND, Booked, Dice, HAS_SKILL, Kind, SHIFTS, TICK, WISHES, Worker, finished, one_of, send_away, ticks,
};

/// Minutes of the shift before the break, later for some than for others, and the length of the break.
const UNTIL_BREAK: (u32, u32) = (180, 260);
const BREAK: u32 = 30;
/// Services of fixed lengths, in hundredths of the mean.
const LENGTHS: [usize; 5] = [50, 75, 100, 125, 150];
/// How many rows begin right after the one before.
const FOLLOW: usize = 50;

/// Half of the people have each skill, whatever the others; rows of five lengths, whatever the skill; half of them right
/// after the one before. What does not fit before the break comes after it, and the first that does not fit ends the
/// day. A break gives way to rows of others. So many people are absent, and hold all of theirs.
pub fn file_day(kind: Kind, skills: usize, seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let mut workers: Vec<Worker> = (0..kind.people).map(|_| worker(skills, &mut dice)).collect();
    send_away(&mut workers, kind.absent, &mut dice);
    let [(from, until), ..] = SHIFTS;
    let mean = (until - from - BREAK) as usize * kind.load * kind.people / kind.rows.max(1);
    let widest = 4 * mean * (100 - kind.load) / kind.load / 100 / TICK as usize;
    let mut booked = Vec::new();
    for (server, worker) in workers.iter_mut().enumerate() {
        let [(mut at, pause), (after, until)] = worker.hours[..] else { continue };
        loop {
            let gap = if dice.chance(FOLLOW) { 0 } else { dice.below(widest + 1) as u32 };
            let length = ticks(mean * LENGTHS[dice.below(LENGTHS.len())] / 100).max(1);
            let (before, length) = (at + TICK * gap, TICK * length);
            let start = if before < after && pause < before + length { after } else { before };
            at = start + length;
            if at > until {
                break;
            }
            let wish = dice.chance(WISHES).then_some(worker.woman);
            let skills = one_of(worker.skills, skills, &mut dice);
            if !worker.is_absent && dice.chance(BOUND) {
                worker.bound.push((start, at));
            } else {
                booked.push(Booked { start, end: at, skills, wish, server });
            }
        }
    }
    finished(workers, booked)
}

fn worker(skills: usize, dice: &mut Dice) -> Worker {
    let (from, until) = SHIFTS[dice.below(SHIFTS.len())];
    let (earliest, latest) = UNTIL_BREAK;
    let pause = from + earliest + TICK * dice.below(((latest - earliest) / TICK + 1) as usize) as u32;
    Worker {
        hours: vec![(from, pause), (pause + BREAK, until)],
        may_move_break: true,
        skills: skills_of(skills, dice),
        woman: dice.chance(60),
        is_absent: false,
        bound: Vec::new(),
    }
}

/// Half of so many skills, and one at least.
fn skills_of(skills: usize, dice: &mut Dice) -> u32 {
    loop {
        let has = (0..skills).fold(0, |has, skill| has | u32::from(dice.chance(HAS_SKILL)) << skill);
        if has != 0 {
            return has;
        }
    }
}

/// The files whose names begin so, in the order of their names.
///
/// # Panics
/// When there is no such folder.
pub fn files(prefix: &str) -> Vec<(String, Problem)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/pool");
    let listed = std::fs::read_dir(folder).unwrap_or_else(|why| panic!("{why}"));
    let mut paths: Vec<PathBuf> = listed.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    let name =
        |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    paths.retain(|path| name(path).starts_with(prefix));
    paths.iter().map(|path| (name(path), read(path))).collect()
}

/// # Panics
/// When it is no such file.
pub fn read(path: &Path) -> Problem {
    let text = std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{why}"));
    let mut lines = text.lines().skip(1).map(|line| -> Vec<i64> {
        line.split_whitespace().map(|word| word.parse().unwrap_or_else(|why| panic!("{why}"))).collect()
    });
    let loads = lines.next().unwrap_or_default();
    let load = loads.into_iter().map(|rows| Load { rows: rows as u32, minutes: 0 }).collect();
    let row = |numbers: Vec<i64>| Row {
        start: numbers[0] as u32,
        end: numbers[1] as u32,
        eligible: numbers[5..].iter().map(|&person| person as usize).collect(),
        now: usize::try_from(numbers[2]).ok(),
        told: false,
    };
    Problem { rows: lines.map(row).collect(), load }
}

/// The problem as such a file.
pub fn text(problem: &Problem) -> String {
    let loads: Vec<String> = problem.load.iter().map(|load| load.rows.to_string()).collect();
    let mut text = format!("{} {}\n{}\n", problem.load.len(), problem.rows.len(), loads.join(" "));
    for row in &problem.rows {
        let now = row.now.map_or(-1, |now| now as i64);
        let people: Vec<String> = row.eligible.iter().map(|person| person.to_string()).collect();
        let given_up = i32::from(row.now.is_none());
        text +=
            &format!("{} {} {now} {given_up} {} {}\n", row.start, row.end, people.len(), people.join(" "));
    }
    text
}
