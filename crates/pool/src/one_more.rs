//! One more row beside everybody who is served, with the fewest moves: somebody free, else short chains, else the program.
//! The problem comes in an order of its own (`canonical.rs`), so that nobody's number plays a part in who moves.

use crate::by_program::{Moves, served_by_program};
use crate::chains::{Terms, hunt};
use crate::lanes::Lanes;
use crate::objective::LEVELS;
use crate::problem::{Effort, Goal, Person, Problem};

/// Chains touch at most so many rows, the extra one included, and take so many steps each.
const LONGEST: usize = 4;
const PATIENCE: u64 = 20_000;

type Serves = Vec<Option<Person>>;

/// Who serves what when all of `problem` are served; all but `extra` are by their `now`. `Some(None)`: that cannot be.
/// `None`: the effort ended before that was known.
pub(crate) fn served_beside(problem: &Problem, extra: usize, effort: Effort) -> Option<Option<Serves>> {
    let today: Serves = problem.rows.iter().map(|row| row.now).collect();
    let mut lanes = Lanes::new(problem, Goal::Repool, &today);
    let mut eligible = problem.rows[extra].eligible.iter();
    if let Some(person) = eligible.find(|&person| lanes.in_the_way(extra, person).is_empty()) {
        let mut serves = today;
        serves[extra] = Some(person);
        return Some(Some(serves));
    }
    if let Some(serves) = by_chains(&mut lanes, extra, today) {
        return Some(Some(serves));
    }
    let fewest = served_by_program(problem, Moves::Fewest, effort).answer;
    fewest.or_else(|| served_by_program(problem, Moves::AsTheyCome, effort).answer)
}

/// When chains decide: the fewest rows touched.
fn by_chains(lanes: &mut Lanes, extra: usize, today: Serves) -> Option<Serves> {
    for reach in 2..=LONGEST {
        let mut steps = PATIENCE;
        if let Some(found) = hunt(lanes, &[extra], room(reach), &mut steps) {
            let mut serves = today;
            found.into_iter().for_each(|(row, server)| serves[row] = server);
            return Some(serves);
        }
        if steps == 0 {
            return None;
        }
    }
    None
}

/// One row fewer unserved, whatever else it costs.
fn room(reach: usize) -> Terms {
    let mut limit = [i64::MIN; LEVELS];
    limit[0] = 0;
    Terms { limit, reach, stop_at_first: true }
}
