//! The referee: is an answer valid, is its cost what it says, does its proof prove what it claims?
//! It knows nothing of how answers are found and only counts; every claim of the solver passes through here.

use std::collections::BTreeSet;

use crate::objective::measure;
use crate::people_set::PeopleSet;
use crate::problem::{Bound, Certificate, Goal, Objective, Person, Problem, Proof, Solution};
use crate::shortage::Shortage;

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Not exactly one entry per row.
    WrongLength { rows: usize, entries: usize },
    /// Somebody serves a row without being eligible (or without existing).
    NotEligible { row: usize, person: Person },
    /// Somebody serves two rows at the same time.
    Overlap { row: usize, other: usize, person: Person },
    /// The objective is not what the assignment costs.
    WrongObjective { measured: Objective },
    /// A shortage of the certificate that is none, or shares a row with an earlier one.
    NoShortage { index: usize },
    /// The bound is not what the certificate proves.
    WrongBound { proven: Bound },
    /// Optimality is claimed and does not follow from the certificate.
    NotProven,
}

/// Accepts an answer to `problem` asked with `goal`, or says what is wrong with it.
///
/// # Errors
/// The first [`Flaw`] found: validity first, then the objective, then the proof.
pub fn check(problem: &Problem, goal: Goal, solution: &Solution) -> Result<(), Flaw> {
    check_validity(problem, &solution.serves)?;
    let measured = measure(problem, &solution.serves);
    if measured != solution.objective {
        return Err(Flaw::WrongObjective { measured });
    }
    match &solution.proof {
        Proof::Bounds { bound, certificate } => check_bound(problem, bound, certificate),
        Proof::Optimal(certificate) => check_optimal(problem, goal, &measured, certificate),
    }
}

fn check_validity(problem: &Problem, serves: &[Option<Person>]) -> Result<(), Flaw> {
    if serves.len() != problem.rows.len() {
        return Err(Flaw::WrongLength { rows: problem.rows.len(), entries: serves.len() });
    }
    let mut lanes: Vec<Vec<usize>> = vec![Vec::new(); problem.load.len()];
    for (row, server) in serves.iter().enumerate() {
        let Some(person) = *server else { continue };
        if person >= problem.load.len() || !problem.rows[row].eligible.contains(person) {
            return Err(Flaw::NotEligible { row, person });
        }
        lanes[person].push(row);
    }
    lanes.iter_mut().enumerate().try_for_each(|(person, lane)| check_lane(problem, person, lane))
}

fn check_lane(problem: &Problem, person: Person, lane: &mut [usize]) -> Result<(), Flaw> {
    lane.sort_by_key(|&row| problem.rows[row].start);
    match lane.windows(2).find(|pair| problem.rows[pair[0]].end > problem.rows[pair[1]].start) {
        Some(pair) => Err(Flaw::Overlap { row: pair[0], other: pair[1], person }),
        None => Ok(()),
    }
}

fn check_bound(problem: &Problem, bound: &Bound, certificate: &Certificate) -> Result<(), Flaw> {
    check_certificate(problem, certificate)?;
    let proven = Bound { unserved: certificate.unserved() };
    if *bound == proven { Ok(()) } else { Err(Flaw::WrongBound { proven }) }
}

/// No more rows unserved than the certificate demands, and nothing changed on the levels below.
fn check_optimal(
    problem: &Problem,
    goal: Goal,
    measured: &Objective,
    certificate: &Certificate,
) -> Result<(), Flaw> {
    check_certificate(problem, certificate)?;
    let nothing_changed = measured.told_unserved + measured.told_changed + measured.moved == 0;
    let is_proven = measured.unserved == certificate.unserved() && nothing_changed && goal == Goal::Repool;
    if is_proven { Ok(()) } else { Err(Flaw::NotProven) }
}

fn check_certificate(problem: &Problem, certificate: &Certificate) -> Result<(), Flaw> {
    let mut used = BTreeSet::new();
    for (index, shortage) in certificate.shortages.iter().enumerate() {
        let is_apart = shortage.rows.iter().all(|&row| used.insert(row));
        if !is_apart || !is_shortage(problem, shortage) {
            return Err(Flaw::NoShortage { index });
        }
    }
    Ok(())
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
