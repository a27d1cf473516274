//! Prices raised in heat, for how many rows stay unserved at least, and for how few changes suffice then. A short heat is
//! enough for most days; whether it was is seen by both being of one mind, and by how few pairs they leave.

use crate::ascent::{Ascent, Stride, Terms};
use crate::beside::side_by_side;
use crate::by_prices::{ROW, UNIT, only_unserved};
use crate::carry_over::Start;
use crate::certificate::Tree;
use crate::day::Day;
use crate::problem::Problem;

/// How many changes a row is worth: more than without heat, as the days that are asked so have long chains of changes.
const WORTH: i64 = 20;
/// What a row is worth where so many fewer are left than stay unserved.
const WORTH_LESS: i64 = 12;
const LEFT: f32 = 0.3;
/// How changes and rows are cooled down, one after the other as long as it does not suffice.
pub(crate) const SOON: Stage = Stage {
    changes: Cooling { from: UNIT as f32, to: 0.01 * UNIT as f32, rounds: 60 },
    rows: Cooling { from: 0.1 * ROW as f32, to: ROWS_COLD, rounds: 60 },
};
pub(crate) const AGAIN: Stage = Stage {
    changes: Cooling { from: REHEATED, to: 0.01 * UNIT as f32, rounds: 50 },
    rows: Cooling { from: 0.05 * ROW as f32, to: ROWS_COLD, rounds: 60 },
};
pub(crate) const LONGER: Stage = Stage {
    changes: Cooling { from: REHEATED, to: COLD, rounds: 100 },
    rows: Cooling { from: 0.03 * ROW as f32, to: ROWS_COLD, rounds: 80 },
};
const WORTH_LESS_COOLING: Cooling = Cooling { from: REHEATED, to: COLD, rounds: 60 };
const REHEATED: f32 = 0.3 * UNIT as f32;
const COLD: f32 = 0.002 * UNIT as f32;
const ROWS_COLD: f32 = 0.0003 * ROW as f32;
/// Then so many walks with half strides.
const COOLED: usize = 16;
/// Rounds take about as long as so many exchanges each, two kinds side by side.
const FOR_A_ROUND: u64 = 7;

/// From what heat to what, in units of price, and in how many rounds.
#[derive(Clone, Copy)]
struct Cooling {
    from: f32,
    to: f32,
    rounds: u16,
}

pub(crate) struct Stage {
    changes: Cooling,
    rows: Cooling,
}

impl Stage {
    /// How many exchanges take as long.
    pub const fn exchanges(&self) -> u64 {
        FOR_A_ROUND * (self.changes.rounds + self.rows.rounds) as u64
    }
}

/// Prices of two kinds. Neither knows of the other, and each takes as long, so they are raised side by side.
pub(crate) struct Heat {
    rows: Ascent,
    changes: Ascent,
}

impl Heat {
    /// On from prices of changes that were raised without.
    pub fn soon(problem: &Problem, raised: &[i64]) -> Heat {
        let (mut rows, mut changes) = (Ascent::new(problem, 0), Ascent::new(problem, UNIT));
        rows.start(Terms { unserved: ROW, floor: 0 }, |_| 0);
        changes.start(worth(WORTH), |row| raised[row]);
        Heat { rows, changes }.cooled(&SOON)
    }

    /// Where fewer rows are left than stay unserved, a row is worth less this time.
    pub fn again(self) -> Heat {
        let is_less = self.changes.left() + LEFT < fewest(&self.rows) as f32;
        self.worth(if is_less { WORTH_LESS } else { WORTH }).cooled(&AGAIN)
    }

    pub fn longer(self) -> Heat {
        let Heat { rows, changes } = self.worth(WORTH).cooled(&LONGER);
        let floor = fewest(&rows);
        Heat { rows, changes: worth_less(changes, floor) }
    }

    /// Whether as many rows are left where changes count as must stay unserved where they do not, or a row is worth less
    /// for that already.
    pub fn agrees(&self) -> bool {
        let floor = fewest(&self.rows) as f32;
        (self.changes.left() - floor).abs() < LEFT || self.changes.terms().unserved < WORTH * UNIT
    }

    pub fn changes(&self) -> &Ascent {
        &self.changes
    }

    /// How many rows stay unserved at least, and the proof where there is something to prove.
    pub fn few_unserved(&self, day: &Day) -> Option<(i64, Option<Tree>)> {
        let (tree, least) = only_unserved(day, ROW, self.rows.prices())?;
        let floor = (-(-least).div_euclid(ROW)).max(0);
        Some((floor, (floor > 0).then_some(tree)))
    }

    fn worth(mut self, changes: i64) -> Heat {
        let prices = self.changes.prices();
        self.changes.start(worth(changes), |row| prices[row]);
        self
    }

    fn cooled(self, stage: &Stage) -> Heat {
        let Heat { rows, changes } = self;
        let (rows, changes) =
            side_by_side(|| cool(rows.clone(), stage.rows), || cool(changes, stage.changes));
        Heat { rows, changes }
    }
}

/// A row is worth so many changes.
fn worth(changes: i64) -> Terms {
    Terms { unserved: changes * UNIT, floor: 0 }
}

fn cool(mut ascent: Ascent, Cooling { from, to, rounds }: Cooling) -> Ascent {
    ascent.anneal((from, to), rounds);
    (0..COOLED).for_each(|_| ascent.sweep(Stride::Half));
    ascent
}

fn fewest(rows: &Ascent) -> i64 {
    (-(-rows.bound()).div_euclid(ROW)).max(0)
}

/// Where fewer rows are left than stay unserved, a row is worth less.
fn worth_less(ascent: Ascent, floor: i64) -> Ascent {
    if ascent.left() + LEFT > floor as f32 {
        return ascent;
    }
    let before = Start::of(&ascent);
    let bound = |ascent: &Ascent| ascent.bound() - floor * ascent.terms().unserved;
    let best = bound(&ascent);
    let mut less = ascent;
    less.start(worth(WORTH_LESS), |row| before.prices[row]);
    let mut less = cool(less, WORTH_LESS_COOLING);
    if bound(&less) < best {
        less.start(before.terms, |row| before.prices[row]);
        less.sweep(Stride::Half);
    }
    less
}
