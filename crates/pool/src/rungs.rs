//! Rung by rung: is there an answer as good as the prices allow, or else one a little dearer? On a rung only the pairs of
//! row and person count that an answer of its value may have by the prices. While the rung is near those are few: so few
//! that dives find an answer among them, or that the program of all of them says, by a tree if need be, that there is
//! none. A rung without an answer is the proof for the next.

use crate::ascent::Ascent;
use crate::bound::least_of_leaf;
use crate::budget::within;
use crate::by_prices::{FOR_ONE, Serves, UNIT, nearest};
use crate::carry_over::Start;
use crate::certificate::{Node, Prices, Tree};
use crate::day::Day;
use crate::dive::dive;
use crate::model::Model;
use crate::narrower::Narrower;
use crate::objective::measure;
use crate::problem::Problem;
use crate::tree::{Climbed, scale};
use crate::weights::Weights;

/// So many rungs are tried.
const RUNGS: i64 = 5;
/// Of more pairs than these the corners of their program are asked who is left.
const MANY: usize = 4_000;
/// By how much dearer than a row's price people may be who are nearest, and exchanges for the dives, for each row.
const NEAR: i64 = UNIT / 4;
const EXCHANGES: u64 = 8;
/// By how many changes an answer may be dearer that is better than none, and exchanges kept for it, for each row.
const DEARER: [i64; 2] = [8, 40];
const KEPT: u64 = 8;

pub(crate) struct Rungs<'a> {
    pub problem: &'a Problem,
    pub weights: Weights,
    /// Rows that are known to stay unserved.
    pub floor: i64,
    /// Prices, as high as they were got.
    pub ascent: &'a Ascent,
}

/// What a rung says: an answer of its value, a tree that says that there is none, or neither.
#[derive(Default)]
struct Rung {
    serves: Option<Serves>,
    tree: Option<Tree>,
    /// Who was left in the end: among them there may be an answer for the next rung.
    left: Option<Problem>,
}

impl Rungs<'_> {
    /// The best answer that was found, and as the only tree what is sure. That so many rows stay unserved is proven
    /// elsewhere.
    pub fn climb(&self, pivots: &mut u64) -> Option<Climbed> {
        let scale = scale(self.problem, &self.weights);
        let prices = Start::of(self.ascent).priced(&self.weights).rescaled(UNIT, scale);
        let least = least_of_leaf(&Day::new(self.problem), (&self.weights, scale), &prices, &[], self.floor)?;
        let first = -(-least).div_euclid(scale);
        let nodes = vec![Node::Leaf(prices.clone())];
        let mut below = Tree { weights: self.weights, scale, narrowed: None, nodes };
        let (mut best, mut is_proven, mut before) = (None, false, None);
        let better = |best: Option<Serves>, found: Option<Serves>| {
            best.into_iter().chain(found).min_by_key(|serves| self.value(serves))
        };
        let kept = (KEPT * self.problem.rows.len() as u64).min(*pivots / 2);
        *pivots -= kept;
        for most in first..first + RUNGS {
            let rung = self.rung(&prices, most, before, pivots).unwrap_or_default();
            best = better(best, rung.serves);
            is_proven = best.as_ref().is_some_and(|serves| self.value(serves) <= most);
            before = rung.left;
            match rung.tree {
                Some(tree) if !is_proven => below = tree,
                _ => break,
            }
        }
        *pivots += kept;
        if !is_proven {
            let few = nearest(self.problem, self.ascent, NEAR);
            best = better(best, DEARER.iter().find_map(|dearer| self.among(&few, first + dearer, pivots)));
        }
        Some(Climbed { serves: best, trees: vec![below], is_proven, floor: self.floor })
    }

    /// First a look among the few who are likely, then all who are possible.
    fn rung(&self, prices: &Prices, most: i64, before: Option<Problem>, pivots: &mut u64) -> Option<Rung> {
        let floor = self.floor;
        let mut left = Narrower::new(self.problem, self.weights, vec![prices.clone()], (most, floor))?;
        let few = before.unwrap_or_else(|| nearest(left.problem(), self.ascent, NEAR));
        if let Some(serves) = self.among(&few, most, pivots) {
            return Some(Rung { serves: Some(serves), ..Rung::default() });
        }
        if left.pairs() > MANY {
            left = left.by_corners(floor, pivots)?;
        }
        let problem = left.problem().clone();
        let climbed = left.climb((1, most, floor), &|serves| serves, None, pivots)?;
        let tree = climbed.trees.into_iter().next_back().filter(|_| climbed.is_proven);
        Some(Rung { serves: climbed.serves, tree, left: Some(problem) })
    }

    /// An answer among these pairs, if it is found soon.
    fn among(&self, few: &Problem, most: i64, pivots: &mut u64) -> Option<Serves> {
        let model = Model::new(few, self.weights)?;
        let exchanges = EXCHANGES * few.rows.len() as u64;
        let dive = |exchanges: &mut u64| dive(few, &model, (most, self.floor), exchanges);
        within(pivots, exchanges, FOR_ONE, dive).filter(|serves| self.value(serves) <= most)
    }

    fn value(&self, serves: &Serves) -> i64 {
        self.weights.value(&measure(self.problem, serves))
    }
}
