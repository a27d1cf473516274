//! Why an answer cannot be bettered, in a form that is checked by adding up: prices of rows.
//! Take any prices for the rows. Nobody can collect more from one person than the best set of rows that do not
//! overlap, so no assignment costs less than all prices together minus what the people collect (Lagrange).
//! Where one list of prices does not suffice, cases are split, and each case has its own prices.

use crate::problem::Person;
use crate::weights::Weights;

/// Trees in the order in which they are checked; each may use the unserved rows proven by those before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    pub trees: Vec<Tree>,
    /// What follows from the trees.
    pub bound: Bound,
}

/// What no answer goes below: each level among the answers that equal this one on all levels before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    pub unserved: u32,
    pub told_unserved: u32,
    pub told_changed: u32,
    pub moved: u32,
    pub squares: u64,
}

/// A lower bound on one weighted sum of the levels: the smallest that any of its leaves proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    pub weights: Weights,
    /// Prices are in this fraction of a unit, at least 1.
    pub scale: i64,
    /// Who is left out of all nodes.
    pub narrowed: Option<Narrowed>,
    /// Depth first: after a split comes everything of the case "serves", then everything of "does not".
    pub nodes: Vec<Node>,
}

impl Tree {
    /// The prices of a tree without a split.
    pub(crate) fn alone(&self) -> Option<&Prices> {
        match &self.nodes[..] {
            [Node::Leaf(prices)] => Some(prices),
            _ => None,
        }
    }
}

/// Only answers whose weighted sum is at most `most` are looked at; all others are dearer anyway. Prices say of most
/// pairs of row and person that every answer with them is dearer, too: the tree is about the pairs that are left.
/// (Integer programming calls it fixing by reduced cost.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// In units of the weights.
    pub most: i64,
    /// One after the other, each for the pairs that the one before left.
    pub prices: Vec<Prices>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Either this person serves this row, or not.
    Split {
        row: usize,
        person: Person,
    },
    Leaf(Prices),
}

/// Any numbers prove something; good numbers prove much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// What serving each row is worth.
    pub rows: Vec<i64>,
    /// What one more row costs each person; empty when squares weigh nothing.
    pub people: Vec<i64>,
    /// What each row is worth that is known to stay unserved anyway; at least zero.
    pub floor: i64,
}

impl Prices {
    /// The same in another scale.
    pub(crate) fn rescaled(&self, from: i64, to: i64) -> Prices {
        let all = |prices: &[i64]| prices.iter().map(|&price| rescaled(price, from, to)).collect();
        Prices { rows: all(&self.rows), people: all(&self.people), floor: rescaled(self.floor, from, to) }
    }
}

/// The same part of `to` as `value` is of `from`, or the largest number there is.
pub(crate) fn rescaled(value: i64, from: i64, to: i64) -> i64 {
    i64::try_from((i128::from(value) * i128::from(to)).div_euclid(i128::from(from))).unwrap_or(i64::MAX)
}
