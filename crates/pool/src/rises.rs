//! Which pair of row and person to tell apart: the one by which both cases become dearest. A few exchanges try it out on
//! the likeliest pairs, and what was learnt of a pair is remembered (T. Achterberg, T. Koch and A. Martin, "Branching
//! rules revisited", 2005: reliability branching). It takes about as many exchanges as the cases themselves and leaves a
//! few cases of hundreds.

use crate::beside::side_by_side;
use crate::lp::{Outcome, Simplex};
use crate::model::{Model, Open};
use crate::problem::Problem;

/// What is tried out: so many pairs, two at a time, in so many exchanges each way, and no more after so many in vain.
const TRIED: usize = 16;
const EXCHANGES: u64 = 15;
const IN_VAIN: usize = 6;
/// No rise counts for less.
const LEAST: f64 = 1e-3;

/// By how much the program became dearer for each whole unit of a pair: when its person serves, and when not.
#[derive(Clone, Copy)]
struct Rise {
    serves: f64,
    not: f64,
}

impl Rise {
    /// How much the pair decides.
    fn decides(self, pair: &Open) -> f64 {
        (self.serves * (1.0 - pair.value)).max(LEAST) * (self.not * pair.value).max(LEAST)
    }
}

/// What is known of each column.
pub(crate) struct Rises {
    of: Vec<Option<Rise>>,
}

/// The program of a case, to be told apart once more.
pub(crate) struct Undecided<'a, 'p> {
    pub problem: &'a Problem,
    pub model: &'p Model,
    pub program: &'a Simplex<'p>,
    pub cutoff: f64,
}

impl Rises {
    pub fn new(model: &Model) -> Rises {
        Rises { of: vec![None; model.pairs.len()] }
    }

    /// The pair that seems to decide most; `likely` has the likeliest first.
    pub fn choose<'o>(
        &mut self,
        undecided: &Undecided,
        likely: &[&'o Open],
        pivots: &mut u64,
    ) -> Option<&'o Open> {
        let unknown: Vec<&Open> =
            likely.iter().copied().filter(|pair| self.of[pair.column].is_none()).take(TRIED).collect();
        let mut most = likely.iter().filter_map(|pair| self.decides(pair)).fold(0.0, f64::max);
        let mut in_vain = 0;
        for two in unknown.chunks(2) {
            if in_vain >= IN_VAIN || *pivots == 0 {
                break;
            }
            let (first, last) =
                side_by_side(|| undecided.try_out(two[0]), || two.get(1).map(|pair| undecided.try_out(pair)));
            in_vain += two.len();
            for (pair, (rise, exchanges)) in two.iter().zip(std::iter::once(first).chain(last)) {
                self.of[pair.column] = Some(rise);
                *pivots = pivots.saturating_sub(exchanges);
                if rise.decides(pair) > most {
                    (most, in_vain) = (rise.decides(pair), 0);
                }
            }
        }
        let known = likely.iter().filter_map(|&pair| Some((self.decides(pair)?, pair)));
        known.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, pair)| pair)
    }

    fn decides(&self, pair: &Open) -> Option<f64> {
        self.of[pair.column].map(|rise| rise.decides(pair))
    }
}

impl Undecided<'_, '_> {
    /// How much dearer it becomes both ways, and the exchanges that took.
    fn try_out(&self, pair: &Open) -> (Rise, u64) {
        let (mut serves, mut not) = (self.program.clone(), self.program.clone());
        self.model.serve(&mut serves, self.problem, pair.row, pair.person);
        not.ban(pair.column);
        let (serves, first) = self.rise(serves);
        let (not, last) = self.rise(not);
        (Rise { serves: serves / (1.0 - pair.value), not: not / pair.value }, first + last)
    }

    fn rise(&self, mut tried: Simplex) -> (f64, u64) {
        let mut left = EXCHANGES;
        let outcome = tried.run(self.cutoff, &mut left);
        let most = (self.cutoff - self.program.objective()).max(0.0);
        let rise = match outcome {
            Outcome::Optimal | Outcome::Exhausted => tried.objective() - self.program.objective(),
            Outcome::Dearer | Outcome::Infeasible => most,
        };
        (rise.clamp(0.0, most), EXCHANGES - left)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use crate::day::Day;
    use crate::model::Model;
    use crate::objective::measure;
    use crate::sample::{Sample, samples};
    use crate::tree::{Ask, climb};

    /// The same answers, and fewer cases in all.
    #[test]
    fn a_tree_that_tries_out_proves_the_same_with_fewer_cases() {
        let mut cases = [0, 0];
        for Sample { problem, weights, value, .. } in samples(17, 400) {
            let (model, day) = (Model::new(&problem, weights).unwrap(), Day::new(&problem));
            let nobody_else = AtomicBool::new(false);
            for (large, cases) in [None, Some(&nobody_else)].into_iter().zip(&mut cases) {
                let ask = Ask { large, ..Ask::best(&problem, &model, &day) };
                let climbed = climb(ask, model.simplex(0), None, 0, &mut 100_000);
                assert!(climbed.is_proven);
                assert_eq!(weights.value(&measure(&problem, &climbed.serves.unwrap())), value);
                *cases += climbed.trees.iter().map(|tree| tree.nodes.len()).sum::<usize>();
            }
        }
        assert!(cases[1] < cases[0], "{cases:?}");
    }

    /// What is not proven yet is not claimed.
    #[test]
    fn a_tree_for_which_nobody_waits_claims_nothing_more() {
        let is_over = AtomicBool::new(true);
        let mut ended = 0;
        for Sample { problem, weights, value, .. } in samples(17, 100) {
            let (model, day) = (Model::new(&problem, weights).unwrap(), Day::new(&problem));
            let ask = Ask { large: Some(&is_over), ..Ask::best(&problem, &model, &day) };
            let climbed = climb(ask, model.simplex(0), None, 0, &mut 100_000);
            let found = climbed.serves.map(|serves| weights.value(&measure(&problem, &serves)));
            assert!(!climbed.is_proven || found == Some(value));
            ended += u32::from(!climbed.is_proven);
        }
        assert!(ended > 0);
    }
}
