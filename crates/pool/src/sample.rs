//! Small days from a seed with their best answers, for tests.

#![cfg(test)]

use crate::day::Day;
use crate::model::Model;
use crate::objective::measure;
use crate::problem::{Goal, Load, Person, Problem, Row};
use crate::solve::level_weights;
use crate::tree::{Ask, climb};
use crate::weights::Weights;

type Serves = Vec<Option<Person>>;

pub(crate) struct Sample {
    pub problem: Problem,
    /// Of levels 1 to 3.
    pub weights: Weights,
    /// By the program of everybody.
    pub best: Serves,
    pub value: i64,
    pub unserved: i64,
}

/// So many days; what is drawn and contradicts itself, or has no answer, is left out.
pub(crate) fn samples(mut seed: u64, count: usize) -> impl Iterator<Item = Sample> {
    let days = (0..count).map(move |_| day(&mut seed)).filter(|problem| problem.validate().is_ok());
    days.filter_map(|problem| {
        let weights = level_weights(&problem, Goal::Repool);
        let best = answer_of_everybody(&problem, weights)?;
        let objective = measure(&problem, &best);
        let value = weights.value(&objective);
        Some(Sample { problem, weights, best, value, unserved: i64::from(objective.unserved) })
    })
}

/// Numbers from a seed, below `most`.
fn draw(seed: &mut u64, most: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % most
}

/// A day of some people, most rows served, some given up.
fn day(seed: &mut u64) -> Problem {
    let people = 3 + draw(seed, 8) as usize;
    let mut busy_until = vec![0; people];
    let mut rows = Vec::new();
    for at in 0..6 * people as u64 {
        let start = (at * 3 / people as u64 + draw(seed, 3)) as u32;
        let end = start + 1 + draw(seed, 5) as u32;
        let mut eligible: Vec<Person> = (0..people).filter(|_| draw(seed, 3) > 0).collect();
        let now = eligible.iter().copied().find(|&person| busy_until[person] <= start);
        let now = now.filter(|_| draw(seed, 5) > 0);
        now.into_iter().for_each(|person| busy_until[person] = end);
        eligible.push(draw(seed, people as u64) as usize);
        rows.push(Row { start, end, eligible: eligible.into_iter().collect(), now, told: false });
    }
    rows.sort_by_key(|row| (row.start, row.end));
    Problem { rows, load: vec![Load::default(); people] }
}

fn answer_of_everybody(problem: &Problem, weights: Weights) -> Option<Serves> {
    let (model, day) = (Model::new(problem, weights)?, Day::new(problem));
    let ask = Ask::best(problem, &model, &day);
    climb(ask, model.simplex(0), None, 0, &mut 100_000).serves
}
