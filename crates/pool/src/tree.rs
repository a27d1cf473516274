//! From the linear program to a proven answer: solve, read the prices off, and where the best is fractional, split.
//! Depth first with a limit: first only answers as good as the bound are looked for, then the limit is raised.
//! All that counts is re-derived in integers (`bound.rs`) from the prices; floats only say where to look.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use crate::bound::{least_of_leaf, least_unserved};
use crate::certificate::{Node, Prices, Tree};
use crate::day::{Case, Day};
use crate::likeliest::{likeliest, nearest_decided};
use crate::lp::{Outcome, Simplex};
use crate::model::{Model, NOBODY, Open, WHOLE};
use crate::objective::measure;
use crate::problem::{Person, Problem};
use crate::rises::{Rises, Undecided};
use crate::weights::Weights;

type Serves = Vec<Option<Person>>;

/// Deeper splits are left open.
const DEEPEST: usize = 200;
/// Prices kept in one tree.
const MOST_PRICES: usize = 8_000_000;
/// After so many exchanges pairs are tried out before they are told apart.
const MANY: u64 = 2_500;
/// Exchanges between two looks whether anybody waits.
const PIECE: u64 = 100;

/// The question: values lie `step` apart (2 for sums of squares once all else is decided).
pub(crate) struct Ask<'a> {
    pub problem: &'a Problem,
    pub model: &'a Model,
    pub day: &'a Day<'a>,
    pub step: i64,
    /// No answer can have a smaller value, for a reason that needs no tree.
    pub least: i64,
    /// Dearer answers are not wanted: once it is sure that there are only such, the climb ends.
    pub most: i64,
    /// Makes a good answer of any valid one.
    pub polish: &'a dyn Fn(Serves) -> Serves,
    /// Known to be large: pairs are tried out from the first split on, and when this is true nobody waits any more.
    pub large: Option<&'a AtomicBool>,
}

impl<'a> Ask<'a> {
    /// For the best answer, whatever it costs.
    pub fn best(problem: &'a Problem, model: &'a Model, day: &'a Day<'a>) -> Ask<'a> {
        Ask { problem, model, day, step: 1, least: 0, most: i64::MAX, polish: AS_IT_IS, large: None }
    }
}

/// Polishes nothing.
pub(crate) const AS_IT_IS: &dyn Fn(Serves) -> Serves = &|serves| serves;

/// The best answer found and trees that say how much better any could be.
pub(crate) struct Climbed {
    pub serves: Option<Serves>,
    pub trees: Vec<Tree>,
    pub is_proven: bool,
    /// Rows that stay unserved at least, by these trees and what was known before.
    pub floor: i64,
}

/// Solves the model on from where `root` is. `floor`: rows known to stay unserved, by trees the caller holds.
pub(crate) fn climb<'a>(
    ask: Ask<'a>,
    root: Simplex<'a>,
    incumbent: Option<Serves>,
    floor: i64,
    pivots: &mut u64,
) -> Climbed {
    let scale = scale(ask.problem, &ask.model.weights);
    let mut climb = Climb {
        scale,
        floor,
        best: None,
        limit: i64::MAX,
        is_stopped: false,
        nodes: Vec::new(),
        rises: Rises::new(ask.model),
        ask,
        given: *pivots,
        pivots,
    };
    if let Some(serves) = incumbent {
        climb.offer(serves);
    }
    let mut trees = Vec::new();
    let is_proven = climb.prove(root, &mut trees);
    let floor = climb.floor;
    Climbed { serves: climb.best.map(|(_, serves)| serves), trees, is_proven, floor }
}

/// Prices get as many binary places as the sums of the certificate allow, at most 20.
pub(crate) fn scale(problem: &Problem, weights: &Weights) -> i64 {
    let rows = problem.rows.len() as i64;
    let heaviest = weights.unserved + weights.told_unserved + weights.told_changed + weights.moved;
    let load = problem.load.iter().map(|load| i64::from(load.rows)).sum::<i64>() + 2 * rows;
    let heaviest = heaviest.max(weights.squares.saturating_mul(load.saturating_mul(load))).max(1);
    let terms = 4 * (rows + problem.load.len() as i64 + 1);
    let most = (1 << 58) / terms / heaviest;
    if most <= 1 { 1 } else { 1 << most.ilog2().min(20) }
}

struct Climb<'a, 'b> {
    ask: Ask<'a>,
    scale: i64,
    floor: i64,
    best: Option<(i64, Serves)>,
    /// Answers dearer than this are not looked for.
    limit: i64,
    is_stopped: bool,
    nodes: Vec<Node>,
    rises: Rises,
    given: u64,
    pivots: &'b mut u64,
}

impl<'a> Climb<'a, '_> {
    fn prove(&mut self, mut root: Simplex<'a>, trees: &mut Vec<Tree>) -> bool {
        let mut least = self.solve_root(&mut root, trees);
        if self.is_met(least) || *self.pivots == 0 {
            return self.is_met(least);
        }
        loop {
            least = self.raise_floor(&mut root, least, trees);
            if self.is_met(least) {
                return true;
            }
            match self.search(&mut root, least) {
                Some(found) => {
                    trees.push(self.tree());
                    if self.is_met(found) || self.is_stopped || found <= least {
                        return self.is_met(found);
                    }
                    least = found;
                }
                None => return false,
            }
        }
    }

    fn tree(&mut self) -> Tree {
        let nodes = std::mem::take(&mut self.nodes);
        Tree { weights: self.ask.model.weights, scale: self.scale, narrowed: None, nodes }
    }

    /// True when nothing better than the best can exist.
    fn is_met(&self, least: i64) -> bool {
        let is_hopeless = least > self.ask.most.saturating_mul(self.scale);
        is_hopeless
            || self.best.as_ref().is_some_and(|(value, _)| {
                *value <= self.ask.least || least > (value - self.ask.step) * self.scale
            })
    }

    /// Solves on, keeps what is whole, and records one list of prices as a tree. Returns what it proves.
    fn solve_root(&mut self, root: &mut Simplex<'a>, trees: &mut Vec<Tree>) -> i64 {
        let cutoff = match self.ask.most {
            i64::MAX => f64::INFINITY,
            most => self.ask.model.cutoff(most),
        };
        let outcome = self.run_root(root, cutoff);
        if outcome == Outcome::Optimal {
            self.read(root);
        }
        let prices = self.prices(root);
        let least = self.evaluate(&prices, &[]);
        self.nodes = vec![Node::Leaf(prices)];
        trees.push(self.tree());
        least
    }

    /// In pieces, where somebody may stop waiting.
    fn run_root(&mut self, root: &mut Simplex<'a>, cutoff: f64) -> Outcome {
        if self.ask.large.is_none() {
            return root.run(cutoff, self.pivots);
        }
        loop {
            let (given, mut left) = (PIECE.min(*self.pivots), PIECE.min(*self.pivots));
            let outcome = root.run(cutoff, &mut left);
            *self.pivots -= given - left;
            if outcome != Outcome::Exhausted || left > 0 || *self.pivots == 0 || self.is_over() {
                return outcome;
            }
        }
    }

    /// Whether nobody waits any more.
    fn is_over(&self) -> bool {
        self.ask.large.is_some_and(|is_over| is_over.load(Relaxed))
    }

    /// A fractional number of unserved rows is one too few: says so to the program, again while it helps.
    fn raise_floor(&mut self, root: &mut Simplex<'a>, mut least: i64, trees: &mut Vec<Tree>) -> i64 {
        let proven = least_unserved(self.ask.problem, &self.ask.model.weights, self.scale, least);
        let unserved: f64 =
            (0..self.ask.problem.rows.len()).map(|row| root.value(self.ask.model.unserved_column(row))).sum();
        self.floor = self.floor.max(proven);
        if self.floor as f64 > unserved + WHOLE {
            root.wake(self.ask.model.floor_row, -(self.floor as f64));
            least = least.max(self.solve_root(root, trees));
        }
        least
    }

    /// Searches with rising limits until something is found and proven, or the pivots end.
    /// Returns what the last tree (in `nodes`) proves.
    fn search(&mut self, root: &mut Simplex<'a>, least: i64) -> Option<i64> {
        root.take_apart();
        let mut wider = 0;
        let mut known = least;
        loop {
            self.limit = (-(-known).div_euclid(self.scale)).max(self.ask.least) + wider;
            if let Some((value, _)) = &self.best {
                // The values in between are nobody's: looking for them would take a tree of its own.
                self.limit += (value - self.limit).rem_euclid(self.ask.step);
                self.limit = self.limit.min(value - self.ask.step);
            }
            self.limit = self.limit.min(self.ask.most);
            self.nodes.clear();
            let before = self.best.as_ref().map(|(value, _)| *value);
            let found = self.explore(root, root.clone(), &mut Vec::new(), None);
            let has_better = self.best.as_ref().map(|(value, _)| *value) != before;
            if self.is_stopped || has_better || self.is_met(found) {
                return Some(found);
            }
            let floor = least_unserved(self.ask.problem, &self.ask.model.weights, self.scale, found);
            if floor > self.floor {
                return Some(found);
            }
            known = known.max(found);
            wider = if wider == 0 { 1 } else { wider * 2 };
        }
    }

    /// One case: solved, then a leaf when its prices prove enough, else split. Returns the least proven below.
    fn explore(
        &mut self,
        root: &Simplex<'a>,
        mut case: Simplex<'a>,
        path: &mut Vec<Case>,
        above: Option<&Prices>,
    ) -> i64 {
        self.is_stopped |= self.is_over();
        if self.is_stopped {
            return self.leave_open(above.cloned(), path, above);
        }
        let cutoff = self.ask.model.cutoff(self.limit);
        let (mut outcome, mut prices, mut least) = self.solve(&mut case, cutoff, path);
        if outcome == Outcome::Dearer && least <= self.limit * self.scale {
            (outcome, prices, least) = self.solve(&mut case, f64::INFINITY, path);
        }
        if outcome != Outcome::Optimal && least <= self.limit * self.scale && *self.pivots > 0 {
            // It went astray: on from the root.
            case = root.clone();
            path.iter().for_each(|on| self.suppose(&mut case, *on));
            (outcome, prices, least) = self.solve(&mut case, f64::INFINITY, path);
        }
        if outcome == Outcome::Optimal {
            self.read(&case);
        }
        if least > self.limit * self.scale {
            self.nodes.push(Node::Leaf(prices));
            return least;
        }
        let is_large = self.nodes.len() * self.ask.problem.rows.len() > MOST_PRICES;
        match self.fractional(&case) {
            Some((row, person)) if outcome == Outcome::Optimal && path.len() < DEEPEST && !is_large => {
                self.split(root, case, path, &prices, Case { row, person, serves: true })
            }
            _ => {
                self.is_stopped = true;
                self.leave_open(Some(prices), path, above)
            }
        }
    }

    /// How it ends, its prices, and what they prove.
    fn solve(&mut self, case: &mut Simplex<'a>, cutoff: f64, path: &[Case]) -> (Outcome, Prices, i64) {
        let outcome = case.run(cutoff, self.pivots);
        let prices = self.prices(case);
        let least = self.evaluate(&prices, path);
        (outcome, prices, least)
    }

    fn suppose(&self, case: &mut Simplex<'a>, on: Case) {
        let Ask { problem, model, .. } = self.ask;
        if on.serves {
            model.serve(case, problem, on.row, on.person);
        } else if let Some(column) = model.column(on.row, on.person) {
            case.ban(column);
        }
    }

    /// A leaf with the better of two lists of prices.
    fn leave_open(&mut self, own: Option<Prices>, path: &[Case], above: Option<&Prices>) -> i64 {
        let candidates = own.into_iter().chain(above.cloned());
        let valued = candidates.map(|prices| (self.evaluate(&prices, path), prices));
        let Some((least, prices)) = valued.max_by_key(|(least, _)| *least) else { return 0 };
        self.nodes.push(Node::Leaf(prices));
        least
    }

    fn split(
        &mut self,
        root: &Simplex<'a>,
        case: Simplex<'a>,
        path: &mut Vec<Case>,
        prices: &Prices,
        on: Case,
    ) -> i64 {
        self.nodes.push(Node::Split { row: on.row, person: on.person });
        let mut least = i64::MAX;
        for (mut case, on) in [(case.clone(), on), (case, Case { serves: false, ..on })] {
            self.suppose(&mut case, on);
            path.push(on);
            least = least.min(self.explore(root, case, path, Some(prices)));
            path.pop();
        }
        least
    }

    /// The pair to split on. Many answers are equally fair, so there the search dives for one.
    fn fractional(&mut self, case: &Simplex<'a>) -> Option<(usize, Person)> {
        let Ask { problem, model, large, .. } = self.ask;
        let open: Vec<Open> = model.open_pairs(case).collect();
        let pair = if model.weights.squares > 0 {
            nearest_decided(problem, &open)
        } else if large.is_none() && self.given - *self.pivots < MANY {
            likeliest(problem, &open).into_iter().next()
        } else {
            let undecided = Undecided { problem, model, program: case, cutoff: model.cutoff(self.limit) };
            self.rises.choose(&undecided, &likeliest(problem, &open), self.pivots)
        };
        pair.map(|pair| (pair.row, pair.person))
    }

    /// Keeps the solution when it is whole, else the nearest whole one.
    fn read(&mut self, case: &Simplex) {
        let rows = &self.ask.problem.rows;
        let mut values: Vec<(f64, usize)> = Vec::with_capacity(rows.len());
        for (column, value) in case.basic_columns() {
            let is_person = self.ask.model.pairs.get(column).is_some_and(|pair| pair.1 != NOBODY);
            if is_person && value > WHOLE {
                values.push((value, column));
            }
        }
        let is_whole = values.iter().all(|(value, _)| *value > 1.0 - WHOLE);
        values.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut serves = vec![None; rows.len()];
        let mut busy: Vec<Vec<usize>> = vec![Vec::new(); self.ask.problem.load.len()];
        for (_, column) in values {
            let (row, person) = self.ask.model.pairs[column];
            let (row, person) = (row as usize, person as usize);
            let is_free = busy[person].iter().all(|&other| !rows[other].overlaps(&rows[row]));
            if serves[row].is_none() && is_free {
                serves[row] = Some(person);
                busy[person].push(row);
            }
        }
        if is_whole {
            self.offer(serves);
        } else if self.nodes.is_empty() {
            let polished = (self.ask.polish)(serves);
            self.offer(polished);
        }
    }

    /// Keeps an answer when it is the best so far; only better ones are looked for from then on.
    fn offer(&mut self, serves: Serves) {
        let value = self.ask.model.weights.value(&measure(self.ask.problem, &serves));
        if self.best.as_ref().is_none_or(|(best, _)| value < *best) {
            self.limit = self.limit.min(value - self.ask.step);
            self.best = Some((value, serves));
        }
    }

    fn prices(&self, case: &Simplex) -> Prices {
        self.ask.model.priced(&case.prices(), self.scale, self.floor)
    }

    fn evaluate(&self, prices: &Prices, path: &[Case]) -> i64 {
        let terms = (&self.ask.model.weights, self.scale);
        least_of_leaf(self.ask.day, terms, prices, path, self.floor).unwrap_or(i64::MIN / 4)
    }
}
