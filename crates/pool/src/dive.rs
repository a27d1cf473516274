//! One answer, soon, and no proof: the program is solved, what is nearly decided in it is decided, and so on until all is.
//! Where that ends in answers that are too dear, the last decisions are taken back; after some of those the dive begins
//! anew and decides others first.

use crate::check::check_validity;
use crate::lp::{Outcome, Simplex};
use crate::model::{Model, Open, noise};
use crate::problem::{Person, Problem};

type Serves = Vec<Option<Person>>;

/// Nearer to 1 than this is nearly decided.
const NEARLY: f64 = 0.2;
/// How many others are decided with the first, of a hundred that are open.
const TOGETHER: usize = 10;
/// Decisions taken back in a dive, and dives.
const MISSES: u32 = 12;
const DIVES: u32 = 8;
/// What a value counts for in a dive after the first: less one half by chance.
const CHANCE: f64 = 0.5;

/// An answer of this value at most, if one is found soon. `floor`: rows known to stay unserved.
pub(crate) fn dive(
    problem: &Problem,
    model: &Model,
    (most, floor): (i64, i64),
    pivots: &mut u64,
) -> Option<Serves> {
    let mut root = model.simplex(floor);
    let dive = Dive { problem, model, cutoff: model.cutoff(most) };
    if root.run(dive.cutoff, pivots) != Outcome::Optimal {
        return None;
    }
    root.take_apart();
    let is_valid = |serves: &Serves| check_validity(problem, serves).is_ok();
    (0..DIVES).find_map(|chance| dive.go(root.clone(), chance, pivots).filter(is_valid))
}

struct Dive<'a> {
    problem: &'a Problem,
    model: &'a Model,
    cutoff: f64,
}

impl<'a> Dive<'a> {
    fn go(&self, mut case: Simplex<'a>, chance: u32, pivots: &mut u64) -> Option<Serves> {
        let mut misses = 0;
        loop {
            let open = self.open(&case, chance);
            if open.is_empty() {
                return Some(self.model.serves(&case, 0.5));
            }
            let before = case.clone();
            let together = self.together(&open);
            let first = together[0];
            let mut outcome = self.decide(&mut case, &together, pivots);
            if outcome != Outcome::Optimal && together.len() > 1 {
                misses += 1;
                case = before.clone();
                outcome = self.decide(&mut case, &[first], pivots);
            }
            if outcome != Outcome::Optimal {
                misses += 1;
                case = before;
                case.ban(self.model.column(first.0, first.1)?);
                outcome = case.run(self.cutoff, pivots);
            }
            if outcome != Outcome::Optimal || misses > MISSES {
                return None;
            }
        }
    }

    fn decide(&self, case: &mut Simplex, pairs: &[(usize, Person)], pivots: &mut u64) -> Outcome {
        pairs.iter().for_each(|&(row, person)| self.model.serve(case, self.problem, row, person));
        case.run(self.cutoff, pivots)
    }

    /// What is not decided yet, and what it counts for; the nearest to a decision first.
    fn open(&self, case: &Simplex, chance: u32) -> Vec<(f64, Open)> {
        let by_chance = |pair: &Open| match chance {
            0 => 0.0,
            _ => CHANCE * noise(pair.column as u32, chance),
        };
        let counts = |pair: Open| (pair.value - by_chance(&pair), pair);
        let mut open: Vec<(f64, Open)> = self.model.open_pairs(case).map(counts).collect();
        open.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.column.cmp(&other.column)));
        open
    }

    /// The first, and others that are nearly decided and go with it.
    fn together(&self, open: &[(f64, Open)]) -> Vec<(usize, Person)> {
        let most = 1 + open.len() * TOGETHER / 100;
        let rows = &self.problem.rows;
        let mut together: Vec<(usize, Person)> = Vec::new();
        for (counts, pair) in open {
            if together.len() == most || (!together.is_empty() && *counts < 1.0 - NEARLY) {
                break;
            }
            let goes = together.iter().all(|&(row, person)| {
                row != pair.row && (person != pair.person || !rows[row].overlaps(&rows[pair.row]))
            });
            if goes {
                together.push((pair.row, pair.person));
            }
        }
        together
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::measure;
    use crate::sample::{Sample, samples};

    /// Never a better answer than there is, and mostly one that is as good.
    #[test]
    fn dives_find_the_best_answer_or_none() {
        let mut found = 0;
        for Sample { problem, weights, value, unserved, .. } in samples(7, 100) {
            let model = Model::new(&problem, weights).unwrap();
            assert_eq!(dive(&problem, &model, (value - 1, unserved), &mut 10_000), None);
            if let Some(serves) = dive(&problem, &model, (value, unserved), &mut 10_000) {
                assert_eq!(weights.value(&measure(&problem, &serves)), value);
                found += 1;
            }
        }
        assert!(found > 90, "{found} of 100");
    }

    #[test]
    fn without_exchanges_nothing_is_found() {
        let Sample { problem, weights, .. } = samples(7, 1).next().unwrap();
        let model = Model::new(&problem, weights).unwrap();
        assert_eq!(dive(&problem, &model, (i64::MAX / 4, 0), &mut 0), None);
    }
}
