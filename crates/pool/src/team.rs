//! The fewest people who can serve every row (the shift minimisation personnel task scheduling problem).
//! Starts from an answer with everybody and sends people home one after the other, those with the fewest rows
//! first: trials (`squeeze.rs`) find places for their rows, and where those fail the linear program has a say.
//! The bound is a crowd (`crowd.rs`): so many people are needed whoever they are. When both meet, nobody more can go.

use crate::canonical::Canonical;
use crate::crowd::{crowd, is_crowd};
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Goal, Load, Malformed, Person, Problem, Row};
use crate::solve::solve;
use crate::squeeze::Squeeze;

/// Who serves what with few people, and why fewer than `crowd.len()` cannot do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub people: PeopleSet,
    /// Who serves each row; a row that not even everybody could serve has nobody.
    pub serves: Vec<Option<Person>>,
    /// Served rows of which no two can be served by the same person: each needs one of its own.
    pub crowd: Vec<usize>,
}

/// Tries to send somebody home by the linear program, and the part of the effort that each may take.
const TRIES: u64 = 20;
/// The first trials may take this part of the steps, and each later round this many times as many.
const FIRST_ROUND: u64 = 20_000;
const LONGER: u64 = 6;

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
    let open = open(problem, there);
    let canonical = Canonical::of(&open);
    let team = small(&canonical.problem, &canonical.number_people(there), effort)?;
    Ok(Team {
        people: canonical.given_people(&team.people),
        serves: canonical.serves(&team.serves),
        crowd: canonical.given_rows(&team.crowd),
    })
}

/// The rows with nobody yet. Loads play no part, so they say who is there in any case: that tells people apart.
fn open(problem: &Problem, there: &PeopleSet) -> Problem {
    let rows = problem.rows.iter().map(|row| Row { now: None, told: false, ..row.clone() }).collect();
    let load = |person| Load { rows: u32::from(there.contains(person)), minutes: 0 };
    Problem { rows, load: (0..problem.load.len()).map(load).collect() }
}

/// A small team of a problem in an order of its own.
fn small(open: &Problem, there: &PeopleSet, effort: Effort) -> Result<Team, Malformed> {
    let mut steps = effort.steps;
    let serves = first(open, effort, &mut steps)?;
    let served: Vec<usize> = (0..serves.len()).filter(|&row| serves[row].is_some()).collect();
    let crowd = crowd(open, &served);
    let mut team = Team { people: serves.iter().flatten().copied().collect(), serves, crowd };
    send_home_by_trial(open, &mut team, there, steps);
    send_home_by_program(open, &mut team, there, effort)?;
    Ok(team)
}

/// Everybody may come: by trial, and when that serves not all, by the program.
fn first(open: &Problem, effort: Effort, steps: &mut u64) -> Result<Vec<Option<Person>>, Malformed> {
    let everybody = (0..open.load.len()).collect();
    let mut squeeze = Squeeze::new(open.rows.iter().collect(), everybody, vec![Vec::new(); open.load.len()]);
    let mut given = *steps / 4;
    *steps -= given;
    if squeeze.settle(&PeopleSet::new(), &mut given) {
        *steps += given;
        return Ok(squeeze.serves().to_vec());
    }
    Ok(solve(open, Goal::Repool, Effort { fairness: 0, ..effort })?.serves)
}

/// As many as trials find, ever longer ones, until the steps end.
fn send_home_by_trial(open: &Problem, team: &mut Team, there: &PeopleSet, mut steps: u64) {
    let served: Vec<usize> = (0..open.rows.len()).filter(|&row| team.serves[row].is_some()).collect();
    let others: PeopleSet = (0..open.load.len()).filter(|&person| !there.contains(person)).collect();
    let mut squeeze = squeezed(open, team, there, &served);
    let mut most = steps / FIRST_ROUND;
    while steps > 0 && !is_smallest(team, &others) {
        let mut candidates: Vec<Person> =
            squeeze.team().iter().filter(|&person| others.contains(person)).collect();
        candidates.sort_by_key(|&person| (squeeze.count(person), person));
        let mut send = |&person: &Person| {
            let mut given = most.min(steps);
            let (mut without, before) = (squeeze.clone(), given);
            without.send_home(person);
            let is_settled = without.settle(&others, &mut given);
            steps -= (before - given).max(1).min(steps);
            is_settled.then_some(without)
        };
        match candidates.iter().find_map(&mut send) {
            Some(smaller) => squeeze = smaller,
            None if most >= steps => break,
            None => most = most.max(1) * LONGER,
        }
        served.iter().zip(squeeze.serves()).for_each(|(&row, server)| team.serves[row] = *server);
        team.people = team.serves.iter().flatten().copied().collect();
    }
}

/// The team's rows where they are.
fn squeezed<'o>(open: &'o Problem, team: &Team, there: &PeopleSet, served: &[usize]) -> Squeeze<'o> {
    let mut lanes = vec![Vec::new(); open.load.len()];
    for (number, &row) in served.iter().enumerate() {
        team.serves[row].into_iter().for_each(|person: Person| lanes[person].push(number as u32));
    }
    let start = |number: &u32| open.rows[served[*number as usize]].start;
    lanes.iter_mut().for_each(|lane: &mut Vec<u32>| lane.sort_by_key(start));
    let people = team.people.iter().chain(there.iter()).collect();
    Squeeze::new(served.iter().map(|&row| &open.rows[row]).collect(), people, lanes)
}

/// Nobody more can go.
fn is_smallest(team: &Team, others: &PeopleSet) -> bool {
    team.people.len() <= team.crowd.len() || !team.people.meets(others)
}

/// One after the other, as long as there are tries.
fn send_home_by_program(
    open: &Problem,
    team: &mut Team,
    there: &PeopleSet,
    effort: Effort,
) -> Result<(), Malformed> {
    let left = Effort { pivots: effort.pivots / TRIES, fairness: 0, steps: 0 };
    let mut needed = there.clone();
    for _ in 0..TRIES {
        if left.pivots == 0 || (team.people.len() <= team.crowd.len() && there.is_empty()) {
            break;
        }
        let Some(person) = least_needed(team, &needed) else { break };
        match without(open, team, there, person, left)? {
            Some(serves) => {
                team.people = serves.iter().flatten().copied().collect();
                team.serves = serves;
            }
            None => needed.insert(person),
        }
    }
    Ok(())
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

/// True when the team serves its rows by the rules and the crowd is one.
pub fn is_team(problem: &Problem, team: &Team) -> bool {
    let is_valid = crate::check::check_validity(problem, &team.serves).is_ok();
    let servers: PeopleSet = team.serves.iter().flatten().copied().collect();
    let is_served = |row: &usize| team.serves.get(*row).copied().flatten().is_some();
    is_valid && servers == team.people && team.crowd.iter().all(is_served) && is_crowd(problem, &team.crowd)
}
