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
/// From what heat to what, in units of price, and in how many rounds: soon, and longer on from there.
const SOON: Cooling = Cooling { from: UNIT as f32, to: 0.01 * UNIT as f32, rounds: 60 };
const LONGER: Cooling = Cooling { from: 0.3 * UNIT as f32, to: 0.002 * UNIT as f32, rounds: 100 };
const WORTH_LESS_COOLING: Cooling = Cooling { rounds: 60, ..LONGER };
const ROWS_SOON: Cooling = Cooling { from: 0.1 * ROW as f32, to: 0.0003 * ROW as f32, rounds: 60 };
const ROWS_LONGER: Cooling = Cooling { from: 0.05 * ROW as f32, rounds: 120, ..ROWS_SOON };
/// Then so many walks with half strides.
const COOLED: usize = 16;
/// Rounds take about as long as so many exchanges each.
const FOR_A_ROUND: u64 = 10;

#[derive(Clone, Copy)]
struct Cooling {
    from: f32,
    to: f32,
    rounds: u16,
}

/// Prices of two kinds. Neither knows of the other, and each takes as long, so they are raised side by side.
pub(crate) struct Heat {
    rows: Ascent,
    changes: Ascent,
}

impl Heat {
    /// How many exchanges take as long.
    pub const SOON: u64 = FOR_A_ROUND * (SOON.rounds + ROWS_SOON.rounds) as u64;
    pub const LONGER: u64 = FOR_A_ROUND * (LONGER.rounds + ROWS_LONGER.rounds) as u64;

    /// On from prices that were raised without heat.
    pub fn soon(problem: &Problem, raised: &Ascent) -> Heat {
        let rows = || {
            let mut rows = Ascent::new(problem, 0);
            rows.start(Terms { unserved: ROW, floor: 0 }, |_| 0);
            cool(rows, ROWS_SOON)
        };
        let changes = || {
            let (mut changes, raised) = (Ascent::new(problem, UNIT), raised.prices());
            changes.start(Terms { unserved: WORTH * UNIT, floor: 0 }, |row| raised[row]);
            cool(changes, SOON)
        };
        let (rows, changes) = side_by_side(rows, changes);
        Heat { rows, changes }
    }

    pub fn longer(self) -> Heat {
        let Heat { rows, changes } = self;
        let (rows, changes) = side_by_side(|| cool(rows.clone(), ROWS_LONGER), || cool(changes, LONGER));
        let floor = fewest(&rows);
        Heat { rows, changes: worth_less(changes, floor) }
    }

    /// Whether as many rows are left where changes count as must stay unserved where they do not.
    pub fn agrees(&self) -> bool {
        (self.changes.left() - fewest(&self.rows) as f32).abs() < LEFT
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
    less.start(Terms { unserved: WORTH_LESS * UNIT, floor: 0 }, |row| before.prices[row]);
    let mut less = cool(less, WORTH_LESS_COOLING);
    if bound(&less) < best {
        less.start(before.terms, |row| before.prices[row]);
        less.sweep(Stride::Half);
    }
    less
}
