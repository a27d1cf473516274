//! What an assignment costs, counted from scratch, and the order in which costs are compared.
//! The search prices its moves with `Price`; what it hands out is always measured here anew.

use crate::problem::{Goal, Objective, Person, Problem};

/// An objective with the most important level first; arrays compare in exactly that order.
pub(crate) type Price = [i64; LEVELS];
pub(crate) const LEVELS: usize = 7;
pub(crate) const FREE: Price = [0; LEVELS];
/// Where level 5 stands in a price, whatever the goal.
pub(crate) const MINUTES_AT: usize = LEVELS - 1;

/// Where level 4 stands in a price; what comes before is never given up for it.
pub(crate) fn squares_at(goal: Goal) -> usize {
    match goal {
        Goal::Repool => 4,
        Goal::Allocate => 3,
    }
}

impl Objective {
    /// The levels in the order of the goal, most important first: compare two of these to know the better.
    pub fn ranked(&self, goal: Goal) -> [i64; LEVELS] {
        let (told_changed, moved) = (i64::from(self.told_changed), i64::from(self.moved));
        let (unserved, told_unserved) = (i64::from(self.unserved), i64::from(self.told_unserved));
        let (earliness, squares) = (self.earliness as i64, self.squares as i64);
        let minutes = self.minute_squares as i64;
        match goal {
            Goal::Repool => [unserved, told_unserved, told_changed, moved, squares, earliness, minutes],
            Goal::Allocate => [unserved, told_unserved, told_changed, squares, moved, earliness, minutes],
        }
    }
}

/// Counts what `serves` costs. Rows beyond `serves` count as unserved, unknown people carry nothing.
pub fn measure(problem: &Problem, serves: &[Option<Person>]) -> Objective {
    let latest = latest_start(problem);
    let mut total = Objective::default();
    for (index, row) in problem.rows.iter().enumerate() {
        let server = serves.get(index).copied().flatten();
        let is_changed = row.now.is_some() && server != row.now;
        total.unserved += u32::from(server.is_none());
        total.told_unserved += u32::from(server.is_none() && row.told);
        total.told_changed += u32::from(is_changed && row.told);
        total.moved += u32::from(is_changed && !row.told);
        total.earliness += if server.is_none() { u64::from(latest - row.start) } else { 0 };
    }
    for (rows, minutes) in carried(problem, serves) {
        total.squares = total.squares.saturating_add(rows.saturating_mul(rows));
        total.minute_squares = total.minute_squares.saturating_add(minutes.saturating_mul(minutes));
    }
    total
}

/// Rows and minutes each person carries, loads included.
fn carried(problem: &Problem, serves: &[Option<Person>]) -> Vec<(u64, u64)> {
    let mut carried: Vec<(u64, u64)> =
        problem.load.iter().map(|load| (u64::from(load.rows), u64::from(load.minutes))).collect();
    for (row, server) in problem.rows.iter().zip(serves) {
        if let Some((rows, minutes)) = server.and_then(|person| carried.get_mut(person)) {
            *rows += 1;
            *minutes += u64::from(row.minutes());
        }
    }
    carried
}

pub(crate) fn latest_start(problem: &Problem) -> u32 {
    problem.rows.iter().map(|row| row.start).max().unwrap_or(0)
}

pub(crate) fn plus(a: Price, b: Price) -> Price {
    std::array::from_fn(|level| a[level] + b[level])
}

pub(crate) fn minus(a: Price, b: Price) -> Price {
    std::array::from_fn(|level| a[level] - b[level])
}
