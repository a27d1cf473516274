//! One sum instead of many levels: what each level weighs in a tree of a certificate, and so what every choice costs.
//! Any weights prove something true; good weights are so far apart that a higher level can never be bought.

use crate::problem::{Goal, Objective, Person, Problem, Row};

/// How much one unit of each level counts. Never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    pub unserved: i64,
    pub told_unserved: i64,
    pub told_changed: i64,
    pub moved: i64,
    pub squares: i64,
}

/// Levels of an objective that can be proven, most important first; see [`Goal`].
pub(crate) const PROVABLE: usize = 5;

impl Weights {
    /// What a row costs when nobody serves it.
    pub(crate) fn unserved(&self, row: &Row) -> i64 {
        let told = if row.told { self.told_unserved } else { 0 };
        self.unserved + told + self.served_anew(row)
    }

    /// What a row costs when this person serves it, the load aside.
    pub(crate) fn served(&self, row: &Row, person: Person) -> i64 {
        if row.now == Some(person) { 0 } else { self.served_anew(row) }
    }

    /// The same of whoever does not serve it now.
    pub(crate) fn served_anew(&self, row: &Row) -> i64 {
        match row.now {
            Some(_) if row.told => self.told_changed,
            Some(_) => self.moved,
            None => 0,
        }
    }

    /// The weighted sum of an answer's levels.
    pub(crate) fn value(&self, found: &Objective) -> i64 {
        let levels = found.provable(Goal::Repool).into_iter().zip(self.ranked(Goal::Repool));
        levels.map(|(level, weight)| level.saturating_mul(weight)).fold(0, i64::saturating_add)
    }

    /// The weights in the order of the goal.
    pub(crate) fn ranked(&self, goal: Goal) -> [i64; PROVABLE] {
        match goal {
            Goal::Repool => [self.unserved, self.told_unserved, self.told_changed, self.moved, self.squares],
            Goal::Allocate => {
                [self.unserved, self.told_unserved, self.told_changed, self.squares, self.moved]
            }
        }
    }

    /// True when every weight is at least zero and none exceeds `most`.
    pub(crate) fn are_within(&self, most: i64) -> bool {
        self.ranked(Goal::Repool).iter().all(|weight| (0..=most).contains(weight))
    }
}

/// The most that each level can be, whatever the assignment.
pub(crate) fn worst(problem: &Problem) -> Objective {
    let count = |wanted: fn(&Row) -> bool| problem.rows.iter().filter(|row| wanted(row)).count() as u32;
    let load: u64 = problem.load.iter().map(|load| u64::from(load.rows)).sum();
    let all = load.saturating_add(problem.rows.len() as u64);
    Objective {
        unserved: problem.rows.len() as u32,
        told_unserved: count(|row| row.told),
        told_changed: count(|row| row.told && row.now.is_some()),
        moved: count(|row| !row.told && row.now.is_some()),
        squares: all.saturating_mul(all),
        ..Objective::default()
    }
}

impl Objective {
    /// The provable levels in the order of the goal.
    pub(crate) fn provable(&self, goal: Goal) -> [i64; PROVABLE] {
        let squares = i64::try_from(self.squares).unwrap_or(i64::MAX);
        let [unserved, told_unserved, told_changed, moved] =
            [self.unserved, self.told_unserved, self.told_changed, self.moved].map(i64::from);
        match goal {
            Goal::Repool => [unserved, told_unserved, told_changed, moved, squares],
            Goal::Allocate => [unserved, told_unserved, told_changed, squares, moved],
        }
    }
}
