//! The basis as two triangles, and every change since then between them; or its inverse, while it is young.
//! FTRAN solves B·x = b, BTRAN solves Bᵀ·y = c; both name a basic variable by the row it is basic in.

use super::inverse::Inverse;
use super::kernel::Pivots;
use super::peel::Columns;
use super::sparse::Sparse;
use super::triangle::Triangle;
use super::updates::Updates;

/// A vector between the triangles; when the inverse is written out, one of its rows by places.
pub(crate) type Halfway = Vec<(u32, f64)>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Factor {
    lower: Triangle,
    upper: Triangle,
    updates: Updates,
    exchanges: usize,
    scratch: Sparse,
    inverse: Option<Inverse>,
}

impl Factor {
    /// Starts anew from these columns.
    pub fn refactor(&mut self, columns: Columns) -> Pivots {
        let rows = columns.rows();
        self.lower.clear();
        self.upper.clear();
        self.updates.clear();
        self.inverse = None;
        self.exchanges = 0;
        if self.scratch.value.len() != rows {
            self.scratch = Sparse::zero(rows);
        }
        let (pivots, order) = columns.factorise(&mut self.lower, &mut self.upper);
        let mut has_pivot = vec![false; rows];
        order.iter().for_each(|&row| has_pivot[row as usize] = true);
        let others = || (0..rows as u32).filter(|&row| !has_pivot[row as usize]);
        self.upper.finish(rows, others().chain(order.iter().copied()));
        self.lower.finish(rows, others().chain(order.iter().rev().copied()));
        pivots
    }

    /// Writes out the inverse of fresh triangles, to be used until they are made anew. `awake`: rows that take part.
    pub fn write_out(&mut self, awake: impl Iterator<Item = u32> + Clone) {
        let mut inverse = Inverse::units(self.scratch.value.len(), awake.clone().count());
        let y = &mut self.scratch;
        for row in awake {
            y.set(row, 1.0);
            self.upper.solve_transposed(y);
            self.lower.solve_transposed(y);
            inverse.write(row, y);
        }
        self.inverse = Some(inverse);
    }

    /// The inverse, if it is written out.
    pub fn inverse(&self) -> Option<&Inverse> {
        self.inverse.as_ref()
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

    /// The variable basic in `row` is replaced: its new column after FTRAN and halfway through it, and the row's unit
    /// vector halfway through BTRAN.
    pub fn replace(&mut self, row: u32, solved: &Sparse, column: &Halfway, unit: &Halfway) {
        self.exchanges += 1;
        let pivot = solved.value[row as usize];
        if let Some(inverse) = &mut self.inverse {
            return inverse.replace(row, solved, pivot, unit);
        }
        let x = &mut self.scratch;
        column.iter().for_each(|&(at, value)| x.add(at, value));
        self.upper.column(row).for_each(|(at, value)| x.add(at, -value));
        let v = x.iter().map(|(at, value)| (at as u32, value));
        self.updates.push(pivot, v, unit.iter().copied());
        x.clear();
    }

    /// A new row with its own slack; `entries`: its coefficients at the basic variables, by their rows.
    pub fn add_row(&mut self, row: u32, entries: impl IntoIterator<Item = (u32, f64)>) {
        if let Some(inverse) = &mut self.inverse {
            return inverse.add_row(row, entries);
        }
        let y = &mut self.scratch;
        entries.into_iter().for_each(|(at, value)| y.add(at, value));
        self.upper.solve_transposed(y);
        let w = y.iter().map(|(at, value)| (at as u32, value));
        self.updates.push(1.0, [(row, 1.0)], w);
        y.clear();
    }

    pub fn ftran(&mut self, x: &mut Sparse) {
        if let Some(inverse) = &self.inverse {
            return inverse.solve(x, &mut self.scratch);
        }
        self.lower.solve_forward(x);
        self.updates.solve(x);
        self.upper.solve_backward(x);
    }

    pub fn btran(&self, y: &mut Sparse) {
        if let Some(inverse) = &self.inverse {
            return inverse.solve_transposed(y);
        }
        self.upper.solve_transposed(y);
        self.updates.solve_transposed(y);
        self.lower.solve_transposed(y);
    }

    /// The same, keeping what there is halfway.
    pub fn ftran_keeping(&mut self, x: &mut Sparse, halfway: &mut Halfway) {
        if self.inverse.is_some() {
            return self.ftran(x);
        }
        self.lower.solve_forward(x);
        self.updates.solve(x);
        keep(x, halfway);
        self.upper.solve_backward(x);
    }

    /// A row of the inverse into an empty vector, keeping what there is halfway.
    pub fn leaving_row(&mut self, row: u32, y: &mut Sparse, halfway: &mut Halfway) {
        if let Some(inverse) = &mut self.inverse {
            return inverse.read(row, y, halfway);
        }
        y.set(row, 1.0);
        self.upper.solve_transposed(y);
        keep(y, halfway);
        self.updates.solve_transposed(y);
        self.lower.solve_transposed(y);
    }
}

fn keep(x: &Sparse, halfway: &mut Halfway) {
    halfway.clear();
    halfway.extend(x.iter().map(|(at, value)| (at as u32, value)));
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

    /// Replaces columns and adds rows at random and compares with the whole matrix.
    #[test]
    fn follows_every_change() {
        follow(|_, _| ());
    }

    #[test]
    fn the_inverse_follows_every_change() {
        follow(|factor, size| factor.write_out(0..size as u32));
    }

    fn follow(prepare: fn(&mut Factor, usize)) {
        const ROWS: usize = 12;
        let mut seed = 99;
        for _round in 0..60 {
            let mut size = 4;
            let mut matrix = vec![vec![0.0; ROWS]; ROWS];
            (0..ROWS).for_each(|row| matrix[row][row] = 1.0);
            let mut factor = Factor::default();
            let mut basis = Columns::new((0..ROWS).map(|row| row < size).collect());
            (0..size).for_each(|row| basis.push(std::iter::once((row as u32, 1.0))));
            assert!(factor.refactor(basis).iter().all(Option::is_some));
            prepare(&mut factor, size);
            for step in 0..20 {
                if step % 3 == 2 && size < ROWS {
                    let entries: Vec<(u32, f64)> = (0..size as u32).map(|at| (at, draw(&mut seed))).collect();
                    entries.iter().for_each(|&(at, value)| matrix[at as usize][size] = value);
                    factor.add_row(size as u32, entries);
                    size += 1;
                } else {
                    exchange_one(&mut factor, &mut matrix, size, &mut seed);
                }
                assert_solves(&mut factor, &matrix, &mut seed);
            }
        }
    }

    /// `matrix` holds the columns by the rows they are basic in.
    fn exchange_one(factor: &mut Factor, matrix: &mut [Vec<f64>], size: usize, seed: &mut u64) {
        let column: Vec<f64> =
            (0..matrix.len()).map(|row| if row < size { draw(seed) } else { 0.0 }).collect();
        let row = (draw(seed) + 3.0) as usize % size;
        let (mut unit, mut halfway) = (Halfway::new(), Halfway::new());
        let mut rho = Sparse::zero(matrix.len());
        factor.leaving_row(row as u32, &mut rho, &mut unit);
        let mut solved = Sparse::zero(matrix.len());
        column.iter().enumerate().for_each(|(at, &value)| solved.add(at as u32, value));
        factor.ftran_keeping(&mut solved, &mut halfway);
        let pivot = solved.value[row];
        if pivot.abs() > 0.1 {
            factor.replace(row as u32, &solved, &halfway, &unit);
            matrix[row] = column;
        }
    }

    fn assert_solves(factor: &mut Factor, matrix: &[Vec<f64>], seed: &mut u64) {
        let wanted: Vec<f64> = matrix.iter().map(|_| draw(seed)).collect();
        let mut x = Sparse::zero(matrix.len());
        wanted.iter().enumerate().for_each(|(row, &value)| x.add(row as u32, value));
        let mut y = x.clone();
        factor.ftran(&mut x);
        factor.btran(&mut y);
        for (at, want) in wanted.iter().enumerate() {
            let got: f64 = matrix.iter().zip(&x.value).map(|(column, x)| column[at] * x).sum();
            let got_transposed: f64 = matrix[at].iter().zip(&y.value).map(|(entry, y)| entry * y).sum();
            assert!((got - want).abs() < 1e-5 && (got_transposed - want).abs() < 1e-5);
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
