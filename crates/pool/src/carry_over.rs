//! From the prices of a program of few people to a proof for all: those prices are too high for whoever was left out,
//! so they are raised and lowered row by row for everybody until the bound is as good as the answer, or seems not to
//! get there. That no more rows can be served and that no fewer changes suffice is proven by prices of its own.

use crate::ascent::{Ascent, Stride, Terms};
use crate::bound::{least_of_leaf, turn};
use crate::by_prices::{Few, Proof, UNIT, only_unserved};
use crate::certificate::{Node, Prices, Tree, rescaled};
use crate::day::{Case, Day};
use crate::narrower::Narrower;
use crate::problem::{Person, Problem, Row};
use crate::shortage::shortage;
use crate::tree::scale;
use crate::weights::Weights;

/// How many changes a row is worth at most where everybody is served: more than a chain of changes is long.
const ENOUGH: i64 = 100;
/// What a row may be worth otherwise, tried one after the other; prices of few that say it themselves are taken as they
/// are up to a limit.
const WORTHS: [i64; 2] = [6 * UNIT, 12 * UNIT];
const MOST_WORTH: i64 = 24 * UNIT;
/// Walks for each start, and how many more at a time for the best of them.
const TRIAL: usize = 6;
const MORE: usize = 4;
const ROUNDS: usize = 60;
/// Rounds like the last one that may be missing; more where the end is near, because the last steps are short.
const HOPE: i64 = 20;
const HOPE_AT_LAST: i64 = 100;
const LAST: i64 = UNIT / 4;

pub(crate) struct CarryOver<'a> {
    pub problem: &'a Problem,
    pub day: &'a Day<'a>,
    pub weights: Weights,
    /// Prices that were raised for everybody.
    pub raised: &'a Start,
    pub few: &'a Few,
}

/// Where an ascent begins, and how far it came.
pub(crate) struct Start {
    pub terms: Terms,
    pub prices: Vec<i64>,
    bound: i64,
}

impl CarryOver<'_> {
    /// The proof, or the prices that came nearest to one.
    pub fn prove(&self) -> Result<Proof, Option<Start>> {
        let floor = self.floor();
        let few_changes = self.fewest_changes(floor, self.changes())?;
        let mut trees = self.few_unserved(floor).ok_or(None)?;
        trees.push(few_changes);
        Ok(Proof { trees, floor })
    }

    /// The prices that come nearest to a proof when no cases are told apart.
    pub fn root(&self) -> Option<Start> {
        let mut ascent = Ascent::new(self.problem, UNIT);
        let target = (self.changes() - 1) * UNIT;
        self.best(self.starts(self.floor(), &self.few.root), &mut ascent, target)
    }

    /// What those prices prove yet, and the program that is left by them.
    pub fn narrower(&self, nearest: &Start) -> Option<(Proof, Narrower)> {
        let floor = self.floor();
        let trees = self.few_unserved(floor)?;
        let to = scale(self.problem, &self.weights);
        let prices = nearest.priced(&self.weights).rescaled(UNIT, to);
        let most = floor * self.weights.unserved + self.changes() - 1;
        let left = Narrower::new(self.problem, self.weights, vec![prices], (most, floor))?;
        Some((Proof { trees, floor }, left))
    }

    /// Rows that the answer leaves unserved, and rows it changes.
    fn floor(&self) -> i64 {
        self.few.serves.iter().filter(|server| server.is_none()).count() as i64
    }

    fn changes(&self) -> i64 {
        let is_changed = |(row, server): &(&Row, &Option<Person>)| row.now.is_some() && row.now != **server;
        self.problem.rows.iter().zip(&self.few.serves).filter(is_changed).count() as i64
    }

    /// That at least so many rows stay unserved; nothing is to be said of none.
    fn few_unserved(&self, floor: i64) -> Option<Vec<Tree>> {
        if floor == 0 { Some(Vec::new()) } else { self.fewest_unserved(floor).map(|tree| vec![tree]) }
    }

    /// What a row costs that nobody serves, a change aside, in units of price.
    fn whole(&self) -> i64 {
        self.weights.unserved * UNIT
    }

    /// No answer serves more rows. Changes cost nothing here, and a row is worth one unit at most.
    fn fewest_unserved(&self, floor: i64) -> Option<Tree> {
        let mut ascent = Ascent::new(self.problem, 0);
        let terms = Terms { unserved: UNIT, floor: 0 };
        let target = (floor - 1) * UNIT;
        ascent.start(terms, |row| {
            rescaled(self.few.first.rows[row], self.few.scale * self.weights.unserved, UNIT)
        });
        if !climb(&mut ascent, target, TRIAL) {
            let is_short = self.short_rows();
            ascent.start(terms, |row| if is_short[row] { UNIT } else { 0 });
            climb(&mut ascent, target, TRIAL);
        }
        let (tree, least) = only_unserved(self.day, UNIT, ascent.prices())?;
        (least > target).then_some(tree)
    }

    /// The rows of shortages at single instants that have no row in common.
    fn short_rows(&self) -> Vec<bool> {
        let serves = &self.few.serves;
        let mut is_short = vec![false; serves.len()];
        for row in (0..serves.len()).filter(|&row| serves[row].is_none()) {
            if let Some(found) = shortage(self.problem, serves, row)
                && found.rows.iter().all(|&row| !is_short[row])
            {
                found.rows.iter().for_each(|&row| is_short[row] = true);
            }
        }
        is_short
    }

    /// No answer that leaves so many rows unserved changes fewer: the cases of the few, with prices for everybody.
    fn fewest_changes(&self, floor: i64, changes: i64) -> Result<Tree, Option<Start>> {
        let target = (changes - 1) * UNIT;
        let mut ascent = Ascent::new(self.problem, UNIT);
        let (mut nodes, mut path) = (Vec::new(), Vec::new());
        for node in &self.few.nodes {
            match node {
                Node::Split { row, person } => {
                    path.push(Case { row: *row, person: *person, serves: true });
                    nodes.push(node.clone());
                }
                Node::Leaf(prices) => {
                    ascent.suppose(self.problem, &path);
                    let best = self.best(self.starts(floor, prices), &mut ascent, target);
                    nodes.push(Node::Leaf(self.confirmed(best, &path, target)?));
                    turn(&mut path);
                }
            }
        }
        Ok(Tree { weights: self.weights, scale: UNIT, narrowed: None, nodes })
    }

    /// The start that comes farthest, and how far.
    fn best(&self, starts: Vec<Start>, ascent: &mut Ascent, target: i64) -> Option<Start> {
        let mut best: Option<Start> = None;
        for mut start in starts {
            start.go(ascent, target, TRIAL);
            if best.as_ref().is_none_or(|best| start.bound > best.bound) {
                best = Some(start);
            }
            if ascent.bound() > target {
                return best;
            }
        }
        let mut best = best?;
        for _ in 0..ROUNDS {
            let before = best.bound;
            best.go(ascent, target, MORE);
            let missing = target - best.bound;
            let hope = if missing < LAST { HOPE_AT_LAST } else { HOPE };
            if missing < 0 || missing > hope * (best.bound - before) {
                break;
            }
        }
        Some(best)
    }

    fn starts(&self, floor: i64, few: &Prices) -> Vec<Start> {
        let start = |worth: i64, prices: Vec<i64>| {
            let terms = Terms { unserved: worth.min(self.whole()), floor };
            Start { terms, prices, bound: i64::MIN }
        };
        let own: Vec<i64> = few.rows.iter().map(|&price| rescaled(price, self.few.scale, UNIT)).collect();
        if floor == 0 {
            return vec![start(ENOUGH * UNIT, self.raised.prices.clone()), start(ENOUGH * UNIT, own)];
        }
        let mut starts = vec![start(self.raised.terms.unserved, self.raised.prices.clone())];
        let left = self.whole() - rescaled(few.floor, self.few.scale, UNIT);
        if left < MOST_WORTH {
            starts.push(start(left, own.clone()));
        }
        for worth in WORTHS {
            starts.push(start(worth, own.iter().map(|&price| worth_less(price, left, worth)).collect()));
        }
        starts
    }

    /// The referee has the last word, in whole numbers.
    fn confirmed(&self, best: Option<Start>, path: &[Case], target: i64) -> Result<Prices, Option<Start>> {
        let Some(best) = best else { return Err(None) };
        let floor = best.terms.floor;
        let prices = best.priced(&self.weights);
        let least = least_of_leaf(self.day, (&self.weights, UNIT), &prices, path, floor);
        if least.is_some_and(|least| least > target + floor * self.whole()) {
            Ok(prices)
        } else {
            Err(Some(best))
        }
    }
}

/// A price where a row that is left costs `worth` instead of `left`. How much of a row is left are halves, thirds or
/// quarters.
fn worth_less(price: i64, left: i64, worth: i64) -> i64 {
    let twelfths = (12 * price + left / 2).div_euclid(left.max(1));
    price - twelfths * (left - worth) / 12
}

impl Start {
    /// Where an ascent is.
    pub fn of(ascent: &Ascent) -> Start {
        Start { terms: ascent.terms(), prices: ascent.prices(), bound: ascent.bound() }
    }

    /// In units of price, where a row that nobody serves has this weight.
    pub fn priced(&self, weights: &Weights) -> Prices {
        let floor = weights.unserved * UNIT - self.terms.unserved;
        Prices { rows: self.prices.clone(), people: Vec::new(), floor }
    }

    /// Goes on from here.
    fn go(&mut self, ascent: &mut Ascent, target: i64, walks: usize) {
        ascent.start(self.terms, |row| self.prices[row]);
        climb(ascent, target, walks);
        (self.prices, self.bound) = (ascent.prices(), ascent.bound());
    }
}

/// Walks until the bound is above the target (true), so many times at most.
fn climb(ascent: &mut Ascent, target: i64, walks: usize) -> bool {
    for _ in 0..walks {
        if ascent.bound() > target {
            return true;
        }
        ascent.sweep(Stride::Half);
    }
    ascent.bound() > target
}
