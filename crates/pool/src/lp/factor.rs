//! The basis as triangles, and every change since then as one more factor.
//! FTRAN solves B·x = b, BTRAN solves Bᵀ·y = c; both name a basic variable by the row it is basic in.

use super::etas::Etas;
use super::kernel::Pivots;
use super::peel::Columns;
use super::sparse::Sparse;

#[derive(Clone, Debug, Default)]
pub(crate) struct Factor {
    lower: Etas,
    upper: Etas,
    updates: Etas,
    exchanges: usize,
}

impl Factor {
    /// Starts anew from these columns.
    pub fn refactor(&mut self, columns: Columns) -> Pivots {
        self.lower.clear();
        self.upper.clear();
        self.updates.clear();
        self.exchanges = 0;
        columns.factorise(&mut self.lower, &mut self.upper)
    }

    /// Whether no variable was replaced since the triangles were made.
    pub fn is_fresh(&self) -> bool {
        self.exchanges == 0
    }

    /// Variables replaced since the triangles were made.
    pub fn exchanges(&self) -> usize {
        self.exchanges
    }

    /// Entries of the triangles and of the updates.
    pub fn nonzeros(&self) -> (usize, usize) {
        (self.lower.nonzeros() + self.upper.nonzeros(), self.updates.nonzeros())
    }

    /// The variable basic in `row` is replaced by one whose column, solved by FTRAN, is given.
    pub fn replace(&mut self, row: u32, solved: &Sparse) {
        self.exchanges += 1;
        let others = solved.iter().filter(|&(at, value)| at != row as usize && value != 0.0);
        let entries = others.map(|(at, value)| (at as u32, value));
        self.updates.push(row, solved.value[row as usize], entries);
    }

    /// A new row with its own slack; `entries`: its coefficients at the basic variables, by their rows.
    pub fn add_row(&mut self, row: u32, entries: impl IntoIterator<Item = (u32, f64)>) {
        self.updates.push(row, 0.0, entries);
    }

    pub fn ftran(&self, x: &mut Sparse) {
        (0..self.lower.len()).for_each(|index| self.lower.solve_column(index, x));
        (0..self.upper.len()).rev().for_each(|index| self.upper.solve_column(index, x));
        for index in 0..self.updates.len() {
            if self.updates.is_row(index) {
                self.updates.solve_row(index, x);
            } else {
                self.updates.solve_column(index, x);
            }
        }
    }

    pub fn btran(&self, y: &mut Sparse) {
        for index in (0..self.updates.len()).rev() {
            if self.updates.is_row(index) {
                self.updates.solve_row_transposed(index, y);
            } else {
                self.updates.solve_column_transposed(index, y);
            }
        }
        (0..self.upper.len()).for_each(|index| self.upper.solve_column_transposed(index, y));
        (0..self.lower.len()).rev().for_each(|index| self.lower.solve_column_transposed(index, y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small number in -3..=3 from a seed, deterministic.
    fn draw(seed: &mut u64) -> f64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*seed >> 33) % 7) as f64 - 3.0
    }

    fn times(columns: &[Vec<f64>], pivots: &Pivots, x: &Sparse) -> Vec<f64> {
        let mut product = vec![0.0; columns.len()];
        for (column, row) in columns.iter().zip(pivots) {
            let value = x.value[row.unwrap() as usize];
            column.iter().zip(&mut product).for_each(|(entry, sum)| *sum += entry * value);
        }
        product
    }

    #[test]
    fn solves_both_ways_whatever_the_basis() {
        let mut seed = 7;
        for size in 1..12 {
            for _round in 0..40 {
                check_one(size, &mut seed);
            }
        }
    }

    fn check_one(size: usize, seed: &mut u64) {
        let columns: Vec<Vec<f64>> = (0..size).map(|_| (0..size).map(|_| draw(seed)).collect()).collect();
        let mut basis = Columns::new(vec![true; size]);
        for column in &columns {
            let entries = column.iter().enumerate().filter(|(_, value)| **value != 0.0);
            basis.push(entries.map(|(row, &value)| (row as u32, value)));
        }
        let mut factor = Factor::default();
        let pivots = factor.refactor(basis);
        if pivots.iter().any(Option::is_none) {
            return; // singular
        }
        let wanted: Vec<f64> = (0..size).map(|_| draw(seed)).collect();
        let mut x = Sparse::zero(size);
        wanted.iter().enumerate().for_each(|(row, &value)| x.add(row as u32, value));
        factor.ftran(&mut x);
        let product = times(&columns, &pivots, &x);
        product.iter().zip(&wanted).for_each(|(got, want)| assert!((got - want).abs() < 1e-6));
        let mut y = Sparse::zero(size);
        pivots.iter().zip(&wanted).for_each(|(row, &value)| y.add(row.unwrap(), value));
        factor.btran(&mut y);
        for (column, want) in columns.iter().zip(&wanted) {
            let got: f64 = column.iter().enumerate().map(|(row, entry)| entry * y.value[row]).sum();
            assert!((got - want).abs() < 1e-6);
        }
    }
}
