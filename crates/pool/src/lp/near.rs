//! Which columns are priced. Costs are whole numbers and most steps are as small as what was added against ties, so
//! most reduced costs stay far from zero for many exchanges: those are left alone until a step comes near to them,
//! and then caught up with from the prices of the rows. What is near is listed row by row.

use super::ASLEEP;
use super::leave::Leaving;
use super::list::List;
use super::matrix::{Entry, Matrix};
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
    is_late: Vec<bool>,
    /// Those that were not basic when they were listed.
    columns: Vec<u32>,
    /// What those have in each row that is awake, and what they have in all rows.
    rows: Vec<(u32, u32)>,
    entries: Vec<(u32, f64)>,
    nonzeros: usize,
    /// Those that have left the basis since.
    late: Vec<u32>,
    /// By how much the others can have fallen since they were listed.
    fallen: f64,
}

impl Near {
    /// Lists anew by reduced costs that are all right. `basis`: which rows sleep.
    fn gather(&mut self, matrix: &Matrix, state: &[State], basis: &[u32]) {
        self.fallen = 0.0;
        self.late.clear();
        self.is_late.clear();
        self.is_late.resize(state.len() - basis.len(), false);
        self.choose(&state[..state.len() - basis.len()]);
        self.nonzeros = self.columns.iter().map(|&column| matrix.length(column as usize)).sum();
        self.list_rows(matrix, basis);
    }

    /// Column by column, which are far fewer than what the rows hold: counted first, then put in their places.
    fn list_rows(&mut self, matrix: &Matrix, basis: &[u32]) {
        let Near { columns, rows, entries, .. } = self;
        rows.clear();
        rows.resize(basis.len(), (0, 0));
        let is_awake = |entry: &Entry| basis[entry.at as usize] != ASLEEP;
        for &column in &*columns {
            matrix
                .column(column as usize)
                .for_each(|entry| rows[entry.at as usize].1 += u32::from(is_awake(&entry)));
        }
        let mut sum = 0;
        for (from, until) in rows.iter_mut() {
            (*from, sum) = (sum, sum + *until);
            *until = *from;
        }
        entries.clear();
        entries.resize(sum as usize, (0, 0.0));
        for &column in &*columns {
            matrix.column(column as usize).filter(is_awake).for_each(|entry| {
                let (_, until) = &mut rows[entry.at as usize];
                entries[*until as usize] = (column, entry.value);
                *until += 1;
            });
        }
    }

    fn list_row(&mut self, row: usize, matrix: &Matrix) {
        let Near { is_listed, rows, entries, .. } = self;
        let from = entries.len() as u32;
        let listed = matrix.row(row).filter(|entry| is_listed[entry.at as usize]);
        entries.extend(listed.map(|entry| (entry.at, entry.value)));
        rows[row] = (from, entries.len() as u32);
    }

    /// Which columns are near, and which of those are listed.
    fn choose(&mut self, state: &[State]) {
        self.is_near.resize(state.len(), false);
        self.is_listed.resize(state.len(), false);
        let mut columns = List::with_memory(std::mem::take(&mut self.columns), state.len());
        let notes = self.is_near.iter_mut().zip(&mut self.is_listed);
        for (column, (state, (is_near, is_listed))) in state.iter().zip(notes).enumerate() {
            let is_out = state.place == NOWHERE;
            *is_near = !is_out | state.is_at_upper | (state.reduced < FAR);
            *is_listed = *is_near & is_out & !state.is_fixed;
            columns.push_if(*is_listed, column as u32);
        }
        self.columns = columns.into_vec();
    }

    /// A row has woken since.
    pub fn joins(&mut self, row: usize, matrix: &Matrix) {
        if self.rows.get(row).is_some_and(|(from, until)| from == until) {
            self.list_row(row, matrix);
        }
    }

    /// A column has left the basis.
    pub fn leaves(&mut self, column: u32) {
        if let Some(is_late @ false) = self.is_late.get_mut(column as usize)
            && !self.is_listed[column as usize]
        {
            *is_late = true;
            self.late.push(column);
        }
    }

    /// Listed columns of a row.
    #[inline]
    pub fn row(&self, row: usize) -> &[(u32, f64)] {
        let (from, until) = self.rows[row];
        &self.entries[from as usize..until as usize]
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
        let nonzeros: usize = rho.iter().map(|(at, _)| self.near.row(at).len()).sum();
        if nonzeros * 2 < self.near.nonzeros {
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
            // Nobody foresees who is near, so it is written in any case.
            let reduced = &mut state[column].reduced;
            *reduced = if near.is_near[column] { *reduced } else { cost[column] - value };
        });
    }

    /// Lists anew what is near, once all reduced costs are right.
    pub(super) fn gather(&mut self) {
        if self.program.columns() < FEW {
            return;
        }
        self.near.gather(&self.program.matrix, &self.state, &self.basis);
    }
}
