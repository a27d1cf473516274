//! Which variable enters: the leaving row is priced out, and whoever reaches zero first wins (`ratio.rs`).

use super::ASLEEP;
use super::factor::Halfway;
use super::leave::Leaving;
use super::ratio::{Runner, SMALLEST};
use super::simplex::{NOWHERE, Simplex, Work};
use super::sparse::Sparse;

impl Simplex<'_> {
    /// Coefficients of the leaving row at all nonbasic variables, and who of them may enter.
    pub(super) fn price_row(&mut self, leaving: Leaving, work: &mut Work) {
        let Work { rho, product, row, runners, .. } = work;
        let sign = self.price_slacks(leaving, rho, row, runners);
        let matrix = &self.program.matrix;
        product.each(rho, matrix, |column, value| self.enlist(column as usize, value, sign, row, runners));
    }

    /// Begins with the slacks; tells the sign of the violation.
    pub(super) fn price_slacks(
        &self,
        leaving: Leaving,
        rho: &Sparse,
        row: &mut Vec<(u32, f64)>,
        runners: &mut Vec<Runner>,
    ) -> f64 {
        row.clear();
        runners.clear();
        let sign = if leaving.distance > 0.0 { 1.0 } else { -1.0 };
        let columns = self.program.columns();
        rho.iter().for_each(|(at, value)| self.enlist(columns + at, value, sign, row, runners));
        sign
    }

    #[inline]
    pub(super) fn enlist(
        &self,
        variable: usize,
        alpha: f64,
        sign: f64,
        row: &mut Vec<(u32, f64)>,
        runners: &mut Vec<Runner>,
    ) {
        let state = self.state[variable];
        if (alpha == 0.0) | (state.place != NOWHERE) | state.is_fixed {
            return;
        }
        row.push((variable as u32, alpha));
        let side = if state.is_at_upper { -1.0 } else { 1.0 };
        let (rate, distance) = (alpha * sign * side, state.reduced * side);
        if rate > SMALLEST {
            runners.push(Runner { variable: variable as u32, alpha, rate, distance });
        }
    }

    /// The column of a variable, by the rows of the basis.
    pub(super) fn solve_column(&mut self, variable: u32, solved: &mut Sparse, halfway: &mut Halfway) {
        solved.clear();
        match (variable as usize).checked_sub(self.program.columns()) {
            Some(row) => solved.set(row as u32, 1.0),
            None => {
                self.program.matrix.column(variable as usize).for_each(|entry| {
                    if self.basis[entry.at as usize] != ASLEEP {
                        solved.set(entry.at, entry.value);
                    }
                });
            }
        }
        self.factor.ftran_keeping(solved, halfway);
    }
}
