//! Fewer to choose from: prices that nearly prove an answer say of most people that they cannot serve a row in a better
//! one. The program of those who are left proves as much as the program of everybody, and is smaller by far.

use std::sync::atomic::AtomicBool;

use crate::bound::{least_of_leaf, left_by};
use crate::certificate::{Narrowed, Node, Prices, Tree};
use crate::day::Day;
use crate::lp::Simplex;
use crate::model::Model;
use crate::objective::measure;
use crate::problem::{Person, Problem};
use crate::tree::{Ask, Climbed, climb, scale};
use crate::weights::Weights;

type Serves = Vec<Option<Person>>;

/// Leaves of a tree that are looked at for the prices that tell most.
const LEAVES: usize = 8;

/// A problem of which few pairs are left, and why.
pub(crate) struct Narrower {
    problem: Problem,
    weights: Weights,
    narrowed: Narrowed,
}

impl Narrower {
    /// Who serves a row in answers of at most `most`, as far as these prices tell one after the other; they are in the
    /// scale of `tree.rs`. `floor`: rows known to stay unserved.
    pub fn new(
        problem: &Problem,
        weights: Weights,
        prices: Vec<Prices>,
        (most, floor): (i64, i64),
    ) -> Option<Narrower> {
        let narrowed = Narrowed { most, prices };
        let problem = left_by(problem, (&weights, scale(problem, &weights)), &narrowed, floor)?;
        Some(Narrower { problem, weights, narrowed })
    }

    /// As few as levels 1 to 3 leave for level 4: by the prices of their last tree, and the same price of one more row
    /// for everybody.
    pub fn for_fairness(
        problem: &Problem,
        trees: &[Tree],
        weights: Weights,
        serves: &Serves,
        floor: i64,
    ) -> Option<Narrower> {
        let last = trees.last()?;
        let found = measure(problem, serves);
        let to = scale(problem, &weights);
        let apart = weights.unserved / last.weights.unserved.max(1);
        let carried: i64 = problem.load.iter().map(|load| i64::from(load.rows)).sum();
        let served = problem.rows.len() as i64 - i64::from(found.unserved);
        let people = problem.load.len() as i64;
        // The middle between the last row that everybody carries and the next.
        let one_more = weights.squares * (2 * ((carried + served) / people.max(1)) + 1) * to;
        let fair = |prices: &Prices| {
            let mut prices = prices.rescaled(last.scale, apart * to);
            prices.rows.iter_mut().for_each(|price| *price = price.saturating_add(one_more));
            prices.people = vec![one_more; problem.load.len()];
            prices.floor = prices.floor.saturating_sub(one_more).max(0);
            prices
        };
        let before = last.narrowed.iter().flat_map(|narrowed| &narrowed.prices);
        let prices = before.chain(best_leaf(problem, last, floor)).map(fair).collect();
        Narrower::new(problem, weights, prices, (weights.value(&found) - 1, floor))
    }

    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Pairs that are left.
    pub fn pairs(&self) -> usize {
        pairs(&self.problem)
    }

    /// Solves the program of those who are left, for an answer better than the one that is known. The trees are about
    /// everybody.
    pub fn climb(
        self,
        (step, least, floor): (i64, i64, i64),
        polish: &dyn Fn(Serves) -> Serves,
        known: Option<Serves>,
        pivots: &mut u64,
    ) -> Option<Climbed> {
        let model = Model::new(&self.problem, self.weights)?;
        let terms = (step, least, self.narrowed.most, floor);
        Some(self.climb_from((&model, model.simplex(0), None), terms, polish, known, pivots))
    }

    /// What the prices of that program prove as they are, in the scale of its tree, and the tree; it is about everybody.
    pub fn proven(&self, model: &Model, program: &Simplex, floor: i64) -> Option<(i64, Tree)> {
        let (problem, weights) = (&self.problem, self.weights);
        let scale = scale(problem, &weights);
        let prices = model.priced(&program.prices(), scale, floor);
        let least = least_of_leaf(&Day::new(problem), (&weights, scale), &prices, &[], floor)?;
        let dearer = self.narrowed.most.checked_add(1)?.checked_mul(scale)?;
        let nodes = vec![Node::Leaf(prices)];
        Some((least.min(dearer), Tree { weights, scale, narrowed: Some(self.narrowed.clone()), nodes }))
    }

    /// The same from where that program is, for answers of at most `most`.
    pub fn climb_from<'a>(
        &'a self,
        (model, root, large): (&'a Model, Simplex<'a>, Option<&'a AtomicBool>),
        (step, least, most, floor): (i64, i64, i64, i64),
        polish: &'a dyn Fn(Serves) -> Serves,
        known: Option<Serves>,
        pivots: &mut u64,
    ) -> Climbed {
        let Narrower { problem, narrowed, .. } = self;
        let day = Day::new(problem);
        let ask = Ask { step, least, most, polish, large, ..Ask::best(problem, model, &day) };
        let mut climbed = climb(ask, root, known, floor, pivots);
        // The last tree proves most, and needs the others only for what they say about unserved rows.
        if climbed.is_proven && climbed.floor == floor {
            climbed.trees.drain(..climbed.trees.len().saturating_sub(1));
        }
        climbed.trees.iter_mut().for_each(|tree| tree.narrowed = Some(narrowed.clone()));
        climbed
    }
}

/// Of row and person.
pub(crate) fn pairs(problem: &Problem) -> usize {
    problem.rows.iter().map(|row| row.eligible.len()).sum()
}

/// Of the first leaves, the one whose prices say most about all cases together.
fn best_leaf<'t>(problem: &Problem, tree: &'t Tree, floor: i64) -> Option<&'t Prices> {
    let mut leaves = tree.nodes.iter().filter_map(|node| match node {
        Node::Leaf(prices) => Some(prices),
        Node::Split { .. } => None,
    });
    if tree.nodes.len() == 1 {
        return leaves.next();
    }
    let (day, terms) = (Day::new(problem), (&tree.weights, tree.scale));
    leaves.take(LEAVES).max_by_key(|prices| least_of_leaf(&day, terms, prices, &[], floor))
}
