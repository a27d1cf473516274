//! A short way to a proof, which many days allow: prices that are raised row by row say who could matter at all
//! (`ascent.rs`), the program of those few finds the answer, and its prices prove it once they hold for everybody
//! (`carry_over.rs`). Where they nearly do, they leave out most people for good, and the program of the others is the
//! proof (`narrower.rs`). Where that fails, prices are raised in heat (`heat.rs`), which takes longer and comes so near
//! that the answer is looked for rung by rung (`rungs.rs`). Else only time is lost: the whole program is asked, with the
//! answer to begin with.

use crate::ascent::{Ascent, Stride, Terms};
use crate::bound::least_of_leaf;
use crate::budget::within;
use crate::carry_over::{CarryOver, Start};
use crate::certificate::{Node, Prices, Tree};
use crate::day::Day;
use crate::heat::{self, Heat};
use crate::model::Model;
use crate::narrower::pairs;
use crate::objective::measure;
use crate::problem::{Person, Problem, Row};
use crate::rungs::Rungs;
use crate::tree::{AS_IT_IS, Ask, Climbed, climb};
use crate::weights::Weights;

/// Units of price for one change, and for one row where changes cost nothing.
pub(crate) const UNIT: i64 = 1 << 10;
pub(crate) const ROW: i64 = 1 << 12;
/// Fewer pairs are asked at once, with more pairs the walks take too much memory. Where they are many, the whole program
/// takes longer than walks in heat.
const FEW: usize = 1_500;
const MANY: usize = 15_000;
const TOO_MANY: usize = 1 << 20;
/// Exchanges for the whole program where it may be sooner: most days that are not many need fewer.
const BEFORE_HEAT: u64 = 1_600;
/// Walks with long strides are made in groups, as long as a group brings as much as this and so many at most; then some
/// with half strides.
const GROUP: usize = 4;
const GROUPS: usize = 6;
const BRINGS: i64 = UNIT / 2;
const HALF: usize = 4;
/// How many changes a row is worth at most, until it is known how many stay unserved.
const WORTH: i64 = 10;
/// So few pairs on the first rung are asked after a short heat.
const SOON_ASKED: usize = 10_000;
/// By how much dearer than a row's price people may be who are asked: few at first.
const NEAR: [i64; 3] = [UNIT * 7 / 16, UNIT * 5 / 8, UNIT];
/// Exchanges for the program of the few, for each row: where heat is to be had, only what makes sure work. So many of
/// them take as long as one for everybody.
const EXCHANGES: u64 = 4;
const EXCHANGES_BEFORE_HEAT: u64 = 1;
pub(crate) const FOR_ONE: u64 = 4;

pub(crate) type Serves = Vec<Option<Person>>;

/// Trees that together say that no answer is better on levels 1 to 3.
pub(crate) struct Proof {
    pub trees: Vec<Tree>,
    /// Rows that stay unserved.
    pub floor: i64,
}

/// A problem that prices may answer.
pub(crate) struct ByPrices<'a> {
    problem: &'a Problem,
    day: &'a Day<'a>,
    weights: Weights,
}

impl<'a> ByPrices<'a> {
    /// `None` when the problem is not of this kind.
    pub fn new(problem: &'a Problem, day: &'a Day<'a>, weights: Weights) -> Option<ByPrices<'a>> {
        let is_worth_it = pairs(problem) >= FEW && problem.rows.len() * problem.load.len() <= TOO_MANY;
        (is_worth_it && is_plain(&weights)).then_some(ByPrices { problem, day, weights })
    }

    /// Whether prices in heat are to be had sooner than the whole program is solved.
    pub fn is_large(&self) -> bool {
        pairs(self.problem) >= MANY
    }

    /// Exchanges for the whole program before heat is asked.
    pub fn before_heat(&self) -> u64 {
        if self.is_large() { 0 } else { BEFORE_HEAT }
    }

    /// An answer and trees that prove it or nothing, on from prices that were raised without heat.
    pub fn ask(&self, mut ascent: Ascent, pivots: &mut u64) -> Option<Climbed> {
        let mut found = None;
        for near in &NEAR[..if self.is_large() { 1 } else { NEAR.len() }] {
            let asked = self.ask_few(&ascent, *near, pivots)?;
            let is_over = asked.is_over();
            found = Some(asked.climbed);
            if is_over {
                break;
            }
            if let Some(Start { terms, prices, .. }) = asked.nearest {
                ascent.start(terms, |row| prices[row]);
                ascent.sweep(Stride::Half);
            }
        }
        found
    }

    /// The same with these prices raised on in heat, longer and longer until they prove an answer; what it knows of unserved rows
    /// it tells in any case.
    pub fn ask_in_heat(&self, raised: &[i64], pivots: &mut u64) -> Option<Climbed> {
        *pivots = pivots.checked_sub(heat::SOON.exchanges())?;
        let (mut heat, mut found) = (Heat::soon(self.problem, raised), None);
        let stages = [(heat::AGAIN, Heat::again as fn(Heat) -> Heat), (heat::LONGER, Heat::longer)];
        for (stage, go_on) in stages {
            if heat.agrees() {
                found = self.better(found, self.ask_rungs(&heat, SOON_ASKED, pivots));
            }
            if found.as_ref().is_some_and(|found| found.is_proven) {
                return found;
            }
            let Some(left) = pivots.checked_sub(stage.exchanges()) else { break };
            (*pivots, heat) = (left, go_on(heat));
        }
        self.better(found, self.ask_rungs(&heat, usize::MAX, pivots))
    }

    /// The later proof, with the better answer where there is none.
    fn better(&self, before: Option<Climbed>, found: Option<Climbed>) -> Option<Climbed> {
        let (before, found) = match (before, found) {
            (Some(before), Some(found)) => (before, found),
            (before, found) => return found.or(before),
        };
        let value = |serves: &Serves| self.weights.value(&measure(self.problem, serves));
        let serves = before.serves.into_iter().chain(found.serves).min_by_key(value);
        Some(Climbed { serves, ..found })
    }

    /// Rung by rung, when there are so few pairs on the first.
    fn ask_rungs(&self, heat: &Heat, few: usize, pivots: &mut u64) -> Option<Climbed> {
        let ByPrices { problem, day, weights } = *self;
        let (floor, few_unserved) = heat.few_unserved(day)?;
        let climbed = Rungs { problem, weights, floor, ascent: heat.changes() }.climb(few, pivots)?;
        Some(Climbed { trees: few_unserved.into_iter().chain(climbed.trees).collect(), ..climbed })
    }

    /// The answer of those who are nearly as cheap as a row's price.
    fn ask_few(&self, ascent: &Ascent, near: i64, pivots: &mut u64) -> Option<Asked> {
        let ByPrices { problem, day, weights } = *self;
        let exchanges = if self.is_large() { EXCHANGES_BEFORE_HEAT } else { EXCHANGES };
        let few = match program_of_few(&nearest(problem, ascent, near), weights, exchanges, pivots)? {
            Ok(few) => few,
            Err(serves) => {
                return Some(Asked { climbed: unproven(serves), nearest: None, is_few_proven: false });
            }
        };
        let raised = Start::of(ascent);
        let carry_over = CarryOver { problem, day, weights, raised: &raised, few: &few };
        let nearest = match carry_over.prove() {
            Ok(Proof { trees, floor }) => {
                let climbed = Climbed { serves: Some(few.serves), trees, is_proven: true, floor };
                return Some(Asked { climbed, nearest: None, is_few_proven: true });
            }
            Err(nearest) if few.nodes.len() == 1 => nearest,
            Err(_) => carry_over.root(),
        };
        let by_narrower =
            nearest.as_ref().and_then(|nearest| proven_by_narrower(&carry_over, nearest, pivots));
        let climbed = by_narrower.unwrap_or_else(|| unproven(Some(few.serves)));
        Some(Asked { climbed, nearest, is_few_proven: true })
    }
}

/// What few people say.
struct Asked {
    climbed: Climbed,
    /// The prices that came nearest to a proof.
    nearest: Option<Start>,
    /// Whether the program of the few came to its end; with more people it takes longer.
    is_few_proven: bool,
}

impl Asked {
    fn is_over(&self) -> bool {
        self.climbed.is_proven || !self.is_few_proven
    }
}

fn unproven(serves: Option<Serves>) -> Climbed {
    Climbed { serves, trees: Vec::new(), is_proven: false, floor: 0 }
}

/// One kind of change only, as the walks know it.
fn is_plain(weights: &Weights) -> bool {
    weights.told_unserved == 0 && weights.told_changed + weights.moved == 1 && weights.squares == 0
}

/// By the program of those whom the nearest prices leave, when they are few.
fn proven_by_narrower(carry_over: &CarryOver, nearest: &Start, pivots: &mut u64) -> Option<Climbed> {
    let (Proof { mut trees, floor }, left) = carry_over.narrower(nearest)?;
    if 2 * left.pairs() > pairs(carry_over.problem) {
        return None;
    }
    let climbed = left.climb((1, 0, floor), AS_IT_IS, Some(carry_over.few.serves.clone()), pivots)?;
    trees.extend(climbed.trees);
    climbed.is_proven.then_some(Climbed { trees, ..climbed })
}

/// Prices for everybody, raised from nothing.
pub(crate) fn raised(problem: &Problem) -> Ascent {
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

/// A tree about unserved rows alone, and what it proves, in units of price.
pub(crate) fn only_unserved(day: &Day, scale: i64, rows: Vec<i64>) -> Option<(Tree, i64)> {
    let prices = Prices { rows, ..Prices::default() };
    let weights = Weights { unserved: 1, ..Weights::default() };
    let least = least_of_leaf(day, (&weights, scale), &prices, &[], 0)?;
    Some((Tree { weights, scale, narrowed: None, nodes: vec![Node::Leaf(prices)] }, least))
}

/// Only who is nearly as cheap as a row's price, and who serves now.
pub(crate) fn nearest(problem: &Problem, ascent: &Ascent, near: i64) -> Problem {
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

/// What was found when the exchanges do not suffice.
fn program_of_few(
    few: &Problem,
    weights: Weights,
    exchanges: u64,
    pivots: &mut u64,
) -> Option<Result<Few, Option<Serves>>> {
    let model = Model::new(few, weights)?;
    let day = Day::new(few);
    let ask = Ask::best(few, &model, &day);
    let exchanges = exchanges * few.rows.len() as u64;
    let mut climbed =
        within(pivots, exchanges, FOR_ONE, |exchanges| climb(ask, model.simplex(0), None, 0, exchanges));
    if !climbed.is_proven {
        return Some(Err(climbed.serves));
    }
    let first = climbed.trees.first()?.alone()?.clone();
    let root = climbed.trees.iter().rev().find_map(Tree::alone)?.clone();
    let Tree { nodes, scale, .. } = climbed.trees.pop()?;
    Some(Ok(Few { serves: climbed.serves?, first, root, nodes, scale }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Effort, Goal, Proof as Claim};
    use crate::sample::{Sample, samples};
    use crate::{check, problem::Solution};

    /// The same value as the program of everybody, wherever there is a proof; and there mostly is one.
    #[test]
    fn what_prices_prove_is_what_the_program_proves() {
        let (mut proven, mut asked, mut narrowed) = (0, 0, 0);
        for Sample { problem, weights, best, .. } in samples(5, 400).filter(|day| is_plain(&day.weights)) {
            let day = Day::new(&problem);
            let by_prices = ByPrices { problem: &problem, day: &day, weights };
            let ascent = raised(&problem);
            let prices = ascent.prices();
            for found in [by_prices.ask(ascent, &mut 100_000), by_prices.ask_in_heat(&prices, &mut 100_000)] {
                asked += 1;
                let Some(Climbed { serves: Some(serves), trees, is_proven: true, .. }) = found else {
                    continue;
                };
                proven += 1;
                narrowed += usize::from(trees.iter().any(|tree| tree.narrowed.is_some()));
                let objective = measure(&problem, &serves);
                assert_eq!(weights.value(&objective), weights.value(&measure(&problem, &best)));
                let certificate = crate::bound::certified(&problem, Goal::Repool, &objective, trees);
                let solution = Solution { serves, objective, proof: Claim::Optimal(certificate) };
                assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
            }
        }
        assert!(asked > 600 && proven * 4 > asked * 3, "{proven} of {asked}");
        assert!(narrowed > 5, "{narrowed} by the program of those who are left");
    }

    /// Never more than the program of everybody, and mostly as many.
    #[test]
    fn in_heat_prices_say_how_many_stay_unserved() {
        let (mut asked, mut told) = (0, 0);
        for Sample { problem, unserved, .. } in samples(11, 100) {
            let heat = Heat::soon(&problem, &raised(&problem).prices()).again().longer();
            let (floor, _) = heat.few_unserved(&Day::new(&problem)).unwrap();
            assert!(floor <= unserved, "{floor} of {unserved}");
            if unserved > 0 {
                asked += 1;
                told += i64::from(floor == unserved);
            }
        }
        assert!(asked > 30 && told * 10 > asked * 9, "{told} of {asked}");
    }

    #[test]
    fn without_effort_nothing_is_claimed() {
        let Sample { problem, weights, .. } = samples(9, 1).next().unwrap();
        let day = Day::new(&problem);
        let by_prices = ByPrices { problem: &problem, day: &day, weights };
        let ascent = raised(&problem);
        assert!(by_prices.ask_in_heat(&ascent.prices(), &mut 0).is_none());
        assert!(by_prices.ask(ascent, &mut 0).is_none_or(|found| !found.is_proven));
        let effort = Effort { pivots: 0, fairness: 0, steps: 0 };
        let solution = crate::solve(&problem, Goal::Repool, effort).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
    }
}
