//! One exchange: a violated row's variable leaves to its bound, another takes its row, and everything that hangs on
//! it follows: reduced costs, values, weights, and how much the rows that sleep are violated.

use super::ASLEEP;
use super::leave::{Leaving, basic_entries};
use super::ratio::{Runner, SMALLEST};
use super::simplex::{NOWHERE, OUTSIDE, Simplex, Work};

/// How far row and column may disagree about the pivot, for each unit of it.
const DISAGREEMENT: f64 = 1e-6;

impl Simplex<'_> {
    /// One exchange; false when no variable can enter.
    pub(super) fn pivot(&mut self, leaving: Leaving) -> bool {
        let mut work = std::mem::take(&mut self.work);
        let is_possible = self.pivot_with(leaving, &mut work);
        self.work = work;
        is_possible
    }

    fn pivot_with(&mut self, leaving: Leaving, work: &mut Work) -> bool {
        work.rho.clear();
        self.factor.leaving_row(leaving.row as u32, &mut work.rho, &mut work.unit);
        let (entering, is_listed) = self.entering(leaving, work);
        let Some(entering) = entering else {
            // Doubt is settled by fresh triangles once; then it is true.
            if self.factor.is_fresh() {
                return false;
            }
            self.refactor();
            self.price();
            return true;
        };
        self.solve_column(entering.variable, &mut work.solved, &mut work.column);
        let pivot = work.solved.value[leaving.row];
        let error = (pivot - entering.alpha).abs();
        if error > DISAGREEMENT * (1.0 + pivot.abs()) || pivot.abs() < SMALLEST || pivot.is_nan() {
            self.trouble += 1;
            self.refactor();
            self.price();
            return true;
        }
        self.follow_sleepers(entering.variable, work);
        self.find_tau(work);
        self.update_weights(leaving.row, pivot, work);
        self.exchange(leaving, entering, pivot, work);
        if !is_listed {
            self.gather();
        }
        true
    }

    /// The entering column in rows that sleep: its own entries less what the basic variables give up.
    fn follow_sleepers(&self, entering: u32, work: &mut Work) {
        let Work { sleeping, solved, .. } = work;
        sleeping.clear();
        let mut follow = |variable: u32, by: f64| {
            if variable as usize >= self.program.columns() {
                return;
            }
            self.program.matrix.column(variable as usize).for_each(|entry| {
                sleeping.add_if(self.basis[entry.at as usize] == ASLEEP, entry.at, by * entry.value);
            });
        };
        follow(entering, 1.0);
        for (row, value) in solved.iter() {
            if value != 0.0 {
                follow(self.basis[row], -value);
            }
        }
    }

    fn exchange(&mut self, leaving: Leaving, entering: Runner, pivot: f64, work: &mut Work) {
        let (row, goes) = (leaving.row, self.basis[leaving.row] as usize);
        let comes = entering.variable as usize;
        if (self.state[comes].reduced < 0.0) != self.state[comes].is_at_upper {
            self.raise(comes);
        }
        let dual_step = self.state[comes].reduced / entering.alpha;
        self.update_reduced(dual_step, work);
        work.rho.iter().for_each(|(other, value)| self.y.add(other as u32, dual_step * value));
        self.state[comes].reduced = 0.0;
        self.state[goes].reduced = -dual_step;
        self.objective += dual_step * leaving.distance;
        let step = leaving.distance / pivot;
        let value = step + if self.state[comes].is_at_upper { self.upper[comes] } else { 0.0 };
        for (other, coefficient) in work.solved.iter() {
            self.x[other] -= step * coefficient;
        }
        self.x[row] = value;
        self.state[goes].is_at_upper = leaving.distance > 0.0 && self.upper[goes] > 0.0;
        self.state[goes].place = NOWHERE;
        if goes < self.program.columns() {
            self.near.leaves(goes as u32);
        }
        self.state[comes].is_at_upper = false;
        self.state[comes].place = row as u32;
        self.basis[row] = comes as u32;
        self.factor.replace(row as u32, &work.solved, &work.column, &work.unit);
        for &touched in work.solved.touched() {
            self.look_at(touched);
        }
        self.move_sleepers(step, work);
    }

    /// A reduced cost on the wrong side of zero is lifted to it by changing the cost.
    #[inline]
    fn raise(&mut self, variable: usize) {
        self.cost[variable] -= self.state[variable].reduced;
        self.state[variable].reduced = 0.0;
    }

    fn update_reduced(&mut self, dual_step: f64, work: &Work) {
        if dual_step != 0.0 {
            work.row
                .iter()
                .for_each(|&(variable, alpha)| self.lower_by(variable as usize, dual_step * alpha));
        }
    }

    #[inline]
    pub(super) fn lower_by(&mut self, variable: usize, by: f64) {
        let state = &mut self.state[variable];
        state.reduced -= by;
        let is_wrong = if state.is_at_upper { state.reduced > 0.0 } else { state.reduced < 0.0 };
        if is_wrong && !state.is_fixed {
            self.raise(variable);
        }
    }

    fn move_sleepers(&mut self, step: f64, work: &Work) {
        for (row, coefficient) in work.sleeping.iter() {
            self.excess[row] += step * coefficient;
            if row >= self.program.watched && self.excess[row] > OUTSIDE {
                self.notice(row);
            }
        }
    }

    /// A row that sleeps becomes part of the basis, with its slack.
    pub(super) fn join(&mut self, row: usize) {
        let entries: Vec<(u32, f64)> = basic_entries(self.program, self, row).collect();
        self.factor.add_row(row as u32, entries);
        let slack = self.program.columns() + row;
        self.basis[row] = slack as u32;
        self.near.joins(row, &self.program.matrix);
        self.state[slack].place = row as u32;
        self.x[row] = -self.excess[row];
    }
}
