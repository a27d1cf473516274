//! Which row leaves: the one that is violated most for how steep it is (dual steepest edge: J. Forrest and
//! D. Goldfarb, "Steepest-edge simplex algorithms for linear programming", 1992). Rows that sleep take part as soon
//! as they are violated, with a guess at first; they join the basis when they are chosen, and most never are.

use super::simplex::{NOWHERE, OUTSIDE, Simplex, Work};
use super::{ASLEEP, Program};

const SMALLEST_WEIGHT: f64 = 1e-4;

/// A violated row and the bound its variable leaves to.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    pub row: usize,
    /// Value less bound.
    pub distance: f64,
}

impl Simplex<'_> {
    /// The violated row that is steepest, ties to the smallest.
    pub(super) fn leaving(&mut self) -> Option<Leaving> {
        let (mut best, mut best_score) = (None, 0.0);
        let mut at = 0;
        while at < self.listed.len() {
            let row = self.listed[at] as usize;
            let distance = self.outside(row);
            if distance == 0.0 {
                self.is_listed[row] = false;
                self.listed.swap_remove(at);
                continue;
            }
            at += 1;
            let score = distance * distance / self.weight[row];
            let is_first = best.is_none_or(|known: Leaving| row < known.row);
            if score > best_score || (score == best_score && is_first) {
                best_score = score;
                best = Some(Leaving { row, distance });
            }
        }
        best
    }

    /// How far the variable of a row is outside its bounds, below zero when it is too small.
    fn outside(&self, row: usize) -> f64 {
        if self.basis[row] == ASLEEP {
            let is_violated = row >= self.program.watched && self.excess[row] > OUTSIDE;
            return if is_violated { -self.excess[row] } else { 0.0 };
        }
        let (value, upper) = (self.x[row], self.upper[self.basis[row] as usize]);
        if value < -OUTSIDE {
            value
        } else if value > upper + OUTSIDE {
            value - upper
        } else {
            0.0
        }
    }

    pub(super) fn look_at(&mut self, row: u32) {
        if !self.is_listed[row as usize] && self.outside(row as usize) != 0.0 {
            self.is_listed[row as usize] = true;
            self.listed.push(row);
        }
    }

    /// A row that sleeps and is violated may be chosen. Its weight is guessed once, from the rows its basic
    /// variables are in, and kept up from then on.
    pub(super) fn notice(&mut self, row: usize) {
        if !self.is_weighed[row] {
            self.is_weighed[row] = true;
            let places = basic_entries(self.program, self, row);
            self.weight[row] =
                places.map(|(place, _)| self.weight[place as usize]).fold(1.0, |sum, weight| sum + weight);
        }
        self.look_at(row as u32);
    }

    /// What the weights take: the leaving row through the basis. The inverse gives it where it is asked for.
    pub(super) fn find_tau(&mut self, work: &mut Work) {
        let Some(inverse) = self.factor.inverse() else {
            work.tau.copy_from(&work.rho);
            return self.factor.ftran(&mut work.tau);
        };
        let Work { rho, unit, solved, tau, sleeping, .. } = work;
        tau.clear();
        let mut find = |row: u32| {
            if !tau.is_touched(row) {
                tau.set(row, inverse.product(row, rho, unit));
            }
        };
        solved.iter().filter(|(_, value)| *value != 0.0).for_each(|(row, _)| find(row as u32));
        let asked = sleeping.iter().filter(|(row, value)| self.is_weighed[*row] && *value != 0.0);
        asked.for_each(|(row, _)| basic_entries(self.program, self, row).for_each(|(place, _)| find(place)));
    }

    /// The weights after an exchange in `row`, before it is carried out.
    pub(super) fn update_weights(&mut self, row: usize, pivot: f64, work: &Work) {
        let own: f64 = work.rho.iter().map(|(_, value)| value * value).fold(0.0, |sum, square| sum + square);
        for (other, value) in work.sleeping.iter() {
            if self.is_weighed[other] && value != 0.0 {
                let members = basic_entries(self.program, self, other);
                let tau =
                    members.fold(0.0, |sum, (place, value)| sum - value * work.tau.value[place as usize]);
                self.weight[other] = updated(self.weight[other], value / pivot, tau, own);
            }
        }
        for (other, value) in work.solved.iter() {
            if other != row && value != 0.0 {
                self.weight[other] = updated(self.weight[other], value / pivot, work.tau.value[other], own);
            }
        }
        let own = own / (pivot * pivot);
        self.weight[row] = if own > SMALLEST_WEIGHT { own } else { SMALLEST_WEIGHT };
    }
}

#[inline]
fn updated(weight: f64, ratio: f64, tau: f64, own: f64) -> f64 {
    let weight = weight - 2.0 * ratio * tau + ratio * ratio * own;
    if weight > SMALLEST_WEIGHT { weight } else { SMALLEST_WEIGHT }
}

/// The basic columns in a row of the program: the rows they are basic in, and their coefficients.
pub(super) fn basic_entries<'s>(
    program: &'s Program,
    simplex: &'s Simplex,
    row: usize,
) -> impl Iterator<Item = (u32, f64)> + 's {
    program.matrix.row(row).filter_map(|entry| {
        let place = simplex.state[entry.at as usize].place;
        (place != NOWHERE).then_some((place, entry.value))
    })
}
