//! Why a row cannot be served: at one instant more rows need certain people than there are such people.
//! Found by growing an alternating tree from the unserved row (Hall 1935, Kuhn 1955, Egervary 1931).
//! Shortages that share no row add up to a lower bound on the rows nobody can serve.
//! It does not explain conflicts that only a longer stretch of the day makes.

use std::collections::BTreeSet;

use crate::people_set::PeopleSet;
use crate::problem::{Person, Problem};

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

/// Explains one unserved row by the shortage with the fewest rows, the earliest among equals.
/// `None` when the row is served or when no single instant explains it.
pub fn shortage(problem: &Problem, serves: &[Option<Person>], row: usize) -> Option<Shortage> {
    let asked = problem.rows.get(row)?;
    if serves.get(row).copied().flatten().is_some() {
        return None;
    }
    let starts = problem.rows.iter().map(|other| other.start).filter(|&start| asked.is_active(start));
    let instants: BTreeSet<u32> = starts.collect();
    instants
        .into_iter()
        .filter_map(|instant| {
            let busy = busy_at(problem, serves, instant);
            match grow(problem, &busy, row) {
                Growth::Stuck { rows, people } => Some(named(problem, rows, people)),
                Growth::Served => None,
            }
        })
        .min_by_key(|shortage| (shortage.rows.len(), shortage.from))
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
    /// The root can be served at this instant if those who serve others shift.
    Served,
    /// Everybody eligible for any of the rows serves another of them.
    Stuck { rows: BTreeSet<usize>, people: PeopleSet },
}

/// Grows the alternating tree of `root`: its eligible people, the rows they serve, those rows' people, and so on.
fn grow(problem: &Problem, busy: &[Option<usize>], root: usize) -> Growth {
    let (mut queue, mut at, mut people) = (vec![root], 0, PeopleSet::new());
    while let Some(&row) = queue.get(at) {
        at += 1;
        for person in problem.rows[row].eligible.iter().filter(|&person| person < busy.len()) {
            if people.contains(person) {
                continue;
            }
            people.insert(person);
            match busy[person] {
                None => return Growth::Served,
                Some(served) => queue.push(served),
            }
        }
    }
    Growth::Stuck { rows: queue.into_iter().collect(), people }
}

/// Gives a violated set its common stretch of time.
fn named(problem: &Problem, rows: BTreeSet<usize>, people: PeopleSet) -> Shortage {
    let from = rows.iter().map(|&row| problem.rows[row].start).max().unwrap_or(0);
    let until = rows.iter().map(|&row| problem.rows[row].end).min().unwrap_or(0);
    Shortage { from, until, rows: rows.into_iter().collect(), people }
}

/// True when the rows are distinct, all active throughout, need nobody but the people, and are more than they.
pub fn is_shortage(problem: &Problem, shortage: &Shortage) -> bool {
    let distinct: BTreeSet<usize> = shortage.rows.iter().copied().collect();
    distinct.len() == shortage.rows.len()
        && shortage.from < shortage.until
        && shortage.rows.iter().all(|&row| needs_only(problem, row, shortage, &shortage.people))
        && shortage.rows.len() > shortage.people.len()
}

fn needs_only(problem: &Problem, row: usize, shortage: &Shortage, people: &PeopleSet) -> bool {
    problem.rows.get(row).is_some_and(|row| {
        row.start <= shortage.from && shortage.until <= row.end && row.eligible.is_subset(people)
    })
}
