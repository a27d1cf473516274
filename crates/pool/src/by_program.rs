//! Whether everybody can be served, by the linear program: an answer with few moves or any, or prices that say no.

use crate::certificate::Tree;
use crate::day::Day;
use crate::model::Model;
use crate::problem::{Effort, Person, Problem};
use crate::tree::{Ask, climb};
use crate::weights::Weights;

/// What the program minds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moves {
    Fewest,
    /// Only whether everybody is served.
    AsTheyCome,
}

/// What it says.
pub(crate) struct Solved {
    /// `Some(None)` when it is proven that not everybody can be served.
    pub answer: Option<Option<Vec<Option<Person>>>>,
    /// The prices of the rows that prove it alone, and the price of a row that nobody serves.
    pub prices: Option<(Vec<i64>, i64)>,
}

/// Everybody of a day, who are many less one served already.
pub(crate) fn served_by_program(larger: &Problem, moves: Moves, effort: Effort) -> Solved {
    let mut order: Vec<usize> = (0..larger.rows.len()).collect();
    order.sort_by_key(|&row| (larger.rows[row].start, larger.rows[row].end, row));
    let rows = order.iter().map(|&row| larger.rows[row].clone()).collect();
    let sorted = Problem { rows, load: larger.load.clone() };
    let each = i64::from(moves == Moves::Fewest);
    let most = each * sorted.rows.len() as i64;
    let weights = Weights { unserved: most + 1, moved: each, told_changed: each, ..Weights::default() };
    let Some(model) = Model::new(&sorted, weights) else { return Solved { answer: None, prices: None } };
    let day = Day::new(&sorted);
    let ask = Ask { most, ..Ask::best(&sorted, &model, &day) };
    let mut pivots = effort.pivots;
    let climbed = climb(ask, model.simplex(0), None, 0, &mut pivots);
    let mut serves = vec![None; larger.rows.len()];
    let found = climbed.serves.into_iter().flatten();
    order.iter().zip(found).for_each(|(&row, server)| serves[row] = server);
    let answer = match serves.iter().all(Option::is_some) {
        true => Some(Some(serves)),
        false => climbed.is_proven.then_some(None),
    };
    Solved { answer, prices: climbed.trees.last().and_then(|tree| alone(tree, &order)) }
}

/// The prices of a tree without a split, in the order of the problem asked.
fn alone(tree: &Tree, order: &[usize]) -> Option<(Vec<i64>, i64)> {
    let leaf = tree.alone()?;
    let mut prices = vec![0; order.len()];
    order.iter().zip(&leaf.rows).for_each(|(&row, &price)| prices[row] = price);
    (leaf.floor == 0).then_some((prices, tree.scale * tree.weights.unserved))
}
