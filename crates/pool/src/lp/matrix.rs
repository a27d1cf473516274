//! A sparse matrix, readable by column and by row. Its shape never changes: rows that are not wanted yet sleep.
//! The first columns have a one in some row and ones in a run of consecutive rows, which is kept as such and makes
//! up nearly all of the matrix; everything else is kept as a list.

use std::ops::Range;

/// A nonzero: the row it is in when read by column, the column when read by row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    pub at: u32,
    pub value: f64,
}

#[derive(Debug, Default)]
pub(crate) struct Matrix {
    runs: Vec<Run>,
    /// Row by row the columns whose run or single one is there.
    ones: Lists<u32>,
    /// What the runs do not say, by column and by row.
    extras: Lists<Entry>,
    extras_by_row: Lists<Entry>,
    longest_column: usize,
}

/// Ones in `row` and in `from..until`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub row: u32,
    pub from: u32,
    pub until: u32,
}

impl Run {
    fn rows(&self) -> impl Iterator<Item = u32> + use<> {
        std::iter::once(self.row).chain(self.from..self.until)
    }
}

/// Lists one after the other.
#[derive(Debug, Default)]
struct Lists<T> {
    start: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Lists<T> {
    fn range(&self, index: usize) -> Range<usize> {
        self.start[index] as usize..self.start[index + 1] as usize
    }

    #[inline]
    fn list(&self, index: usize) -> &[T] {
        &self.items[self.range(index)]
    }

    /// Lists of such lengths, filled in any order of lists.
    fn filled(lengths: impl Iterator<Item = u32>, items: impl Iterator<Item = (u32, T)>) -> Lists<T> {
        let mut next: Vec<u32> = Vec::with_capacity(lengths.size_hint().0 + 1);
        let mut sum = 0;
        next.push(0);
        next.extend(lengths.map(|length| {
            sum += length;
            sum
        }));
        let start = next.clone();
        let mut filled = vec![T::default(); sum as usize];
        for (list, item) in items {
            let place = &mut next[list as usize];
            filled[*place as usize] = item;
            *place += 1;
        }
        Lists { start, items: filled }
    }
}

impl Matrix {
    /// Made for `for_each` and `fold`, which know the parts.
    #[inline]
    pub fn column(&self, column: usize) -> impl Iterator<Item = Entry> + '_ {
        let run = self.runs.get(column).into_iter().flat_map(Run::rows);
        run.map(|at| Entry { at, value: 1.0 }).chain(self.extras.list(column).iter().copied())
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = Entry> + '_ {
        let ones = self.ones.list(row).iter().map(|&at| Entry { at, value: 1.0 });
        ones.chain(self.extras_by_row.list(row).iter().copied())
    }

    /// The columns of a row whose coefficients are all one.
    #[inline]
    pub fn plain_row(&self, row: usize) -> Option<&[u32]> {
        self.extras_by_row.range(row).is_empty().then(|| self.ones.list(row))
    }

    /// Nonzeros in a row.
    pub fn count(&self, row: usize) -> usize {
        self.ones.range(row).len() + self.extras_by_row.range(row).len()
    }

    /// Nonzeros in a column.
    pub fn length(&self, column: usize) -> usize {
        let run = self.runs.get(column).map_or(0, |run| 1 + (run.until - run.from) as usize);
        run + self.extras.range(column).len()
    }

    /// Nonzeros of the column that has most.
    pub fn longest_column(&self) -> usize {
        self.longest_column
    }

    /// The runs of the first columns.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// A row without what the runs say.
    pub fn extras(&self, row: usize) -> &[Entry] {
        self.extras_by_row.list(row)
    }
}

/// Columns are pushed one after the other.
pub(crate) struct MatrixBuilder {
    runs: Vec<Run>,
    extras: Lists<Entry>,
}

impl MatrixBuilder {
    /// For about so many columns.
    pub fn new(columns: usize) -> MatrixBuilder {
        let mut start = Vec::with_capacity(columns + 1);
        start.push(0);
        MatrixBuilder { runs: Vec::with_capacity(columns), extras: Lists { start, items: Vec::new() } }
    }

    /// Begins a column with ones in a row and in a run of rows; columns that do so come first.
    pub fn push_run(&mut self, row: usize, run: Range<usize>) {
        self.runs.push(Run { row: row as u32, from: run.start as u32, until: run.end as u32 });
    }

    pub fn push(&mut self, row: usize, value: f64) {
        self.extras.items.push(Entry { at: row as u32, value });
    }

    pub fn end_column(&mut self) {
        self.extras.start.push(self.extras.items.len() as u32);
    }

    /// The matrix with so many rows.
    pub fn finish(self, count: usize) -> Matrix {
        let MatrixBuilder { runs, extras } = self;
        let numbered = runs.iter().enumerate();
        let ones = numbered.flat_map(|(column, run)| run.rows().map(move |row| (row, column as u32)));
        let ones = Lists::filled(ones_by_row(&runs, count).into_iter(), ones);
        let mut lengths = vec![0; count];
        extras.items.iter().for_each(|entry| lengths[entry.at as usize] += 1);
        let columns = extras.start.len() - 1;
        let by_row = (0..columns).flat_map(|column| {
            let entries = extras.list(column).iter();
            entries.map(move |entry| (entry.at, Entry { at: column as u32, value: entry.value }))
        });
        let extras_by_row = Lists::filled(lengths.into_iter(), by_row);
        let mut matrix = Matrix { ones, extras_by_row, longest_column: 0, runs, extras };
        matrix.longest_column = (0..columns).map(|column| matrix.length(column)).max().unwrap_or(0);
        matrix
    }
}

/// How many runs and single ones lie in each row.
fn ones_by_row(runs: &[Run], count: usize) -> Vec<u32> {
    let (mut singles, mut rise) = (vec![0_u32; count], vec![0_i32; count + 1]);
    for run in runs {
        singles[run.row as usize] += 1;
        rise[run.from as usize] += 1;
        rise[run.until as usize] -= 1;
    }
    let mut through = 0;
    for (single, rise) in singles.iter_mut().zip(rise) {
        through += rise;
        *single += through as u32;
    }
    singles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_ways() {
        let mut builder = MatrixBuilder::new(3);
        builder.push_run(1, 2..4);
        builder.push(0, -1.0);
        builder.end_column();
        builder.push_run(1, 3..3);
        builder.end_column();
        builder.push(1, 2.0);
        builder.end_column();
        let matrix = builder.finish(5);
        let entry = |(at, value)| Entry { at, value };
        let row = |row| matrix.row(row).collect::<Vec<_>>();
        let column = |column| matrix.column(column).collect::<Vec<_>>();
        assert_eq!(column(0), [(1, 1.0), (2, 1.0), (3, 1.0), (0, -1.0)].map(entry));
        assert_eq!((column(1), column(2)), (vec![entry((1, 1.0))], vec![entry((1, 2.0))]));
        assert_eq!(row(1), [(0, 1.0), (1, 1.0), (2, 2.0)].map(entry));
        assert_eq!((row(0), row(3)), (vec![entry((0, -1.0))], vec![entry((0, 1.0))]));
        assert_eq!((matrix.plain_row(0), matrix.plain_row(2)), (None, Some(&[0][..])));
        assert_eq!((matrix.count(1), matrix.count(4), matrix.longest_column()), (3, 0, 4));
    }
}
