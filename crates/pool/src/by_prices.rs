//! A short way to a proof, which many days allow: prices that are raised row by row say who could matter at all
//! (`ascent.rs`), the program of those few finds the answer, and its prices prove it once they hold for everybody
//! (`carry_over.rs`). Where they nearly do, they leave out most people for good, and the program of the others is the
//! proof (`narrower.rs`). Else only time is lost: the whole program is asked, with the answer to begin with.

use crate::ascent::{Ascent, Stride, Terms};
use crate::bound::Day;
use crate::carry_over::{CarryOver, Start};
use crate::certificate::{Node, Prices, Tree};
use crate::model::Model;
use crate::narrower::pairs;
use crate::problem::{Person, Problem, Row};
use crate::tree::{Ask, climb};
use crate::weights::Weights;

/// Units of price for one change.
pub(crate) const UNIT: i64 = 1 << 10;
/// Fewer pairs are asked at once, with more pairs the walks take too much memory.
const FEW: usize = 1_500;
const MANY: usize = 1 << 20;
/// Walks with long strides are made in groups, as long as a group brings as much as this and so many at most; then some
/// with half strides.
const GROUP: usize = 4;
const GROUPS: usize = 6;
const BRINGS: i64 = UNIT / 2;
const HALF: usize = 4;
/// How many changes a row is worth at most, until it is known how many stay unserved.
pub(crate) const WORTH: i64 = 10;
/// By how much dearer than a row's price people may be who are asked: few at first.
const NEAR: [i64; 3] = [UNIT * 7 / 16, UNIT * 5 / 8, UNIT];
/// Exchanges for the program of the few, for each row; so many of them take as long as one for everybody.
const EXCHANGES: u64 = 4;
const FOR_ONE: u64 = 4;

pub(crate) type Serves = Vec<Option<Person>>;

pub(crate) struct Found {
    pub serves: Serves,
    pub proof: Option<Proof>,
}

/// Trees that together say that no answer is better on levels 1 to 3.
pub(crate) struct Proof {
    pub trees: Vec<Tree>,
    /// Rows that stay unserved.
    pub floor: i64,
}

/// `None` when the problem is not of this kind, or nothing was found.
pub(crate) fn by_prices(problem: &Problem, day: &Day, weights: Weights, pivots: &mut u64) -> Option<Found> {
    let is_worth_it = pairs(problem) >= FEW && problem.rows.len() * problem.load.len() <= MANY;
    if is_worth_it && is_plain(&weights) { proven_by_prices(problem, day, weights, pivots) } else { None }
}

/// One kind of change only, as the walks know it.
fn is_plain(weights: &Weights) -> bool {
    weights.told_unserved == 0 && weights.told_changed + weights.moved == 1 && weights.squares == 0
}

fn proven_by_prices(problem: &Problem, day: &Day, weights: Weights, pivots: &mut u64) -> Option<Found> {
    let mut ascent = raised(problem);
    let raised = ascent.prices();
    let mut found = None;
    for near in NEAR {
        let Some(few) = program_of_few(&narrowed(problem, &ascent, near), weights, pivots) else { break };
        let carry_over = CarryOver { problem, day, weights, raised: &raised, few: &few };
        let nearest = match carry_over.prove() {
            Ok(proof) => return Some(Found { serves: few.serves, proof: Some(proof) }),
            Err(nearest) if few.nodes.len() == 1 => nearest,
            Err(_) => carry_over.root(),
        };
        if let Some(nearest) = nearest {
            if let Some(found) = proven_by_narrower(&carry_over, &nearest, pivots) {
                return Some(found);
            }
            let Start { terms, prices, .. } = nearest;
            ascent.start(terms, |row| prices[row]);
            ascent.sweep(Stride::Half);
        }
        found = Some(Found { serves: few.serves, proof: None });
    }
    found
}

/// By the program of those whom the nearest prices leave, when they are few.
fn proven_by_narrower(carry_over: &CarryOver, nearest: &Start, pivots: &mut u64) -> Option<Found> {
    let (mut proof, left) = carry_over.narrower(nearest)?;
    if 2 * left.pairs() > pairs(carry_over.problem) {
        return None;
    }
    let keep = |serves: Serves| serves;
    let climbed = left.climb((1, 0, proof.floor), &keep, carry_over.few.serves.clone(), pivots)?;
    proof.trees.extend(climbed.trees);
    climbed.is_proven.then_some(Found { serves: climbed.serves?, proof: Some(proof) })
}

/// Prices for everybody, raised from nothing.
fn raised(problem: &Problem) -> Ascent {
    let mut ascent = Ascent::new(problem, UNIT);
    ascent.start(Terms { unserved: WORTH * UNIT, floor: 0 }, |_| 0);
    for _ in 0..GROUPS {
        let before = ascent.bound();
        (0..GROUP).for_each(|_| ascent.sweep(Stride::Long));
        if ascent.bound() - before < BRINGS {
            break;
        }
    }
    (0..HALF).for_each(|_| ascent.sweep(Stride::Half));
    ascent
}

/// Only who is nearly as cheap as a row's price, and who serves now.
fn narrowed(problem: &Problem, ascent: &Ascent, near: i64) -> Problem {
    let narrow = |(index, row): (usize, &Row)| {
        let is_near = |person: &Person| ascent.dearer(index, *person) <= near;
        Row { eligible: row.eligible.iter().filter(is_near).chain(row.now).collect(), ..*row }
    };
    Problem { rows: problem.rows.iter().enumerate().map(narrow).collect(), load: problem.load.clone() }
}

/// What the program of the few says.
pub(crate) struct Few {
    pub serves: Serves,
    /// The prices before any split, when nothing was known yet and when it was known how many stay unserved at least.
    pub first: Prices,
    pub root: Prices,
    /// The tree that proves it, and the scale of all prices.
    pub nodes: Vec<Node>,
    pub scale: i64,
}

fn program_of_few(few: &Problem, weights: Weights, pivots: &mut u64) -> Option<Few> {
    let model = Model::new(few, weights)?;
    let (day, keep) = (Day::new(few), |serves: Serves| serves);
    let ask =
        Ask { problem: few, model: &model, day: &day, step: 1, least: 0, most: i64::MAX, polish: &keep };
    let given = (EXCHANGES * few.rows.len() as u64).min(*pivots);
    let mut left = given;
    let mut climbed = climb(ask, None, 0, &mut left);
    *pivots -= (given - left) / FOR_ONE;
    if !climbed.is_proven {
        return None;
    }
    let first = climbed.trees.first()?.alone()?.clone();
    let root = climbed.trees.iter().rev().find_map(Tree::alone)?.clone();
    let Tree { nodes, scale, .. } = climbed.trees.pop()?;
    Some(Few { serves: climbed.serves?, first, root, nodes, scale })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::measure;
    use crate::problem::{Effort, Goal, Load, Proof as Claim};
    use crate::solve::level_weights;
    use crate::{check, problem::Solution};

    /// Numbers from a seed, below `most`.
    fn draw(seed: &mut u64, most: u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % most
    }

    /// A day of some people, most rows served, some given up.
    fn day(seed: &mut u64) -> Problem {
        let people = 3 + draw(seed, 8) as usize;
        let mut busy_until = vec![0; people];
        let mut rows = Vec::new();
        for at in 0..6 * people as u64 {
            let start = (at * 3 / people as u64 + draw(seed, 3)) as u32;
            let end = start + 1 + draw(seed, 5) as u32;
            let mut eligible: Vec<Person> = (0..people).filter(|_| draw(seed, 3) > 0).collect();
            let now = eligible.iter().copied().find(|&person| busy_until[person] <= start);
            let now = now.filter(|_| draw(seed, 5) > 0);
            now.into_iter().for_each(|person| busy_until[person] = end);
            eligible.push(draw(seed, people as u64) as usize);
            rows.push(Row { start, end, eligible: eligible.into_iter().collect(), now, told: false });
        }
        rows.sort_by_key(|row| (row.start, row.end));
        Problem { rows, load: vec![Load::default(); people] }
    }

    /// The same value as the program of everybody, wherever there is a proof; and there mostly is one.
    #[test]
    fn what_prices_prove_is_what_the_program_proves() {
        let (mut seed, mut proven, mut asked, mut narrowed) = (5, 0, 0, 0);
        for _round in 0..400 {
            let problem = day(&mut seed);
            let weights = level_weights(&problem, Goal::Repool);
            if problem.validate().is_err() || !is_plain(&weights) {
                continue;
            }
            let day = Day::new(&problem);
            let found = proven_by_prices(&problem, &day, weights, &mut 100_000).unwrap();
            asked += 1;
            let objective = measure(&problem, &found.serves);
            let Some(proof) = found.proof else { continue };
            proven += 1;
            narrowed += usize::from(proof.trees.iter().any(|tree| tree.narrowed.is_some()));
            let model = Model::new(&problem, weights).unwrap();
            let ask = Ask {
                problem: &problem,
                model: &model,
                day: &day,
                step: 1,
                least: 0,
                most: i64::MAX,
                polish: &|serves| serves,
            };
            let best = climb(ask, None, 0, &mut 100_000).serves.unwrap();
            assert_eq!(weights.value(&objective), weights.value(&measure(&problem, &best)));
            let certificate = crate::bound::certified(&problem, Goal::Repool, &objective, proof.trees);
            let solution = Solution { serves: found.serves, objective, proof: Claim::Optimal(certificate) };
            assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
        }
        assert!(asked > 300 && proven * 4 > asked * 3, "{proven} of {asked}");
        assert!(narrowed > 5, "{narrowed} by the program of those who are left");
    }

    #[test]
    fn without_effort_nothing_is_claimed() {
        let mut seed = 9;
        let problem = day(&mut seed);
        let weights = level_weights(&problem, Goal::Repool);
        let found = proven_by_prices(&problem, &Day::new(&problem), weights, &mut 0);
        assert!(found.is_none_or(|found| found.proof.is_none()));
        let effort = Effort { pivots: 0, fairness: 0, steps: 0 };
        let solution = crate::solve(&problem, Goal::Repool, effort).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
    }
}
