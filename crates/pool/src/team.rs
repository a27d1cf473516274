//! The fewest people who can serve every row (the shift minimisation personnel task scheduling problem).
//! Starts from an answer with everybody and sends people home one after the other, those with the fewest rows
//! first, each time solving what becomes of their rows. The bound is the largest number of rows at one instant:
//! so many people are needed whoever they are. When both meet, nobody more can go.

use crate::people_set::PeopleSet;
use crate::problem::{Effort, Goal, Malformed, Person, Problem, Row};
use crate::solve::solve;

/// Who serves what with few people, and why fewer than `crowd.len()` cannot do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub people: PeopleSet,
    /// Who serves each row; a row that not even everybody could serve has nobody.
    pub serves: Vec<Option<Person>>,
    /// Rows that all share an instant and are all served: each needs a person of its own.
    pub crowd: Vec<usize>,
}

/// Exchanges that one try to send somebody home may take of the whole.
const TRIES: u64 = 20;

/// A small team, proven smallest when it has as many people as the crowd has rows.
/// `now`, `told` and loads play no part. The effort is shared by all tries.
///
/// # Errors
/// [`Malformed`] when the problem contradicts itself.
pub fn smallest_team(problem: &Problem, effort: Effort) -> Result<Team, Malformed> {
    smallest_team_beside(problem, &PeopleSet::new(), effort)
}

/// The same when `there` come in any case: they serve what they can, and nobody sends them home. The team holds
/// those of them who serve a row, so it is proven smallest only when nobody else is left to send home.
///
/// # Errors
/// [`Malformed`] when the problem contradicts itself.
pub fn smallest_team_beside(problem: &Problem, there: &PeopleSet, effort: Effort) -> Result<Team, Malformed> {
    problem.validate()?;
    let rows = problem.rows.iter().map(|row| Row { now: None, told: false, ..row.clone() }).collect();
    let open = Problem { rows, load: problem.load.clone() };
    let first = solve(&open, Goal::Repool, Effort { fairness: 0, ..effort })?;
    let crowd = crowd(problem, &first.serves);
    let mut left = Effort { pivots: effort.pivots / TRIES, fairness: 0, steps: effort.steps / TRIES };
    let mut team =
        Team { people: first.serves.iter().flatten().copied().collect(), serves: first.serves, crowd };
    let mut needed = there.clone();
    while team.people.len() > team.crowd.len() || !there.is_empty() {
        let Some(person) = least_needed(&team, &needed) else { break };
        match without(&open, &team, there, person, left)? {
            Some(serves) => {
                team.people = serves.iter().flatten().copied().collect();
                team.serves = serves;
            }
            None => needed.insert(person),
        }
        left.steps = left.steps.saturating_sub(effort.steps / TRIES / 50);
    }
    Ok(team)
}

/// The person with the fewest rows among those not tried yet, ties to the smallest.
fn least_needed(team: &Team, needed: &PeopleSet) -> Option<Person> {
    let rows = |person: Person| team.serves.iter().filter(|server| **server == Some(person)).count();
    team.people.iter().filter(|&person| !needed.contains(person)).min_by_key(|&person| (rows(person), person))
}

/// The same rows served by the team without this person, if the effort finds how.
fn without(
    open: &Problem,
    team: &Team,
    there: &PeopleSet,
    person: Person,
    effort: Effort,
) -> Result<Option<Vec<Option<Person>>>, Malformed> {
    let mut rest: PeopleSet = team.people.iter().chain(there.iter()).collect();
    rest.remove(person);
    let mut rows = Vec::with_capacity(open.rows.len());
    let mut served = Vec::with_capacity(open.rows.len());
    for (index, row) in open.rows.iter().enumerate() {
        let Some(server) = team.serves[index] else { continue };
        let now = (server != person).then_some(server);
        rows.push(Row { eligible: row.eligible.intersect(&rest), now, ..row.clone() });
        served.push(index);
    }
    let solution = solve(&Problem { rows, load: open.load.clone() }, Goal::Repool, effort)?;
    if solution.objective.unserved > 0 {
        return Ok(None);
    }
    let mut serves = vec![None; open.rows.len()];
    served.into_iter().zip(solution.serves).for_each(|(row, server)| serves[row] = server);
    Ok(Some(serves))
}

/// The most served rows that share an instant, the earliest among equals.
fn crowd(problem: &Problem, serves: &[Option<Person>]) -> Vec<usize> {
    let served: Vec<usize> = (0..problem.rows.len()).filter(|&row| serves[row].is_some()).collect();
    let mut most: Vec<usize> = Vec::new();
    for &row in &served {
        let instant = problem.rows[row].start;
        let active: Vec<usize> =
            served.iter().copied().filter(|&other| problem.rows[other].is_active(instant)).collect();
        if active.len() > most.len() {
            most = active;
        }
    }
    most
}

/// True when the team serves its rows by the rules and the crowd is one.
pub fn is_team(problem: &Problem, team: &Team) -> bool {
    let is_valid = crate::check::check_validity(problem, &team.serves).is_ok();
    let servers: PeopleSet = team.serves.iter().flatten().copied().collect();
    let from = team.crowd.iter().map(|&row| problem.rows.get(row).map_or(u32::MAX, |row| row.start)).max();
    let is_crowd = from.is_none_or(|instant| {
        team.crowd.iter().all(|&row| {
            problem.rows.get(row).is_some_and(|row| row.is_active(instant))
                && team.serves.get(row).copied().flatten().is_some()
        })
    });
    let mut distinct = team.crowd.clone();
    distinct.sort_unstable();
    distinct.dedup();
    is_valid && is_crowd && servers == team.people && distinct.len() == team.crowd.len()
}
