//! A way out of dead ends: serve one more row whatever it moves, then let the chains bring back what they can.
//! Every waiting row takes a place at once and ejects the rows that so far were easiest to place again.
//! Source: Y. Nagata and O. Braysy, "A powerful route minimization heuristic" (2009), without its randomness.

use std::collections::VecDeque;

use crate::lanes::Lanes;
use crate::problem::Person;

/// Looks for an assignment that leaves at most `target` rows unserved, whatever it costs on the other levels.
/// The lanes are left as the search left them: valid, of no further use. `steps` is paid down.
pub(crate) fn squeeze(lanes: &mut Lanes, target: usize, steps: &mut u64) -> Option<Vec<Option<Person>>> {
    let rows = &lanes.problem.rows;
    let unserved = (0..rows.len()).filter(|&row| lanes.serves[row].is_none());
    let (hopeless, waiting): (Vec<usize>, Vec<usize>) =
        unserved.partition(|&row| rows[row].eligible.is_empty());
    let mut waiting = VecDeque::from(waiting);
    let mut difficulty = vec![1_u64; rows.len()];
    while hopeless.len() + waiting.len() > target {
        let row = waiting.pop_front()?;
        difficulty[row] += 1;
        let person = easiest_place(lanes, row, &difficulty, steps)?;
        for other in lanes.in_the_way(row, person).to_vec() {
            lanes.take(other);
            waiting.push_back(other);
        }
        lanes.put(row, person);
    }
    Some(lanes.serves.clone())
}

/// The person whose rows in the way were least difficult so far, a row served by `now` counting one more,
/// then the smallest. `None` when the steps are spent.
fn easiest_place(lanes: &Lanes, row: usize, difficulty: &[u64], steps: &mut u64) -> Option<Person> {
    let eligible = &lanes.problem.rows[row].eligible;
    *steps = steps.checked_sub(1 + eligible.len() as u64)?;
    eligible.iter().min_by_key(|&person| {
        let in_the_way = lanes.in_the_way(row, person);
        let undisturbed = in_the_way.iter().filter(|&&other| lanes.problem.rows[other].now == Some(person));
        let difficult: u64 = in_the_way.iter().map(|&other| difficulty[other]).sum();
        (difficult + undisturbed.count() as u64, person)
    })
}
