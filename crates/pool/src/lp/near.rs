//! Which columns are priced. Costs are whole numbers and most steps are as small as what was added against ties, so
//! most reduced costs stay far from zero for many exchanges: those are left alone until a step comes near to them,
//! and then caught up with from the prices of the rows. What is near is listed row by row.

use super::leave::Leaving;
use super::matrix::Matrix;
use super::product::{ZERO, product_of};
use super::ratio::{Runner, winner};
use super::simplex::{NOWHERE, Simplex, State, Work};
use super::sparse::Sparse;

/// Reduced costs from here on are far.
const FAR: f64 = 0.5;
/// How much those may have fallen before they are looked at again.
const FALLS: f64 = 0.4;

/// Columns that have left the basis are listed with the others once there are so many.
const MANY: usize = 48;
/// Columns that are so few that listing costs more than it saves.
const FEW: usize = 1_500;

/// Columns that are near.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    is_near: Vec<bool>,
    is_listed: Vec<bool>,
    /// Those that were not basic when they were listed, and what they have in each row.
    columns: Vec<u32>,
    start: Vec<u32>,
    at: Vec<u32>,
    value: Vec<f64>,
    /// Those that have left the basis since.
    late: Vec<u32>,
    /// By how much the others can have fallen since they were listed.
    fallen: f64,
}

impl Near {
    /// Lists anew by reduced costs that are all right.
    fn gather(&mut self, matrix: &Matrix, state: &[State], rows: usize) {
        let columns = state.len() - rows;
        self.fallen = 0.0;
        self.late.clear();
        let is_near = |state: &State| state.place != NOWHERE || state.is_at_upper || state.reduced < FAR;
        self.is_near.clear();
        self.is_near.extend(state[..columns].iter().map(is_near));
        self.start.clear();
        self.start.resize(rows + 2, 0);
        let is_listed =
            |(state, is_near): (&State, &bool)| *is_near && state.place == NOWHERE && !state.is_fixed;
        self.is_listed.clear();
        self.is_listed.extend(state.iter().zip(&self.is_near).map(is_listed));
        self.columns.clear();
        self.columns.extend((0..columns as u32).filter(|&column| self.is_listed[column as usize]));
        for entry in self.columns.iter().flat_map(|&column| matrix.column(column as usize)) {
            self.start[entry.at as usize + 2] += 1;
        }
        for row in 2..rows + 2 {
            self.start[row] += self.start[row - 1];
        }
        self.at.resize(self.start[rows + 1] as usize, 0);
        self.value.resize(self.start[rows + 1] as usize, 0.0);
        for &column in &self.columns {
            for entry in matrix.column(column as usize) {
                let place = &mut self.start[entry.at as usize + 1];
                self.at[*place as usize] = column;
                self.value[*place as usize] = f64::from(entry.value);
                *place += 1;
            }
        }
    }

    /// A column has left the basis.
    pub fn leaves(&mut self, column: u32) {
        if let Some(is_listed @ false) = self.is_listed.get_mut(column as usize) {
            *is_listed = true;
            self.late.push(column);
        }
    }

    /// Listed columns of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.start[row] as usize..self.start[row + 1] as usize;
        self.at[range.clone()].iter().copied().zip(self.value[range].iter().copied())
    }

    /// How many those are.
    fn count(&self, row: usize) -> usize {
        (self.start[row + 1] - self.start[row]) as usize
    }
}

impl Simplex<'_> {
    /// Who enters, and whether what is listed stays right. Programs with few columns are priced whole.
    pub(super) fn entering(&mut self, leaving: Leaving, work: &mut Work) -> (Option<Runner>, bool) {
        if self.program.columns() < FEW {
            self.price_row(leaving, work);
            return (winner(&work.runners, self.cost_scale), true);
        }
        self.price_near(leaving, work);
        let entering = winner(&work.runners, self.cost_scale);
        if entering.is_some_and(|entering| self.is_sure(&entering, &work.rho)) {
            return (entering, true);
        }
        self.catch_up(work);
        self.price_row(leaving, work);
        (winner(&work.runners, self.cost_scale), false)
    }

    /// Coefficients of the leaving row at nonbasic variables that are near, and who of them may enter.
    fn price_near(&mut self, leaving: Leaving, work: &mut Work) {
        let Work { rho, product, row, runners, .. } = work;
        let sign = self.price_slacks(leaving, rho, row, runners);
        let nonzeros: usize = rho.iter().map(|(at, _)| self.near.count(at)).sum();
        if nonzeros * 2 < self.near.at.len() {
            product.near(rho, &self.near, |column, value| {
                self.enlist(column as usize, value, sign, row, runners);
            });
        } else {
            let near = self.near.columns.iter();
            near.for_each(|&column| self.enlist_one(column, rho, sign, row, runners));
        }
        self.near.late.iter().for_each(|&column| self.enlist_one(column, rho, sign, row, runners));
    }

    #[inline]
    fn enlist_one(
        &self,
        column: u32,
        rho: &Sparse,
        sign: f64,
        row: &mut Vec<(u32, f64)>,
        runners: &mut Vec<Runner>,
    ) {
        let alpha = product_of(rho, &self.program.matrix, column);
        if alpha.abs() > ZERO {
            self.enlist(column as usize, alpha, sign, row, runners);
        }
    }

    /// Whether no column that is far can be passed by this step; if so, the step is noted.
    fn is_sure(&mut self, entering: &Runner, rho: &Sparse) -> bool {
        let steepest = rho.iter().fold(0.0_f64, |most, (_, value)| most.max(value.abs()));
        let step = (entering.distance / entering.rate).abs();
        let falls = step * steepest * self.program.matrix.longest_column() as f64;
        let is_sure = self.near.fallen + falls < FALLS && self.near.late.len() < MANY;
        if is_sure {
            self.near.fallen += falls;
        }
        is_sure
    }

    /// Reduced costs of the far columns from the prices of the rows.
    fn catch_up(&mut self, work: &mut Work) {
        let Simplex { program, state, cost, near, y, .. } = self;
        work.product.all(y, &program.matrix, |column, value| {
            if !near.is_near[column] {
                state[column].reduced = cost[column] - value;
            }
        });
    }

    /// Lists anew what is near, once all reduced costs are right.
    pub(super) fn gather(&mut self) {
        if self.program.columns() < FEW {
            return;
        }
        self.near.gather(&self.program.matrix, &self.state, self.program.rows());
    }
}
