//! `zamu solve`: an assignment problem from a file in the format of `tests/data/pool`, answered as one JSON line.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use zamu_pool::{Effort, Goal, Load, PeopleSet, Problem, Proof, Row, Solution, smallest_team, solve};

use super::{Ending, Trouble, say};

#[derive(Debug, Args)]
pub struct Solve {
    /// A file, or `-` for stdin.
    file: Option<PathBuf>,
    /// The fewest people who can serve everything.
    #[arg(long)]
    smallest_team: bool,
}

#[derive(Serialize)]
struct Solved {
    unserved: u32,
    moved: u32,
    /// Sum over people of their rows squared.
    fairness: u64,
    proof: &'static str,
    /// What no answer goes below: unserved, moved, fairness, each among answers equal on those before it.
    bound: [u64; 3],
    people: usize,
    ms: u128,
    assignment: Vec<Option<usize>>,
}

impl Solve {
    pub fn run(&self) -> Result<Ending, Trouble> {
        let problem = read_any(&text(self.file.as_deref())?)?;
        if self.smallest_team {
            say::json(&team(&problem)?)?;
            return Ok(Ending::Done);
        }
        let started = Instant::now();
        let solution = solve(&problem, Goal::Repool, Effort::default())
            .map_err(|malformed| Trouble::Unusable(malformed.to_string()))?;
        say::json(&solved(solution, started.elapsed().as_millis()))?;
        Ok(Ending::Done)
    }
}

/// The smallest team as the same line: `bound` holds how many people are needed at least.
fn team(problem: &Problem) -> Result<Value, Trouble> {
    let started = Instant::now();
    let team = smallest_team(problem, Effort::default())
        .map_err(|malformed| Trouble::Unusable(malformed.to_string()))?;
    let (people, least) = (team.people.len(), team.crowd.len());
    Ok(json!({
        "unserved": team.serves.iter().filter(|server| server.is_none()).count(),
        "people": people,
        "team": team.people.iter().collect::<Vec<_>>(),
        "proof": if people == least { "optimal" } else { "bounds" },
        "bound": [least],
        "ms": started.elapsed().as_millis(),
        "assignment": team.serves,
    }))
}

fn solved(solution: Solution, ms: u128) -> Solved {
    let proof = if matches!(solution.proof, Proof::Optimal(_)) { "optimal" } else { "bounds" };
    let bound = solution.proof.certificate().bound;
    let moved = u64::from(bound.moved) + u64::from(bound.told_changed);
    let mut people: Vec<usize> = solution.serves.iter().flatten().copied().collect();
    people.sort_unstable();
    people.dedup();
    Solved {
        unserved: solution.objective.unserved,
        moved: solution.objective.moved + solution.objective.told_changed,
        fairness: solution.objective.squares,
        proof,
        bound: [u64::from(bound.unserved), moved, bound.squares],
        people: people.len(),
        ms,
        assignment: solution.serves,
    }
}

fn text(file: Option<&Path>) -> Result<String, Trouble> {
    match file {
        Some(file) if file != Path::new("-") => std::fs::read_to_string(file)
            .map_err(|error| Trouble::Unusable(format!("{}: {error}", file.display()))),
        _ => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            Ok(text)
        }
    }
}

/// Either format: published task files say `Jobs`, ours begin with two numbers.
fn read_any(text: &str) -> Result<Problem, Trouble> {
    if text.lines().any(|line| line.trim_start().starts_with("Jobs")) { read_tasks(text) } else { read(text) }
}

/// `Jobs = n`, then `start end` per task; `Qualifications = m`, then `n: task task ...` per worker.
fn read_tasks(text: &str) -> Result<Problem, Trouble> {
    let mut problem = Problem::default();
    let mut is_worker = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.contains('=') {
            is_worker = line.starts_with("Qualifications");
        } else if is_worker {
            read_worker(at + 1, line, &mut problem)?;
        } else {
            let [start, end] = numbers((at, line))?[..] else {
                return Err(unusable(at + 1, 1, "a task is `start end`"));
            };
            let minute = |minute: i64| u32::try_from(minute).map_err(|_| unusable(at + 1, 1, "below zero"));
            let eligible = PeopleSet::new();
            problem.rows.push(Row {
                start: minute(start)?,
                end: minute(end)?,
                eligible,
                now: None,
                told: false,
            });
        }
    }
    Ok(problem)
}

fn read_worker(line: usize, text: &str, problem: &mut Problem) -> Result<(), Trouble> {
    let wrong = |why: &str| unusable(line, 1, why);
    let (_, tasks) = text.split_once(':').ok_or_else(|| wrong("a worker is `n: task task ...`"))?;
    let person = problem.load.len();
    problem.load.push(Load::default());
    for task in numbers((line - 1, tasks))? {
        let row = usize::try_from(task).ok().and_then(|task| problem.rows.get_mut(task));
        row.ok_or_else(|| wrong("a task that is not there"))?.eligible.insert(person);
    }
    Ok(())
}

/// `people rows`, the load of each person, then per row `start end now given_up n person...`.
fn read(text: &str) -> Result<Problem, Trouble> {
    let lines: Vec<Vec<i64>> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(numbers)
        .collect::<Result<_, _>>()?;
    let [size, load, rows @ ..] = lines.as_slice() else {
        return Err(unusable(1, 1, "a problem has at least two lines"));
    };
    let (&[people, count], true) = (
        size.as_slice(),
        load.len() == size.first().and_then(|people| usize::try_from(*people).ok()).unwrap_or(0),
    ) else {
        return Err(unusable(1, 1, "the first line is `people rows`, the second one load for each person"));
    };
    if usize::try_from(count).ok() != Some(rows.len()) || people < 0 {
        return Err(unusable(1, 1, &format!("{count} rows were announced, {} are there", rows.len())));
    }
    let load = load
        .iter()
        .map(|rows| u32::try_from(*rows).map(|rows| Load { rows, minutes: 0 }))
        .collect::<Result<_, _>>();
    let load = load.map_err(|_| unusable(2, 1, "a load is below zero"))?;
    let rows = rows.iter().enumerate().map(|(at, row)| read_row(at + 3, row)).collect::<Result<_, _>>()?;
    Ok(Problem { rows, load })
}

fn read_row(line: usize, numbers: &[i64]) -> Result<Row, Trouble> {
    let wrong = || unusable(line, 1, "a row is `start end now given_up n person...`");
    let &[start, end, now, _given_up, count, ref people @ ..] = numbers else { return Err(wrong()) };
    let eligible = people
        .iter()
        .map(|person| usize::try_from(*person))
        .collect::<Result<PeopleSet, _>>()
        .map_err(|_| wrong())?;
    if usize::try_from(count).ok() != Some(people.len()) {
        return Err(wrong());
    }
    let minute = |minute: i64| u32::try_from(minute).map_err(|_| wrong());
    Ok(Row {
        start: minute(start)?,
        end: minute(end)?,
        eligible,
        now: usize::try_from(now).ok(),
        told: false,
    })
}

fn numbers((at, line): (usize, &str)) -> Result<Vec<i64>, Trouble> {
    let mut numbers = Vec::new();
    for word in line.split_whitespace() {
        let column = word.as_ptr() as usize - line.as_ptr() as usize + 1;
        numbers.push(
            word.parse().map_err(|_| unusable(at + 1, column, &format!("`{word}` is not a whole number")))?,
        );
    }
    Ok(numbers)
}

fn unusable(line: usize, column: usize, why: &str) -> Trouble {
    Trouble::Unusable(format!("line {line}, column {column}: {why}"))
}
