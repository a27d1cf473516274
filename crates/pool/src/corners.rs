//! Many prices are equally good for a program that has many best answers: the simplex ends at one corner of them, and at
//! another when some right sides are shifted a little. Each says of other pairs that they are too dear.

use crate::certificate::Prices;
use crate::lp::Outcome;
use crate::model::{Model, noise};

/// Corners that are looked at; how many right sides of a hundred are shifted for it, and by how much at most.
const CORNERS: u32 = 8;
const SHIFTED: f64 = 0.1;
const SHIFT: f64 = 1e-4;

/// The prices of as many corners as the exchanges suffice for, in this scale. `floor`: rows known to stay unserved.
pub(crate) fn corners(model: &Model, (most, floor): (i64, i64), scale: i64, pivots: &mut u64) -> Vec<Prices> {
    let mut program = model.simplex(floor);
    let cutoff = model.cutoff(most);
    let mut found = Vec::new();
    for corner in 0..CORNERS {
        if corner > 0 {
            let is_shifted = |row: usize| noise(row as u32, corner) < SHIFTED;
            program.shift(|row| if is_shifted(row) { SHIFT * noise(corner, row as u32) } else { 0.0 });
        }
        let outcome = program.run(cutoff, pivots);
        if outcome == Outcome::Exhausted {
            break;
        }
        found.push(model.priced(&program.prices(), scale, floor));
        if outcome != Outcome::Optimal {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::narrower::Narrower;
    use crate::sample::{Sample, samples};

    /// Whoever serves in the best answer is left by any corner's prices, and others are not.
    #[test]
    fn corners_leave_the_best_answer() {
        let mut left_out = 0;
        for Sample { problem, weights, best, value, unserved } in samples(3, 100) {
            let everybody = Narrower::new(&problem, weights, Vec::new(), (value, unserved)).unwrap();
            let pairs = everybody.pairs();
            let left = everybody.by_corners(unserved, &mut 100_000).unwrap();
            left_out += pairs - left.pairs();
            for (row, server) in left.problem().rows.iter().zip(&best) {
                assert!(server.is_none_or(|person| row.eligible.contains(person)));
            }
        }
        assert!(left_out > 1_000, "{left_out}");
    }
}
