//! The referee: is an answer valid, is its cost what it says, does its proof prove what it claims?
//! It knows nothing of how answers are found and only counts; every claim of the solver passes through here.

use crate::bound::derive;
use crate::certificate::{Bound, Certificate};
use crate::objective::measure;
use crate::problem::{Goal, Objective, Person, Problem, Proof, Solution};

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
    /// A tree that is no tree, or numbers beyond all measure.
    Malformed,
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
    let certificate = solution.proof.certificate();
    let proven = derive(problem, goal, &measured, certificate).ok_or(Flaw::Malformed)?;
    if proven != certificate.bound {
        return Err(Flaw::WrongBound { proven });
    }
    match &solution.proof {
        Proof::Optimal(certificate) if !certificate.settles(goal, &measured) => Err(Flaw::NotProven),
        _ => Ok(()),
    }
}

impl Certificate {
    /// True when the bound leaves nothing to better on the levels that [`Proof::Optimal`] speaks of.
    pub fn settles(&self, goal: Goal, objective: &Objective) -> bool {
        let Bound { unserved, told_unserved, told_changed, moved, squares } = self.bound;
        let levels = (unserved, told_unserved, told_changed, moved);
        let own = (objective.unserved, objective.told_unserved, objective.told_changed, objective.moved);
        levels == own && (goal == Goal::Repool || squares == objective.squares)
    }
}

/// Everybody eligible, nobody at two places.
pub(crate) fn check_validity(problem: &Problem, serves: &[Option<Person>]) -> Result<(), Flaw> {
    if serves.len() != problem.rows.len() {
        return Err(Flaw::WrongLength { rows: problem.rows.len(), entries: serves.len() });
    }
    for (row, server) in serves.iter().enumerate() {
        match *server {
            Some(person) if person >= problem.load.len() || !problem.rows[row].eligible.contains(person) => {
                return Err(Flaw::NotEligible { row, person });
            }
            _ => {}
        }
    }
    match problem.first_overlap(|row| serves[row]) {
        Some((row, other, person)) => Err(Flaw::Overlap { row, other, person }),
        None => Ok(()),
    }
}
