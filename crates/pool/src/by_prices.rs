//! A short way to a proof, which many days allow: prices that are raised row by row say who could matter at all
//! (`ascent.rs`), the program of those few finds the answer, and its prices prove it once they hold for everybody
//! (`carry_over.rs`). Where they do not, only time is lost: the whole program is asked, with the answer to begin with.

use crate::ascent::{Ascent, Stride, Terms};
use crate::bound::Day;
use crate::carry_over::{CarryOver, Start};
use crate::certificate::{Node, Tree};
use crate::model::Model;
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
/// Exchanges for the program of the few, for each row.
const EXCHANGES: u64 = 4;

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
    if !is_plain(problem, &weights) {
        return None;
    }
    let mut ascent = raised(problem);
    let raised = ascent.prices();
    let mut found = None;
    for near in NEAR {
        let Some(few) = program_of_few(&narrowed(problem, &ascent, near), weights, pivots) else { break };
        match (CarryOver { problem, day, weights, raised: &raised, few: &few }.prove()) {
            Ok(proof) => return Some(Found { serves: few.serves, proof: Some(proof) }),
            Err(nearest) => {
                if let Some(Start { terms, prices, .. }) = nearest {
                    ascent.start(terms, |row| prices[row]);
                    ascent.sweep(Stride::Half);
                }
                found = Some(Found { serves: few.serves, proof: None });
            }
        }
    }
    found
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

/// One kind of change, large enough to be worth it and small enough for the walks, which look at every pair.
fn is_plain(problem: &Problem, weights: &Weights) -> bool {
    let pairs: usize = problem.rows.iter().map(|row| row.eligible.len()).sum();
    let is_plain = weights.told_unserved == 0 && weights.told_changed + weights.moved == 1;
    is_plain && weights.squares == 0 && pairs >= FEW && problem.rows.len() * problem.load.len() <= MANY
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
    /// The prices of the rows before any split, in units of price.
    pub prices: Vec<i64>,
    /// The tree that proves it, and its scale.
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
    let climbed = climb(ask, None, 0, &mut left);
    *pivots -= given - left;
    let root = climbed.trees.first().filter(|_| climbed.is_proven)?;
    let [Node::Leaf(leaf)] = &root.nodes[..] else { return None };
    let prices = leaf.rows.iter().map(|&price| rescaled(price, root.scale, UNIT)).collect();
    let Tree { nodes, scale, .. } = climbed.trees.last()?.clone();
    Some(Few { serves: climbed.serves?, prices, nodes, scale })
}

/// The same part of `to` as `value` is of `from`.
pub(crate) fn rescaled(value: i64, from: i64, to: i64) -> i64 {
    (i128::from(value) * i128::from(to)).div_euclid(i128::from(from)) as i64
}
