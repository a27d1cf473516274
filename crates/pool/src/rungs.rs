//! Rung by rung: is there an answer as good as the prices allow, or else one a little dearer? On a rung only the pairs of
//! row and person count that an answer of its value may have by the prices. While the rung is near those are few: so few
//! that dives find an answer among them, or a look around what their program decides, or that the program says, by a
//! tree if need be, that there is none. A rung without an answer is the proof for the next.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use crate::around::around;
use crate::ascent::Ascent;
use crate::beside::side_by_side;
use crate::bound::least_of_leaf;
use crate::budget::within;
use crate::by_prices::{FOR_ONE, Serves, UNIT, nearest};
use crate::carry_over::Start;
use crate::certificate::{Node, Prices, Tree};
use crate::day::Day;
use crate::dive::dive;
use crate::lp::Outcome;
use crate::model::{Model, WHOLE};
use crate::narrower::Narrower;
use crate::objective::measure;
use crate::problem::Problem;
use crate::tree::{AS_IT_IS, Climbed, scale};
use crate::weights::Weights;

/// So many rungs are tried.
const RUNGS: i64 = 5;
/// With more pairs than these a rung takes long.
const MANY: usize = 4_000;
/// By how much dearer than a row's price people may be who are nearest, and exchanges for the dives, for each row.
const NEAR: i64 = UNIT / 4;
const EXCHANGES: u64 = 8;
/// Exchanges for answers around the program's, for each row.
const AROUND: u64 = 12;
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
    /// What the first program decided: around it there may be an answer for the next rung.
    decided: Option<Serves>,
    /// Whether an answer for the next rung was looked for already, and what was found.
    has_looked: bool,
    ahead: Option<Serves>,
    /// Who is left for the next rung, where that is known.
    next: Option<Narrower>,
    /// Its program is dearer than any rung, as it is where more rows stay unserved than was known.
    is_last: bool,
}

impl Rungs<'_> {
    /// The best answer that was found, and as the only tree what is sure. That so many rows stay unserved is proven
    /// elsewhere. `None` where the first rung has more pairs than `few`.
    pub fn climb(&self, few: usize, pivots: &mut u64) -> Option<Climbed> {
        let scale = scale(self.problem, &self.weights);
        let prices = Start::of(self.ascent).priced(&self.weights).rescaled(UNIT, scale);
        let least = least_of_leaf(&Day::new(self.problem), (&self.weights, scale), &prices, &[], self.floor)?;
        let first = -(-least).div_euclid(scale);
        let left = self.left(&prices, first).filter(|left| left.pairs() <= few)?;
        let nodes = vec![Node::Leaf(prices.clone())];
        let mut below = Tree { weights: self.weights, scale, narrowed: None, nodes };
        let (mut best, mut is_proven) = (None, false);
        let mut before = Rung { next: Some(left), ..Rung::default() };
        let better = |best: Option<Serves>, found: Option<Serves>| {
            best.into_iter().chain(found).min_by_key(|serves| self.value(serves))
        };
        let kept = (KEPT * self.problem.rows.len() as u64).min(*pivots / 2);
        *pivots -= kept;
        for most in first..first + RUNGS {
            let mut rung = self.rung(&prices, most, before, pivots).unwrap_or_default();
            best = better(best, rung.serves.take());
            is_proven = best.as_ref().is_some_and(|serves| self.value(serves) <= most);
            match rung.tree.take() {
                Some(tree) if !is_proven => below = tree,
                _ => rung.is_last = true,
            }
            if rung.is_last {
                best = better(best, rung.ahead.take());
                break;
            }
            before = rung;
        }
        *pivots += kept;
        if !is_proven {
            let dearer = |dearer| self.among_nearest(self.problem, first + dearer, pivots);
            best = better(best, DEARER.into_iter().find_map(dearer));
        }
        Some(Climbed { serves: best, trees: vec![below], is_proven, floor: self.floor })
    }

    /// First a look among the few who are likely; then all who are possible, beside a look around what their program
    /// decided. Where that takes long the look goes on to the next rung.
    fn rung(&self, prices: &Prices, most: i64, before: Rung, pivots: &mut u64) -> Option<Rung> {
        if before.ahead.is_some() {
            return Some(Rung { serves: before.ahead, ..Rung::default() });
        }
        let left = before.next.or_else(|| self.left(prices, most))?;
        let is_first = before.decided.is_none();
        if is_first && let Some(serves) = self.among_nearest(left.problem(), most, pivots) {
            return Some(Rung { serves: Some(serves), ..Rung::default() });
        }
        let model = Model::new(left.problem(), self.weights)?;
        let mut root = model.simplex(self.floor);
        let decided = before.decided.or_else(|| {
            let outcome = root.run(model.cutoff(most), pivots);
            (outcome == Outcome::Optimal).then(|| model.serves(&root, 1.0 - WHOLE))
        });
        let is_last = root.objective() > (most + RUNGS) as f64;
        let (given, is_found) = (*pivots, AtomicBool::new(false));
        let is_long = left.pairs() > MANY;
        let look = || {
            let mut exchanges = given;
            let serves = match before.has_looked {
                true => None,
                false => self.look(&left, decided.as_ref(), (most, !is_first), &mut exchanges),
            };
            is_found.store(serves.is_some(), Relaxed);
            let next = if is_long && serves.is_none() { self.left(prices, most + 1) } else { None };
            let ahead = next
                .as_ref()
                .and_then(|left| self.look(left, decided.as_ref(), (most + 1, true), &mut exchanges));
            (serves, (ahead, next), given - exchanges)
        };
        let climb = || {
            let large = (&model, root, Some(&is_found));
            left.climb_from(large, (1, most, self.floor), AS_IT_IS, None, pivots)
        };
        let ((serves, (ahead, next), looked), climbed) = side_by_side(look, climb);
        if serves.is_some() {
            // How far the tree came then is chance.
            *pivots = given - looked;
            return Some(Rung { serves, ..Rung::default() });
        }
        *pivots = pivots.saturating_sub(looked);
        let tree = climbed.trees.into_iter().next_back().filter(|_| climbed.is_proven);
        Some(Rung { serves: climbed.serves, tree, decided, has_looked: is_long, ahead, next, is_last })
    }

    /// Who may serve what in an answer of this value at most.
    fn left(&self, prices: &Prices, most: i64) -> Option<Narrower> {
        Narrower::new(self.problem, self.weights, vec![prices.clone()], (most, self.floor))
    }

    /// An answer around what is decided, or else, where dives were not made yet, among the nearest.
    fn look(
        &self,
        left: &Narrower,
        decided: Option<&Serves>,
        (most, dives): (i64, bool),
        pivots: &mut u64,
    ) -> Option<Serves> {
        let left = left.problem();
        let exchanges = AROUND * left.rows.len() as u64;
        let around =
            |exchanges: &mut u64| around(left, self.weights, decided?, (most, self.floor), exchanges);
        let serves = within(pivots, exchanges, FOR_ONE, around);
        if serves.is_some() || !dives {
            return serves;
        }
        self.among_nearest(left, most, pivots)
    }

    fn among_nearest(&self, left: &Problem, most: i64, pivots: &mut u64) -> Option<Serves> {
        self.among(&nearest(left, self.ascent, NEAR), most, pivots)
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
