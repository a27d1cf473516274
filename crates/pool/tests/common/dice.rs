//! Small problems from a seed: the same on every machine, so a failure can be named by its number.

use zamu_pool::{Load, Problem, Row};

/// A linear congruential generator (D. Knuth's constants): good enough to vary tests, and never a surprise.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1)
    }

    /// A number below `most`, which must not be zero.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }

    pub fn chance(&mut self, hundredths: usize) -> bool {
        self.below(100) < hundredths
    }
}

/// Up to `most` rows and four people; some rows told, most with a `now`.
pub fn tiny(dice: &mut Dice, most: usize) -> Problem {
    let people = 1 + dice.below(4);
    let load =
        (0..people).map(|_| Load { rows: dice.below(3) as u32, minutes: dice.below(90) as u32 }).collect();
    let mut problem = Problem { rows: Vec::new(), load };
    let told = [0, 30, 100][dice.below(3)];
    for _ in 0..dice.below(most + 1) {
        let start = dice.below(14) as u32;
        let mut row = Row {
            start,
            end: start + 1 + dice.below(6) as u32,
            eligible: (0..people).filter(|_| dice.chance(60)).collect(),
            now: None,
            told: dice.chance(told),
        };
        let wish = dice.below(people);
        let is_free = problem.rows.iter().all(|other| other.now != Some(wish) || !other.overlaps(&row));
        row.now = (is_free && row.eligible.contains(wish) && dice.chance(75)).then_some(wish);
        problem.rows.push(row);
    }
    problem
}
