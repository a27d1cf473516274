//! Can one more row be served if others move a little? First the free person, then ever longer chains.
//! What it answers is always true room; when it finds none there may still be some (it is not complete).

use crate::chains::{Terms, hunt};
use crate::lanes::Lanes;
use crate::objective::LEVELS;
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Goal, Person, Problem, Row};

/// A row, who serves it today, and who serves it then.
pub type Move = (usize, Option<Person>, Person);

/// The longest chain tried: rows touched, the extra one included.
const LONGEST: usize = 6;

/// The moves that make room for `extra`, with as few rows touched as chains find, or `None`.
/// Starts from `now` of every row. Nobody served loses their person, told rows stay, `extra.now` is ignored.
/// `extra` itself appears as the row number `problem.rows.len()`; rows that stay are not listed.
/// A malformed problem or extra row has no room.
pub fn insertable(problem: &Problem, extra: &Row, effort: Effort) -> Option<Vec<Move>> {
    let extra_row = problem.rows.len();
    let mut larger = Problem { rows: Vec::with_capacity(extra_row + 1), load: problem.load.clone() };
    larger.rows.extend(problem.rows.iter().map(pinned_if_told));
    larger.rows.push(Row { now: None, told: false, ..extra.clone() });
    larger.validate().ok()?;
    let today: Vec<Option<Person>> = larger.rows.iter().map(|row| row.now).collect();
    let mut lanes = Lanes::new(&larger, Goal::Repool, &today);
    let mut steps = effort.steps;
    let found = (1..=LONGEST).find_map(|reach| hunt(&mut lanes, &[extra_row], room(reach), &mut steps))?;
    let mut moves: Vec<Move> =
        found.into_iter().filter_map(|(row, server)| Some((row, today[row], server?))).collect();
    moves.retain(|&(_, before, after)| before != Some(after));
    moves.sort_unstable();
    Some(moves)
}

/// One row fewer unserved, whatever else it costs.
fn room(reach: usize) -> Terms {
    let mut limit = [i64::MIN; LEVELS];
    limit[0] = 0;
    Terms { limit, reach, stop_at_first: true }
}

/// A told row may only be served by who serves it.
fn pinned_if_told(row: &Row) -> Row {
    match row.now {
        Some(person) if row.told => {
            Row { eligible: [person].into_iter().collect::<PeopleSet>(), ..row.clone() }
        }
        _ => row.clone(),
    }
}
