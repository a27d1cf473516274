//! Why a row cannot be served: at one instant more rows need certain people than there are such people.
//! Found by growing an alternating tree from the unserved row (Hall 1935, Kuhn 1955, Egervary 1931).
//! Shortages that share no row add up to a lower bound on the rows nobody can serve.
//! It does not explain conflicts that only a longer stretch of the day makes.

use std::collections::BTreeSet;

use crate::people_set::PeopleSet;
use crate::problem::{Certificate, Person, Problem};

/// During all of `from..until` every one of `rows` needs one of `people`, and there are more rows than people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    pub from: u32,
    pub until: u32,
    /// Row numbers, smallest first.
    pub rows: Vec<usize>,
    /// Everybody eligible for any of the rows.
    pub people: PeopleSet,
}

impl Shortage {
    /// How many of the rows stay unserved at least.
    pub fn missing(&self) -> usize {
        self.rows.len().saturating_sub(self.people.len())
    }
}

impl Certificate {
    /// The lower bound on unserved rows that the shortages prove together.
    pub fn unserved(&self) -> u32 {
        self.shortages.iter().map(|shortage| shortage.missing() as u32).sum()
    }
}

/// Explains one unserved row by the shortage with the fewest rows, the earliest among equals.
/// `None` when the row is served or when no single instant explains it.
pub fn shortage(problem: &Problem, serves: &[Option<Person>], row: usize) -> Option<Shortage> {
    let asked = problem.rows.get(row)?;
    if serves.get(row).copied().flatten().is_some() {
        return None;
    }
    let starts = problem.rows.iter().map(|other| other.start).filter(|&start| asked.is_active(start));
    let instants: BTreeSet<u32> = starts.collect();
    let mut patience = u64::MAX;
    instants
        .into_iter()
        .filter_map(|instant| {
            let busy = busy_at(problem, serves, instant);
            match grow(problem, &busy, row, &mut patience) {
                Growth::Stuck { rows, people } => Some(named(problem, rows, people)),
                _ => None,
            }
        })
        .min_by_key(|shortage| (shortage.rows.len(), shortage.from))
}

/// Shortages without a common row that together miss the most rows, found around the unserved rows of `serves`.
/// Complete over single instants: a shortage leaves a row unserved in every assignment, so also in this one.
/// `steps` is paid down; at zero what was found so far is the answer.
pub(crate) fn certify(problem: &Problem, serves: &[Option<Person>], steps: &mut u64) -> Certificate {
    let unserved: Vec<usize> = (0..problem.rows.len()).filter(|&row| serves[row].is_none()).collect();
    let mut crowds = Vec::new();
    for instant in instants_of(problem, &unserved) {
        *steps = steps.saturating_sub(1 + problem.rows.len() as u64 / 16);
        if *steps == 0 {
            break;
        }
        let crowd = crowd_at(problem, serves, &unserved, instant, steps);
        crowds.extend(crowd.map(|shortage| (instant, shortage)));
    }
    Certificate { shortages: most_missing(problem, crowds) }
}

/// Starts at which some of the rows are active, in order.
fn instants_of(problem: &Problem, rows: &[usize]) -> Vec<u32> {
    let starts: BTreeSet<u32> = problem.rows.iter().map(|row| row.start).collect();
    let mut instants = BTreeSet::new();
    for &row in rows {
        instants.extend(starts.range(problem.rows[row].start..problem.rows[row].end));
    }
    instants.into_iter().collect()
}

/// The largest shortage of one instant: the trees of all rows that stay unserved in a largest matching.
fn crowd_at(
    problem: &Problem,
    serves: &[Option<Person>],
    unserved: &[usize],
    instant: u32,
    steps: &mut u64,
) -> Option<Shortage> {
    let mut busy = busy_at(problem, serves, instant);
    let (mut crowd, mut crowd_people) = (BTreeSet::new(), PeopleSet::new());
    for &root in unserved.iter().filter(|&&row| problem.rows[row].is_active(instant)) {
        match grow(problem, &busy, root, steps) {
            Growth::Served(path) => path.into_iter().for_each(|(row, person)| busy[person] = Some(row)),
            Growth::Stuck { rows, people } => {
                crowd.extend(rows);
                people.iter().for_each(|person| crowd_people.insert(person));
            }
            Growth::Tired => return None,
        }
    }
    (!crowd.is_empty()).then(|| named(problem, crowd, crowd_people))
}

/// Chooses among shortages in order of their instants so that no row is in two (weighted interval choice).
fn most_missing(problem: &Problem, crowds: Vec<(u32, Shortage)>) -> Vec<Shortage> {
    let next: Vec<usize> = (0..crowds.len()).map(|at| next_apart(problem, &crowds, at)).collect();
    let mut most = vec![0; crowds.len() + 1];
    for at in (0..crowds.len()).rev() {
        most[at] = most[at + 1].max(crowds[at].1.missing() + most[next[at]]);
    }
    let (mut chosen, mut resume) = (Vec::new(), 0);
    for (at, (_, crowd)) in crowds.into_iter().enumerate() {
        if at >= resume && most[at] > most[at + 1] {
            resume = next[at];
            chosen.push(crowd);
        }
    }
    chosen
}

/// The first later shortage whose instant finds all rows of this one ended.
fn next_apart(problem: &Problem, crowds: &[(u32, Shortage)], at: usize) -> usize {
    let ended = crowds[at].1.rows.iter().map(|&row| problem.rows[row].end).max().unwrap_or(0);
    crowds.partition_point(|&(instant, _)| instant < ended)
}

/// Which row each person serves at the instant.
fn busy_at(problem: &Problem, serves: &[Option<Person>], instant: u32) -> Vec<Option<usize>> {
    let mut busy = vec![None; problem.load.len()];
    for (row, server) in serves.iter().enumerate().take(problem.rows.len()) {
        match server.and_then(|person| busy.get_mut(person)) {
            Some(place) if problem.rows[row].is_active(instant) => *place = Some(row),
            _ => {}
        }
    }
    busy
}

enum Growth {
    /// The root can be served at this instant if these rows go to these people.
    Served(Vec<(usize, Person)>),
    /// Everybody eligible for any of the rows serves another of them.
    Stuck { rows: BTreeSet<usize>, people: PeopleSet },
    /// The steps ran out.
    Tired,
}

/// Grows the alternating tree of `root`: its eligible people, the rows they serve, those rows' people, and so on.
fn grow(problem: &Problem, busy: &[Option<usize>], root: usize, steps: &mut u64) -> Growth {
    let mut reached_from: Vec<Option<usize>> = vec![None; problem.load.len()];
    let (mut queue, mut at, mut people) = (vec![root], 0, PeopleSet::new());
    while let Some(&row) = queue.get(at) {
        at += 1;
        for person in problem.rows[row].eligible.iter().filter(|&person| person < busy.len()) {
            *steps = steps.saturating_sub(1);
            if reached_from[person].is_some() {
                continue;
            }
            reached_from[person] = Some(row);
            people.insert(person);
            match busy[person] {
                None => return Growth::Served(path_to(root, person, &reached_from, busy)),
                Some(served) => queue.push(served),
            }
        }
        if *steps == 0 {
            return Growth::Tired;
        }
    }
    Growth::Stuck { rows: queue.into_iter().collect(), people }
}

/// Walks back from a free person to the root: who serves what once everybody on the way has shifted by one.
fn path_to(
    root: usize,
    free: Person,
    reached_from: &[Option<usize>],
    busy: &[Option<usize>],
) -> Vec<(usize, Person)> {
    let (mut path, mut person) = (Vec::new(), free);
    while let Some(row) = reached_from[person] {
        path.push((row, person));
        match busy.iter().position(|&served| served == Some(row)) {
            Some(server) if row != root => person = server,
            _ => break,
        }
    }
    path
}

/// Gives a violated set its common stretch of time.
fn named(problem: &Problem, rows: BTreeSet<usize>, people: PeopleSet) -> Shortage {
    let from = rows.iter().map(|&row| problem.rows[row].start).max().unwrap_or(0);
    let until = rows.iter().map(|&row| problem.rows[row].end).min().unwrap_or(0);
    Shortage { from, until, rows: rows.into_iter().collect(), people }
}
