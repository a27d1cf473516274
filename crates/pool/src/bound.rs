//! What a certificate proves, re-derived from its numbers alone: one sweep over the day per list of prices.
//! This file is the ground that every claim of optimality stands on, so it is plain rather than clever.

use crate::certificate::{Bound, Certificate, Narrowed, Node, Prices, Tree};
use crate::day::{Case, Day, collected, most_collected, pays};
use crate::objective::squares_at;
use crate::problem::{Goal, Objective, Problem, Row};
use crate::weights::{PROVABLE, Weights, worst};

/// No weight, price or sum of them comes near to what an `i64` holds.
const LARGEST: i64 = 1 << 61;

/// What the trees prove about answers compared with `objective`, or `None` when a tree is malformed.
pub(crate) fn derive(
    problem: &Problem,
    goal: Goal,
    objective: &Objective,
    certificate: &Certificate,
) -> Option<Bound> {
    if !certificate.trees.is_empty() && problem.validate().is_err() {
        return None;
    }
    let grounds = Grounds::of(problem, goal, objective);
    let proven: Option<Vec<Proven>> = grounds.proven(&certificate.trees).into_iter().collect();
    Some(named(grounds.least(&proven?), goal))
}

/// The trees that are well formed, of a problem that is, with what follows from them.
pub(crate) fn certified(
    problem: &Problem,
    goal: Goal,
    objective: &Objective,
    trees: Vec<Tree>,
) -> Certificate {
    let grounds = Grounds::of(problem, goal, objective);
    let proven = grounds.proven(&trees);
    let is_sound: Vec<bool> = proven.iter().map(Option::is_some).collect();
    let proven: Vec<Proven> = proven.into_iter().flatten().collect();
    let bound = named(grounds.least(&proven), goal);
    let trees =
        trees.into_iter().zip(is_sound).filter_map(|(tree, is_sound)| is_sound.then_some(tree)).collect();
    Certificate { trees, bound }
}

/// A tree and the least its weighted sum can be, in the tree's scale.
#[derive(Clone, Copy)]
struct Proven<'c> {
    tree: &'c Tree,
    least: i64,
}

/// What all trees of a certificate stand on.
struct Grounds<'p> {
    day: Day<'p>,
    goal: Goal,
    /// The levels of the answer, and the most that they can be.
    own: [i64; PROVABLE],
    worst: [i64; PROVABLE],
    fairest: i64,
}

impl<'p> Grounds<'p> {
    fn of(problem: &'p Problem, goal: Goal, objective: &Objective) -> Grounds<'p> {
        Grounds {
            day: Day::new(problem),
            goal,
            own: objective.provable(goal),
            worst: worst(problem).provable(goal),
            fairest: fairest(problem, objective.unserved),
        }
    }

    /// What each tree proves with the help of those before it; nothing where it is malformed.
    fn proven<'c>(&self, trees: &'c [Tree]) -> Vec<Option<Proven<'c>>> {
        let (mut all, mut sound) = (Vec::new(), Vec::new());
        for tree in trees {
            let unserved = self.least(&sound)[0];
            let proven = self.least_of_tree(tree, unserved).map(|least| Proven { tree, least });
            sound.extend(proven);
            all.push(proven);
        }
        all
    }

    /// For each level the least value it can have when all levels before are the answer's: everything smaller would make
    /// a weighted sum smaller than proven, even with the levels after it as bad as can be.
    fn least(&self, proven: &[Proven]) -> [i64; PROVABLE] {
        let Grounds { goal, own, worst, .. } = *self;
        let mut least = [0; PROVABLE];
        for known in proven {
            let (weights, scale) = (known.tree.weights.ranked(goal), i128::from(known.tree.scale));
            for level in (0..PROVABLE).filter(|&level| weights[level] > 0) {
                let others: i128 = (0..PROVABLE)
                    .filter(|&other| other != level)
                    .map(|other| {
                        i128::from(weights[other])
                            * i128::from(if other < level { own } else { worst }[other])
                    })
                    .sum();
                let rest = i128::from(known.least) - scale * others;
                let units = -(-rest).div_euclid(scale * i128::from(weights[level]));
                least[level] = least[level].max(i64::try_from(units).unwrap_or(0));
            }
        }
        // When every row is told, so is every unserved one.
        if worst[1] == self.day.problem.rows.len() as i64 {
            least[1] = least[1].max(least[0]);
        }
        let squares = squares_at(goal);
        least[squares] = least[squares].max(self.fairest);
        // As many rows served means as many rows carried, and a sum of squares is odd when the sum is.
        least[squares] += (least[squares] ^ own[squares]) & 1;
        least
    }

    /// What the tree proves about all answers.
    fn least_of_tree(&self, tree: &Tree, unserved: i64) -> Option<i64> {
        let problem = self.day.problem;
        if !is_moderate(problem, self.worst[squares_at(self.goal)], tree) {
            return None;
        }
        let Some(narrowed) = &tree.narrowed else { return least_of_nodes(&self.day, tree, unserved) };
        let few = left_by(problem, (&tree.weights, tree.scale), narrowed, unserved)?;
        let dearer = narrowed.most.checked_add(1)?.checked_mul(tree.scale)?;
        Some(least_of_nodes(&Day::new(&few), tree, unserved)?.min(dearer))
    }
}

/// How many rows stay unserved at least when a weighted sum is at least this much.
pub(crate) fn least_unserved(problem: &Problem, weights: &Weights, scale: i64, least: i64) -> i64 {
    let worst = worst(problem).provable(Goal::Repool);
    let weights = weights.ranked(Goal::Repool);
    if weights[0] == 0 {
        return 0;
    }
    let rest: i128 = (1..PROVABLE).map(|level| i128::from(weights[level]) * i128::from(worst[level])).sum();
    let short = i128::from(scale) * rest - i128::from(least);
    i64::try_from(-short.div_euclid(i128::from(scale * weights[0]))).unwrap_or(0).max(0)
}

/// The squares when the served rows are spread over the people as evenly as the loads allow: whoever carries least is
/// raised to the next, then both, and so on.
pub(crate) fn fairest(problem: &Problem, unserved: u32) -> i64 {
    let mut loads: Vec<u64> = problem.load.iter().map(|load| u64::from(load.rows)).collect();
    loads.sort_unstable();
    let mut rows = (problem.rows.len() as u64).saturating_sub(u64::from(unserved));
    let mut raised = loads.len().min(1);
    while raised < loads.len() && (loads[raised] - loads[raised - 1]) * raised as u64 <= rows {
        rows -= (loads[raised] - loads[raised - 1]) * raised as u64;
        raised += 1;
    }
    let level = raised.checked_sub(1).map_or(0, |last| loads[last]);
    for (place, load) in loads[..raised].iter_mut().enumerate() {
        let (each, one_more) = (rows / raised as u64, rows % raised as u64);
        *load = level + each + u64::from((place as u64) < one_more);
    }
    let squares = loads.iter().map(|load| load.saturating_mul(*load)).fold(0, u64::saturating_add);
    i64::try_from(squares).unwrap_or(0)
}

fn named(least: [i64; PROVABLE], goal: Goal) -> Bound {
    let [unserved, told_unserved, told_changed, fourth, fifth] = least;
    let (moved, squares) = if goal == Goal::Repool { (fourth, fifth) } else { (fifth, fourth) };
    let [unserved, told_unserved, told_changed, moved] =
        [unserved, told_unserved, told_changed, moved].map(|level| u32::try_from(level).unwrap_or(0));
    Bound { unserved, told_unserved, told_changed, moved, squares: u64::try_from(squares).unwrap_or(0) }
}

/// The smallest bound of the leaves, when the nodes are exactly one binary tree.
fn least_of_nodes(day: &Day, tree: &Tree, unserved: i64) -> Option<i64> {
    let (mut path, mut least, mut is_complete) = (Vec::new(), i64::MAX, false);
    for node in &tree.nodes {
        if is_complete {
            return None;
        }
        match node {
            Node::Split { row, person } => path.push(Case { row: *row, person: *person, serves: true }),
            Node::Leaf(prices) => {
                least = least.min(least_of_leaf(day, (&tree.weights, tree.scale), prices, &path, unserved)?);
                is_complete = !turn(&mut path);
            }
        }
    }
    is_complete.then_some(least)
}

/// Goes on to the nearest case that is still open; false when none is.
pub(crate) fn turn(path: &mut Vec<Case>) -> bool {
    while path.last().is_some_and(|case| !case.serves) {
        path.pop();
    }
    match path.last_mut() {
        Some(case) => {
            case.serves = false;
            true
        }
        None => false,
    }
}

/// True when no sum of the tree's numbers can overflow. `squares`: the most that they can be.
fn is_moderate(problem: &Problem, squares: i64, tree: &Tree) -> bool {
    let most = largest(problem.rows.len(), problem.load.len());
    tree.scale >= 1
        && tree.weights.squares <= most / squares.max(4) / tree.scale
        && tree.weights.are_within(most / 4 / tree.scale)
        && tree.nodes.iter().all(|node| match node {
            Node::Split { row, person } => *row < problem.rows.len() && *person < problem.load.len(),
            Node::Leaf(prices) => are_moderate(problem, prices, tree.weights.squares > 0),
        })
}

/// No number of a certificate may be larger.
pub(crate) fn largest(rows: usize, people: usize) -> i64 {
    LARGEST / (4 * rows + 4 * people + 4) as i64
}

fn are_moderate(problem: &Problem, prices: &Prices, has_squares: bool) -> bool {
    let most = largest(problem.rows.len(), problem.load.len());
    let people = if has_squares { problem.load.len() } else { 0 };
    prices.rows.len() == problem.rows.len()
        && prices.people.len() == people
        && prices.rows.iter().chain(&prices.people).all(|price| (-most..=most).contains(price))
        && (0..=most).contains(&prices.floor)
}

/// What no assignment of this case can go below, in the tree's scale. A case that nobody can meet is no
/// exception: its bound is true of nothing. `None` on overflow.
pub(crate) fn least_of_leaf(
    day: &Day,
    (weights, scale): (&Weights, i64),
    prices: &Prices,
    path: &[Case],
    unserved: i64,
) -> Option<i64> {
    let collected = most_collected(day, (weights, scale), prices, path);
    least_with(day.problem, (weights, scale), prices, path, (&collected, unserved))
}

/// What is left of all prices when people have collected the most they can.
fn least_with(
    problem: &Problem,
    (weights, scale): (&Weights, i64),
    prices: &Prices,
    path: &[Case],
    (collected, unserved): (&[i64], i64),
) -> Option<i64> {
    let mut least = prices.floor.checked_mul(unserved)?;
    for (index, row) in problem.rows.iter().enumerate() {
        let price = prices.rows[index];
        let is_served = path.iter().any(|case| case.serves && case.row == index);
        let left = scale * weights.unserved(row) - prices.floor - price;
        least = least.checked_add(price + if is_served { 0 } else { left.min(0) })?;
    }
    for (person, most) in collected.iter().enumerate() {
        least = least.checked_add(cheapest_load(problem, weights, scale, prices, person) - most)?;
    }
    Some(least)
}

/// The problem without the pairs that are left out. `None` when a number is beyond all measure.
pub(crate) fn left_by(
    problem: &Problem,
    (weights, scale): (&Weights, i64),
    Narrowed { most, prices }: &Narrowed,
    unserved: i64,
) -> Option<Problem> {
    let mut few = problem.clone();
    for prices in prices {
        if !are_moderate(problem, prices, weights.squares > 0) {
            return None;
        }
        few = narrow(&Day::new(&few), (weights, scale), prices, (*most, unserved))?;
    }
    Some(few)
}

/// The problem without the pairs of which these prices say that every answer with them is dearer than `most`.
/// Who serves a row now stays. `None` on overflow.
fn narrow(
    day: &Day,
    (weights, scale): (&Weights, i64),
    prices: &Prices,
    (most, unserved): (i64, i64),
) -> Option<Problem> {
    let problem = day.problem;
    let terms = (weights, scale);
    let forward = collected(day, terms, prices, &[], day.events.iter().copied());
    let back = collected(day, terms, prices, &[], day.events.iter().rev().map(|at| at.turned()));
    let least = least_with(problem, (weights, scale), prices, &[], (&forward.most, unserved))?;
    let spare = most.checked_mul(scale)?.checked_sub(least)?;
    let few = |(index, row): (usize, &Row)| {
        let value = |person| prices.rows[index] - pays(problem, (weights, scale), prices, (index, person));
        let pairs = (day.first_pair[index]..).zip(row.eligible.iter());
        let is_kept = |&(pair, person): &(usize, usize)| {
            let with = forward.before[pair] + value(person) + back.before[pair];
            forward.most[person] - with <= spare || row.now == Some(person)
        };
        Row { eligible: pairs.filter(is_kept).map(|(_, person)| person).collect(), ..*row }
    };
    Some(Problem { rows: problem.rows.iter().enumerate().map(few).collect(), load: problem.load.clone() })
}

/// The least of the weighted square of a person's rows less what each row pays, over all numbers of rows.
fn cheapest_load(problem: &Problem, weights: &Weights, scale: i64, prices: &Prices, person: usize) -> i64 {
    let Some(&pays) = prices.people.get(person) else { return 0 };
    let base = i64::from(problem.load[person].rows);
    let cost = |rows: i64| scale * weights.squares * (base + rows) * (base + rows) - pays * rows;
    let mut rows = 0;
    while rows < problem.rows.len() as i64 && cost(rows + 1) < cost(rows) {
        rows += 1;
    }
    cost(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Load;

    /// Prices of a program that went astray say nothing, and take nothing from what the others say.
    #[test]
    fn a_tree_that_is_malformed_is_left_out_alone() {
        let row = Row { start: 0, end: 2, eligible: [0].into_iter().collect(), now: None, told: false };
        let problem = Problem { rows: vec![row.clone(), row], load: vec![Load::default()] };
        let tree = |price: i64| Tree {
            weights: Weights { unserved: 1, ..Weights::default() },
            scale: 1,
            narrowed: None,
            nodes: vec![Node::Leaf(Prices { rows: vec![price; 2], ..Prices::default() })],
        };
        let objective = Objective { unserved: 1, ..Objective::default() };
        let certificate =
            certified(&problem, Goal::Repool, &objective, vec![tree(1), tree(i64::MAX), tree(0)]);
        assert_eq!(certificate.trees, [tree(1), tree(0)]);
        assert_eq!(certificate.bound.unserved, 1);
        assert_eq!(derive(&problem, Goal::Repool, &objective, &certificate), Some(certificate.bound));
        let astray = Certificate { trees: vec![tree(1), tree(i64::MAX)], ..certificate };
        assert_eq!(derive(&problem, Goal::Repool, &objective, &astray), None, "whoever checks refuses it");
    }
}
