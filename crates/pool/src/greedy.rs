//! The baseline: what everybody else does. Rows keep who serves them; the others go, in start order,
//! to the free eligible person who is least busy. It never moves anybody, and every search starts from it.

use crate::bound::certified;
use crate::canonical::Canonical;
use crate::lanes::Lanes;
use crate::objective::measure;
use crate::problem::{Goal, Person, Problem, Proof, Solution};

/// Keeps every `now` that can be kept, then serves the rest in start order with the free eligible person
/// of least minutes, then fewest rows; the order in which rows and people are given plays no part.
/// Always valid, even on a malformed problem.
pub fn greedy(problem: &Problem) -> Solution {
    let serves = match problem.validate() {
        Ok(()) => {
            let canonical = Canonical::of(problem);
            canonical.serves(&least_busy_first(&canonical.problem))
        }
        Err(_) => least_busy_first(problem),
    };
    let objective = measure(problem, &serves);
    let certificate = certified(problem, Goal::Repool, &objective, Vec::new());
    Solution { serves, objective, proof: Proof::Bounds(certificate) }
}

/// The same without looking for an order; ties go to the smaller number.
pub(crate) fn least_busy_first(problem: &Problem) -> Vec<Option<Person>> {
    let mut lanes = Lanes::new(problem, Goal::Repool, &[]);
    let order = problem.in_start_order();
    for &row in &order {
        keep_now(&mut lanes, row);
    }
    for &row in &order {
        if lanes.serves[row].is_none() {
            least_busy(&lanes, row).into_iter().for_each(|person| lanes.put(row, person));
        }
    }
    lanes.serves
}

fn keep_now(lanes: &mut Lanes, row: usize) {
    match lanes.problem.rows[row].now {
        Some(person) if is_free(lanes, row, person) => lanes.put(row, person),
        _ => {}
    }
}

fn least_busy(lanes: &Lanes, row: usize) -> Option<Person> {
    let eligible = lanes.problem.rows[row].eligible.iter();
    eligible
        .filter(|&person| is_free(lanes, row, person))
        .min_by_key(|&person| (lanes.minutes_carried(person), lanes.rows_carried(person), person))
}

fn is_free(lanes: &Lanes, row: usize, person: Person) -> bool {
    let asked = &lanes.problem.rows[row];
    asked.start < asked.end
        && person < lanes.problem.load.len()
        && asked.eligible.contains(person)
        && lanes.in_the_way(row, person).is_empty()
}
