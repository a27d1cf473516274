//! A sparse vector times the matrix: row by row while it is short. A long one is summed up over the rows first, so
//! that the run of every column is one difference; that looks at each column once instead of at each nonzero.

use super::matrix::Matrix;
use super::near::Near;
use super::sparse::Sparse;

/// Coefficients smaller than this are zero.
pub(super) const ZERO: f64 = 1e-11;

/// The coefficient of one column.
#[inline]
pub(super) fn product_of(vector: &Sparse, matrix: &Matrix, column: u32) -> f64 {
    let entries = matrix.column(column as usize);
    entries.fold(0.0, |sum, entry| sum + entry.value * vector.value[entry.at as usize])
}

/// Memory for products, used anew each time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Product {
    /// Sums at places that were touched, which are listed as in `sparse.rs`.
    sums: Sparse,
    /// Sum of all values before each row.
    before: Vec<f64>,
    /// What the runs do not say.
    extra: Vec<f64>,
}

impl Product {
    pub fn new(columns: usize, rows: usize) -> Product {
        Product { sums: Sparse::zero(columns), before: vec![0.0; rows + 1], extra: vec![0.0; columns] }
    }

    /// Hands over every coefficient of `vector`ᵀ·`matrix` that is not zero, with its column.
    pub fn each(&mut self, vector: &Sparse, matrix: &Matrix, take: impl FnMut(u32, f64)) {
        let nonzeros: usize = vector.iter().map(|(row, _)| matrix.count(row)).sum();
        if nonzeros * 2 < matrix.runs().len() {
            self.by_rows(vector, matrix, take);
        } else {
            self.by_runs(vector, matrix, take);
        }
    }

    /// The same for near columns only.
    pub fn near(&mut self, vector: &Sparse, near: &Near, take: impl FnMut(u32, f64)) {
        for (row, value) in vector.iter().filter(|(_, value)| value.abs() > ZERO) {
            near.row(row)
                .iter()
                .for_each(|&(column, coefficient)| self.sums.add(column, value * coefficient));
        }
        self.hand_over(take);
    }

    fn by_rows(&mut self, vector: &Sparse, matrix: &Matrix, take: impl FnMut(u32, f64)) {
        for (row, value) in vector.iter().filter(|(_, value)| value.abs() > ZERO) {
            match matrix.plain_row(row) {
                Some(plain) => plain.iter().for_each(|&column| self.sums.add(column, value)),
                None => matrix.row(row).for_each(|entry| self.sums.add(entry.at, value * entry.value)),
            }
        }
        self.hand_over(take);
    }

    fn hand_over(&mut self, mut take: impl FnMut(u32, f64)) {
        for (column, sum) in self.sums.iter() {
            if sum.abs() > ZERO {
                take(column as u32, sum);
            }
        }
        self.sums.clear();
    }

    fn by_runs(&mut self, vector: &Sparse, matrix: &Matrix, mut take: impl FnMut(u32, f64)) {
        self.all(vector, matrix, |column, coefficient| {
            if coefficient.abs() > ZERO {
                take(column as u32, coefficient);
            }
        });
    }

    /// Hands over every coefficient, zero or not, of one column after the other.
    pub fn all(&mut self, vector: &Sparse, matrix: &Matrix, mut take: impl FnMut(usize, f64)) {
        let runs = matrix.runs();
        let mut has_extras = false;
        for (row, value) in vector.iter() {
            for entry in matrix.extras(row) {
                self.extra[entry.at as usize] += value * entry.value;
                has_extras = true;
            }
        }
        let mut sum = 0.0;
        for (before, value) in self.before[1..].iter_mut().zip(&vector.value) {
            sum += value;
            *before = sum;
        }
        for (column, run) in runs.iter().enumerate() {
            let within = self.before[run.until as usize] - self.before[run.from as usize];
            let mut coefficient = vector.value[run.row as usize] + within;
            if has_extras {
                coefficient += std::mem::take(&mut self.extra[column]);
            }
            take(column, coefficient);
        }
        for column in runs.len()..self.extra.len() {
            let coefficient = std::mem::take(&mut self.extra[column]);
            take(column, coefficient);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::MatrixBuilder;
    use super::*;

    #[test]
    fn both_ways_agree() {
        let mut builder = MatrixBuilder::new(7);
        for column in 0..6 {
            builder.push_run(column % 3, 4 + column % 2..6 + column % 3);
            if column % 2 == 0 {
                builder.push(3, -1.0);
            }
            builder.end_column();
        }
        builder.push(3, 2.0);
        builder.end_column();
        let matrix = builder.finish(9);
        let mut vector = Sparse::zero(9);
        [(0, 1.0), (3, 0.5), (5, -1.5), (6, 0.25)].into_iter().for_each(|(at, value)| vector.set(at, value));
        let mut product = Product::new(7, 9);
        let (mut by_rows, mut by_runs) = (Vec::new(), Vec::new());
        product.by_rows(&vector, &matrix, |column, value| by_rows.push((column, value)));
        product.by_runs(&vector, &matrix, |column, value| by_runs.push((column, value)));
        by_rows.sort_by_key(|(column, _)| *column);
        assert_eq!(by_rows, by_runs);
        assert_eq!(by_rows[0], (0, 1.0 - 0.5 - 1.5));
    }
}
