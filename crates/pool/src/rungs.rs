//! Rung by rung: is there an answer as good as the prices allow, or else one a little dearer? On a rung only the pairs of
//! row and person count that an answer of its value may have by the prices. While the rung is near those are few: so few
//! that dives find an answer among them, or a look around what their program decides, or that the program says, by a
//! tree if need be, that there is none. A rung without an answer is the proof for the next. When the nearest have none,
//! one program with the pairs of a farther rung says at once how many more have none, and the others start from it.

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
use crate::lp::{Outcome, Simplex};
use crate::model::{Model, WHOLE};
use crate::narrower::Narrower;
use crate::objective::measure;
use crate::problem::Problem;
use crate::tree::{AS_IT_IS, Climbed, scale};
use crate::weights::Weights;

/// So many rungs are asked one by one; some of those that are farther by so much at most have a program in common.
const NEAREST: usize = 2;
const FARTHER: i64 = 8;
const FAR_RUNGS: i64 = 3;
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

impl Rungs<'_> {
    /// The best answer that was found, and as the only tree what is sure. That so many rows stay unserved is proven
    /// elsewhere. `None` where the first rung has more pairs than `few`.
    pub fn climb(&self, few: usize, pivots: &mut u64) -> Option<Climbed> {
        let mut climb = Climb::new(self)?;
        let first = climb.known;
        let mut left = climb.left(first).filter(|left| left.pairs() <= few);
        left.as_ref()?;
        let kept = (KEPT * self.problem.rows.len() as u64).min(*pivots / 2);
        *pivots -= kept;
        let have_none = (0..NEAREST).all(|_| {
            let asked = left.take().or_else(|| climb.left(climb.known));
            climb.ask_rung(asked, pivots)
        });
        if have_none {
            climb.ask_farther(pivots);
        }
        *pivots += kept;
        let is_proven = climb.is_proven();
        if !is_proven {
            let dearer = |dearer| self.among_nearest(self.problem, first + dearer, pivots);
            climb.offer(DEARER.into_iter().find_map(dearer));
        }
        Some(Climbed { serves: climb.best, trees: vec![climb.below], is_proven, floor: self.floor })
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

/// How far it came.
struct Climb<'r, 'a> {
    rungs: &'r Rungs<'a>,
    prices: Prices,
    best: Option<Serves>,
    /// No answer has a smaller value, and the tree that says so.
    known: i64,
    below: Tree,
    /// What a program decided, and the rung up to which answers around it were looked for.
    decided: Option<Serves>,
    looked: i64,
}

/// A program of those who are left on some rung, and how far it is solved.
struct Program<'p> {
    left: &'p Narrower,
    model: &'p Model,
    root: Simplex<'p>,
}

impl<'r, 'a> Climb<'r, 'a> {
    fn new(rungs: &'r Rungs<'a>) -> Option<Climb<'r, 'a>> {
        let Rungs { problem, weights, floor, ascent } = rungs;
        let scale = scale(problem, weights);
        let prices = Start::of(ascent).priced(weights).rescaled(UNIT, scale);
        let least = least_of_leaf(&Day::new(problem), (weights, scale), &prices, &[], *floor)?;
        let nodes = vec![Node::Leaf(prices.clone())];
        Some(Climb {
            rungs,
            prices,
            best: None,
            known: -(-least).div_euclid(scale),
            below: Tree { weights: *weights, scale, narrowed: None, nodes },
            decided: None,
            looked: i64::MIN,
        })
    }

    fn is_proven(&self) -> bool {
        self.best.as_ref().is_some_and(|serves| self.rungs.value(serves) <= self.known)
    }

    fn offer(&mut self, found: Option<Serves>) {
        let value = |serves: &Serves| self.rungs.value(serves);
        self.best = self.best.take().into_iter().chain(found).min_by_key(value);
    }

    /// Who may serve what in an answer of this value at most.
    fn left(&self, most: i64) -> Option<Narrower> {
        let Rungs { problem, weights, floor, .. } = *self.rungs;
        Narrower::new(problem, weights, vec![self.prices.clone()], (most, floor))
    }

    /// First a look among the few who are likely; then all who are possible. True when it has no answer and the next one
    /// may have.
    fn ask_rung(&mut self, left: Option<Narrower>, pivots: &mut u64) -> bool {
        let (rungs, most) = (self.rungs, self.known);
        let Some(left) = left else { return false };
        let dives = self.decided.is_some();
        if !dives {
            self.offer(rungs.among_nearest(left.problem(), most, pivots));
        }
        if self.is_proven() {
            return false;
        }
        let Some(model) = Model::new(left.problem(), rungs.weights) else { return false };
        let mut root = model.simplex(rungs.floor);
        if self.decided.is_none() && root.run(model.cutoff(most), pivots) == Outcome::Optimal {
            self.decided = Some(model.serves(&root, 1.0 - WHOLE));
        }
        // That much dearer it is where more rows stay unserved than was known.
        let is_in_vain = root.objective() > (most + FARTHER) as f64;
        let program = Program { left: &left, model: &model, root };
        self.go_through(program, (&left, most, dives), pivots) && !is_in_vain
    }

    /// What is left where answers may be some changes dearer.
    fn ask_farther(&mut self, pivots: &mut u64) {
        let (rungs, farthest) = (self.rungs, self.known + FARTHER);
        let Some(far) = self.left(farthest) else { return };
        let Some(model) = Model::new(far.problem(), rungs.weights) else { return };
        let mut root = model.simplex(rungs.floor);
        if root.run(model.cutoff(farthest), pivots) != Outcome::Optimal {
            return;
        }
        self.decided = Some(model.serves(&root, 1.0 - WHOLE));
        if let Some((least, tree)) = far.proven(&model, &root, rungs.floor)
            && least > (self.known - 1) * tree.scale
        {
            (self.known, self.below) = (-(-least).div_euclid(tree.scale), tree);
        }
        for most in self.known..farthest.min(self.known + FAR_RUNGS) {
            let Some(left) = self.left(most) else { return };
            let program = Program { left: &far, model: &model, root: root.clone() };
            if !self.go_through(program, (&left, most, true), pivots) {
                return;
            }
        }
    }

    /// By a tree, beside a look around what is decided. Where that takes long the look goes on to the next rung. True
    /// when there is none and no answer of the next rung is known.
    fn go_through(
        &mut self,
        Program { left: all, model, root }: Program,
        (left, most, dives): (&Narrower, i64, bool),
        pivots: &mut u64,
    ) -> bool {
        let (rungs, given, is_found) = (self.rungs, *pivots, AtomicBool::new(false));
        let (decided, is_long, has_looked) =
            (self.decided.as_ref(), left.pairs() > MANY, self.looked >= most);
        let look = || {
            let mut exchanges = given;
            let serves = match has_looked {
                true => None,
                false => rungs.look(left, decided, (most, dives), &mut exchanges),
            };
            is_found.store(serves.is_some(), Relaxed);
            let next = if is_long && serves.is_none() { self.left(most + 1) } else { None };
            let ahead = next.and_then(|left| rungs.look(&left, decided, (most + 1, true), &mut exchanges));
            (serves, ahead, given - exchanges)
        };
        let climb = || {
            let large = (model, root, Some(&is_found));
            all.climb_from(large, (1, most, most, rungs.floor), AS_IT_IS, None, pivots)
        };
        let ((serves, ahead, looked), climbed) = side_by_side(look, climb);
        if serves.is_some() {
            // How far the tree came then is chance.
            *pivots = given - looked;
            self.offer(serves);
            return false;
        }
        *pivots = pivots.saturating_sub(looked);
        self.looked = if is_long { most + 1 } else { most };
        self.offer(climbed.serves);
        let is_none = climbed.is_proven && self.best.as_ref().is_none_or(|serves| rungs.value(serves) > most);
        let tree = climbed.trees.into_iter().next_back().filter(|_| is_none);
        if let Some(tree) = tree {
            (self.below, self.known) = (tree, most + 1);
        }
        self.offer(ahead);
        is_none && !self.is_proven()
    }
}
