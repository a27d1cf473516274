//! Answers around the program's: what it has decided stays, or is as it is now, and all else is open. That leaves a
//! fifth of a program, which a tree searches through (T. Berthold, "RENS: the optimal rounding", 2014). Days on which
//! dives find nothing have their answer there.

use crate::day::Day;
use crate::model::Model;
use crate::objective::measure;
use crate::problem::{Person, Problem, Row};
use crate::tree::{Ask, climb};
use crate::weights::Weights;

type Serves = Vec<Option<Person>>;

/// An answer of this value at most, if one is found. `floor`: rows known to stay unserved.
pub(crate) fn around(
    problem: &Problem,
    weights: Weights,
    decided: &Serves,
    (most, floor): (i64, i64),
    pivots: &mut u64,
) -> Option<Serves> {
    let narrow = |(row, decided): (&Row, &Option<Person>)| match decided {
        Some(person) => {
            let stays = row.eligible.iter().filter(|other| other == person || row.now == Some(*other));
            Row { eligible: stays.collect(), ..*row }
        }
        None => row.clone(),
    };
    let rows = problem.rows.iter().zip(decided).map(narrow).collect();
    let near = Problem { rows, load: problem.load.clone() };
    let model = Model::new(&near, weights)?;
    let day = Day::new(&near);
    let ask = Ask { least: most, most, ..Ask::best(&near, &model, &day) };
    let root = model.simplex(floor);
    let climbed = climb(ask, root, None, floor, pivots);
    climbed.serves.filter(|serves| weights.value(&measure(problem, serves)) <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lp::Outcome;
    use crate::model::WHOLE;
    use crate::sample::{Sample, samples};

    /// Never a better answer than there is, and mostly one that is as good.
    #[test]
    fn the_best_answer_is_around_the_program_or_none_is_found() {
        let (mut asked, mut found) = (0, 0);
        for Sample { problem, weights, value, unserved, .. } in samples(13, 100) {
            let model = Model::new(&problem, weights).unwrap();
            let mut program = model.simplex(unserved);
            assert_eq!(program.run(model.cutoff(value), &mut 10_000), Outcome::Optimal);
            let decided = model.serves(&program, 1.0 - WHOLE);
            let look = |most: i64| around(&problem, weights, &decided, (most, unserved), &mut 10_000);
            assert_eq!(look(value - 1), None);
            asked += 1;
            if let Some(serves) = look(value) {
                assert_eq!(weights.value(&measure(&problem, &serves)), value);
                found += 1;
            }
        }
        assert!(found * 10 > asked * 9, "{found} of {asked}");
    }
}
