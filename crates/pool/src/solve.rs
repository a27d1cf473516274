//! Finds who serves what: the levels that matter most proven first, then the fair load, then what is left.
//! Every claim passes the referee (`check.rs`, `bound.rs`) before it is made; what fails there is not claimed.

use crate::bound::{certified, fairest};
use crate::budget::within;
use crate::by_prices::{ByPrices, raised};
use crate::canonical::Canonical;
use crate::certificate::Tree;
use crate::check::check_validity;
use crate::day::Day;
use crate::greedy::{greedy, least_busy_first};
use crate::model::Model;
use crate::narrower::Narrower;
use crate::objective::measure;
use crate::problem::{Effort, Goal, Malformed, Person, Problem, Proof, Solution};
use crate::touch_up::{balance, repair};
use crate::tree::{Ask, Climbed, climb};
use crate::weights::{Weights, worst};

type Serves = Vec<Option<Person>>;

/// A level counts this many times what all below it can amount to: a bound with a half of it is rounded up safely.
const APART: i64 = 4;
/// No level weighs more; levels that would are left unproven.
const HEAVIEST: i64 = 1 << 42;
/// Steps for making a whole answer of a fractional one.
const ROUNDING: u64 = 300;

/// Serves the rows as the goal wants it: valid, the same on every machine and for every order of rows and people.
///
/// # Errors
/// [`Malformed`] when the problem contradicts itself.
pub fn solve(problem: &Problem, goal: Goal, effort: Effort) -> Result<Solution, Malformed> {
    problem.validate()?;
    let canonical = Canonical::of(problem);
    let (serves, trees) = Answer::to(&canonical.problem, goal, effort);
    let trees = trees.into_iter().map(|tree| canonical.tree(tree)).collect();
    Ok(concluded(problem, goal, canonical.serves(&serves), trees))
}

/// Measures the answer and claims what the referee confirms.
fn concluded(problem: &Problem, goal: Goal, serves: Serves, trees: Vec<Tree>) -> Solution {
    let objective = measure(problem, &serves);
    let certificate = certified(problem, goal, &objective, trees);
    let proof = match certificate.settles(goal, &objective) {
        true => Proof::Optimal(certificate),
        false => Proof::Bounds(certificate),
    };
    // What else `check` asks was answered by the same code just now.
    match check_validity(problem, &serves) {
        Ok(()) => Solution { serves, objective, proof },
        Err(_) => greedy(problem),
    }
}

/// An answer in the making.
struct Answer<'p> {
    problem: &'p Problem,
    goal: Goal,
    day: &'p Day<'p>,
    serves: Option<Serves>,
    trees: Vec<Tree>,
    /// Rows that stay unserved at least.
    floor: i64,
}

impl Answer<'_> {
    fn to(problem: &Problem, goal: Goal, effort: Effort) -> (Serves, Vec<Tree>) {
        let day = Day::new(problem);
        let mut answer = Answer { problem, goal, day: &day, serves: None, trees: Vec::new(), floor: 0 };
        let weights = level_weights(problem, goal);
        let is_proven = answer.prove_levels(weights, effort.pivots);
        if !is_proven {
            answer.search(effort.steps);
        }
        if is_proven && effort.fairness > 0 {
            answer.share_fairly(weights, effort.fairness);
        }
        answer.finish(effort.steps)
    }

    /// What is left to choose is chosen without a proof, and never worse than the baseline does.
    fn finish(self, steps: u64) -> (Serves, Vec<Tree>) {
        let Some(serves) = self.serves else { return (least_busy_first(self.problem), self.trees) };
        if steps == 0 {
            return (serves, self.trees);
        }
        let ranked = |serves: &Serves| measure(self.problem, serves).ranked(self.goal);
        let own = balance(self.problem, self.goal, &serves, steps);
        let baseline = least_busy_first(self.problem);
        (if ranked(&baseline) < ranked(&own) { baseline } else { own }, self.trees)
    }

    /// Levels 1 to 3; true when no answer is better.
    fn prove_levels(&mut self, weights: Weights, mut pivots: u64) -> bool {
        let by_prices = ByPrices::new(self.problem, self.day, weights).filter(|_| self.goal == Goal::Repool);
        by_prices.is_some_and(|by_prices| self.prove_by_prices(&by_prices, weights, &mut pivots))
            || self.prove(weights, (1, 0), &mut pivots)
    }

    /// First the prices that are there at once, last those that take longest.
    fn prove_by_prices(&mut self, by_prices: &ByPrices, weights: Weights, pivots: &mut u64) -> bool {
        let ascent = raised(self.problem);
        let prices = ascent.prices();
        let sharp = by_prices.ask(ascent, pivots);
        if sharp.is_some_and(|found| self.prefer(found)) {
            return true;
        }
        let soon = by_prices.before_heat();
        let is_proven =
            soon > 0 && within(pivots, soon, 1, |exchanges| self.prove(weights, (1, 0), exchanges));
        is_proven || by_prices.ask_in_heat(&prices, pivots).is_some_and(|found| self.prefer(found))
    }

    /// Keeps what is better than before, and a proof that needs no other.
    fn prefer(&mut self, found: Climbed) -> bool {
        let ranked = |serves: &Serves| measure(self.problem, serves).ranked(self.goal);
        let serves = self.serves.take().into_iter().chain(found.serves).min_by_key(ranked);
        if found.is_proven {
            self.trees.clear();
        }
        self.note(Climbed { serves, ..found })
    }

    /// Solves the program of everybody for these weights; true when no answer has a smaller sum.
    fn prove(&mut self, weights: Weights, (step, least): (i64, i64), pivots: &mut u64) -> bool {
        let Some(model) = Model::new(self.problem, weights) else { return false };
        let polish = &polish(self.problem);
        let ask = Ask { step, least, polish, ..Ask::best(self.problem, &model, self.day) };
        let climbed = climb(ask, model.simplex(0), self.serves.take(), self.floor, pivots);
        self.note(climbed)
    }

    /// Keeps what was found and proven.
    fn note(&mut self, climbed: Climbed) -> bool {
        self.serves = climbed.serves;
        self.trees.extend(climbed.trees);
        self.floor = self.floor.max(climbed.floor);
        climbed.is_proven
    }

    /// Without a proof: the best of what was found and what chains make of the baseline.
    fn search(&mut self, steps: u64) {
        let other = repair(self.problem, self.goal, &least_busy_first(self.problem), steps);
        let ranked = |serves: &Serves| measure(self.problem, serves).ranked(self.goal);
        let is_better = self.serves.as_ref().is_none_or(|own| ranked(&other) < ranked(own));
        if is_better {
            self.serves = Some(other);
        }
    }

    /// Level 4 on top of weights whose sum is known to be least; allocating, level 3 after it.
    fn share_fairly(&mut self, weights: Weights, pivots: u64) {
        let Some(serves) = &self.serves else { return };
        let found = measure(self.problem, serves);
        let (fairest, squares) = (fairest(self.problem, found.unserved), found.squares as i64);
        // More than can be evened out, and more than leaving a row unserved takes off the squares.
        let carried = self.problem.load.iter().map(|load| i64::from(load.rows)).max().unwrap_or(0);
        let apart = squares.saturating_sub(fairest) + 2 * (carried + self.problem.rows.len() as i64) + 1;
        let weights = Weights { squares: 1, ..times(weights, apart) };
        if weights.unserved >= HEAVIEST {
            return;
        }
        let least = weights.value(&found) - squares + fairest;
        let is_proven = squares == fairest || self.prove_fairness(weights, least, pivots);
        if is_proven && self.goal == Goal::Allocate {
            self.disturb_least(weights, pivots);
        }
    }

    /// Repooling, levels 1 to 3 leave few pairs to share by.
    fn prove_fairness(&mut self, weights: Weights, least: i64, mut pivots: u64) -> bool {
        if self.goal == Goal::Repool
            && let Some(serves) = &self.serves
            && let Some(left) = Narrower::for_fairness(self.problem, &self.trees, weights, serves, self.floor)
            && let Some(climbed) =
                left.climb((2, least, self.floor), &polish(self.problem), Some(serves.clone()), &mut pivots)
        {
            return self.note(climbed);
        }
        self.prove(weights, (2, least), &mut pivots)
    }

    /// Level 3 on top of weights whose sum is known to be least.
    fn disturb_least(&mut self, weights: Weights, mut pivots: u64) {
        let Some(serves) = &self.serves else { return };
        let found = measure(self.problem, serves);
        let weights = Weights { moved: 1, ..times(weights, i64::from(worst(self.problem).moved) + 1) };
        if found.moved > 0 && weights.unserved < HEAVIEST {
            let least = weights.value(&found) - i64::from(found.moved);
            self.prove(weights, (1, least), &mut pivots);
        }
    }
}

/// Makes a good answer of any valid one.
fn polish(problem: &Problem) -> impl Fn(Serves) -> Serves {
    |serves| repair(problem, Goal::Repool, &serves, ROUNDING)
}

/// The same order of answers, with room for another level below.
fn times(weights: Weights, by: i64) -> Weights {
    Weights {
        unserved: weights.unserved.saturating_mul(by),
        told_unserved: weights.told_unserved.saturating_mul(by),
        told_changed: weights.told_changed.saturating_mul(by),
        moved: weights.moved.saturating_mul(by),
        squares: weights.squares.saturating_mul(by),
    }
}

/// Levels 1 to 3 as one sum. (Allocating, only the levels above the load.)
pub(crate) fn level_weights(problem: &Problem, goal: Goal) -> Weights {
    let worst = worst(problem);
    let mut weights = Weights::default();
    let mut below = 0_i64;
    if goal == Goal::Repool && worst.moved > 0 {
        weights.moved = 1;
        below = i64::from(worst.moved);
    }
    if worst.told_changed > 0 {
        weights.told_changed = if below == 0 { 1 } else { APART * (below + 1) };
        below += weights.told_changed * i64::from(worst.told_changed);
    }
    let is_level = worst.told_unserved > 0 && (worst.told_unserved as usize) < problem.rows.len();
    if is_level && below < HEAVIEST >> 32 {
        weights.told_unserved = APART * (below + 1);
        below += weights.told_unserved * i64::from(worst.told_unserved);
    }
    weights.unserved = APART * (below + 1);
    weights
}
