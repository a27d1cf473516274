//! Which columns are priced. Costs are whole numbers and most steps are as small as what was added against ties, so
//! most reduced costs stay far from zero for many exchanges: those are left alone until a step comes near to them,
//! and then caught up with from the prices of the rows. What is near is listed row by row.

use super::leave::Leaving;
use super::matrix::Matrix;
use super::ratio::Runner;
use super::simplex::{NOWHERE, Simplex, State, Work};
use super::sparse::Sparse;

/// Reduced costs from here on are far.
const FAR: f64 = 0.5;
/// How much those may have fallen before they are looked at again.
const FALLS: f64 = 0.4;

/// Columns that are near, and all basic ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    is_near: Vec<bool>,
    start: Vec<u32>,
    at: Vec<u32>,
    value: Vec<f64>,
    /// By how much the others can have fallen since they were listed.
    fallen: f64,
}

impl Near {
    /// Lists anew by reduced costs that are all right.
    fn gather(&mut self, matrix: &Matrix, state: &[State], rows: usize) {
        let columns = state.len() - rows;
        self.fallen = 0.0;
        self.is_near.clear();
        let is_near = |state: &State| state.place != NOWHERE || state.is_at_upper || state.reduced < FAR;
        self.is_near.extend(state[..columns].iter().map(is_near));
        self.start.clear();
        self.start.resize(rows + 1, 0);
        let near = || (0..columns).filter(|&column| self.is_near[column]);
        for entry in near().flat_map(|column| matrix.column(column)) {
            self.start[entry.at as usize + 1] += 1;
        }
        for row in 0..rows {
            self.start[row + 1] += self.start[row];
        }
        self.at.resize(self.start[rows] as usize, 0);
        self.value.resize(self.start[rows] as usize, 0.0);
        for column in (0..columns).rev().filter(|&column| self.is_near[column]) {
            for entry in matrix.column(column) {
                let place = &mut self.start[entry.at as usize + 1];
                *place -= 1;
                self.at[*place as usize] = column as u32;
                self.value[*place as usize] = f64::from(entry.value);
            }
        }
        // Every start has become the one before it.
        self.start.remove(0);
        self.start.push(self.at.len() as u32);
    }

    /// The near columns of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.start[row] as usize..self.start[row + 1] as usize;
        self.at[range.clone()].iter().copied().zip(self.value[range].iter().copied())
    }
}

impl Simplex<'_> {
    /// Coefficients of the leaving row at nonbasic variables that are near, and who of them may enter.
    pub(super) fn price_near(&mut self, leaving: Leaving, work: &mut Work) {
        let Work { rho, product, row, runners, .. } = work;
        let sign = self.price_slacks(leaving, rho, row, runners);
        product.near(rho, &self.near, |column, value| {
            self.enlist(column as usize, value, sign, row, runners);
        });
    }

    /// Whether no column that is far can be passed by this step; if so, the step is noted.
    pub(super) fn is_sure(&mut self, entering: &Runner, rho: &Sparse) -> bool {
        let steepest = rho.iter().fold(0.0_f64, |most, (_, value)| most.max(value.abs()));
        let step = (entering.distance / entering.rate).abs();
        let falls = step * steepest * self.program.matrix.longest_column() as f64;
        let is_sure = self.near.fallen + falls < FALLS;
        if is_sure {
            self.near.fallen += falls;
        }
        is_sure
    }

    /// Reduced costs of the far columns from the prices of the rows.
    pub(super) fn catch_up(&mut self, work: &mut Work) {
        let Simplex { program, state, cost, near, y, .. } = self;
        work.product.all(y, &program.matrix, |column, value| {
            if !near.is_near[column] {
                state[column].reduced = cost[column] - value;
            }
        });
    }

    /// Lists anew what is near, once all reduced costs are right.
    pub(super) fn gather(&mut self) {
        self.near.gather(&self.program.matrix, &self.state, self.program.rows());
    }
}
