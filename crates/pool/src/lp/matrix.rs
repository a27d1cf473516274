//! A sparse matrix, readable by column and by row. Its shape never changes: rows that are not wanted yet sleep.
//! Most columns are a one in some row and ones in a run of consecutive rows; who multiplies may use that.

/// A nonzero: the row it is in when read by column, the column when read by row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub at: u32,
    pub value: f32,
}

#[derive(Debug, Default)]
pub(crate) struct Matrix {
    columns: Lists,
    rows: Lists,
    /// Rows whose coefficients are all one.
    is_plain: Vec<bool>,
    runs: Vec<Run>,
    /// Row by row what the runs do not say.
    extras: Lists,
    longest_column: usize,
}

/// Ones in `row` and in `from..until`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub row: u32,
    pub from: u32,
    pub until: u32,
}

#[derive(Debug, Default)]
struct Lists {
    start: Vec<u32>,
    at: Vec<u32>,
    value: Vec<f32>,
}

impl Lists {
    fn range(&self, index: usize) -> std::ops::Range<usize> {
        self.start[index] as usize..self.start[index + 1] as usize
    }

    fn list(&self, index: usize) -> impl Iterator<Item = Entry> + '_ {
        let range = self.range(index);
        let entries = self.at[range.clone()].iter().zip(&self.value[range]);
        entries.map(|(&at, &value)| Entry { at, value })
    }

    /// The same nonzeros, listed the other way; `count` lists come out, each in increasing order.
    fn transposed(&self, count: usize) -> Lists {
        let mut start = vec![0_u32; count + 1];
        self.at.iter().for_each(|&at| start[at as usize + 1] += 1);
        for index in 0..count {
            start[index + 1] += start[index];
        }
        let mut next = start.clone();
        let (mut at, mut value) = (vec![0; self.at.len()], vec![0.0; self.at.len()]);
        for index in 0..self.start.len() - 1 {
            for entry in self.list(index) {
                let place = &mut next[entry.at as usize];
                at[*place as usize] = index as u32;
                value[*place as usize] = entry.value;
                *place += 1;
            }
        }
        Lists { start, at, value }
    }
}

impl Matrix {
    pub fn column(&self, column: usize) -> impl Iterator<Item = Entry> + '_ {
        self.columns.list(column)
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = Entry> + '_ {
        self.rows.list(row)
    }

    /// The columns of a row whose coefficients are all one.
    pub fn plain_row(&self, row: usize) -> Option<&[u32]> {
        self.is_plain[row].then(|| &self.rows.at[self.rows.range(row)])
    }

    /// Nonzeros in a row.
    pub fn count(&self, row: usize) -> usize {
        self.rows.range(row).len()
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
    pub fn extras(&self, row: usize) -> impl Iterator<Item = Entry> + '_ {
        self.extras.list(row)
    }
}

/// Columns are pushed one after the other.
pub(crate) struct MatrixBuilder {
    columns: Lists,
    extras: Lists,
    runs: Vec<Run>,
}

impl MatrixBuilder {
    pub fn new() -> MatrixBuilder {
        let empty = || Lists { start: vec![0], ..Lists::default() };
        MatrixBuilder { columns: empty(), extras: empty(), runs: Vec::new() }
    }

    /// Begins a column with ones in a row and in a run of rows; columns that do so come first.
    pub fn push_run(&mut self, row: usize, run: std::ops::Range<usize>) {
        for at in std::iter::once(row).chain(run.clone()) {
            self.columns.at.push(at as u32);
            self.columns.value.push(1.0);
        }
        self.runs.push(Run { row: row as u32, from: run.start as u32, until: run.end as u32 });
    }

    pub fn push(&mut self, row: usize, value: f32) {
        for lists in [&mut self.columns, &mut self.extras] {
            lists.at.push(row as u32);
            lists.value.push(value);
        }
    }

    pub fn end_column(&mut self) {
        for lists in [&mut self.columns, &mut self.extras] {
            lists.start.push(lists.at.len() as u32);
        }
    }

    /// The matrix with so many rows.
    pub fn finish(self, count: usize) -> Matrix {
        let rows = self.columns.transposed(count);
        let is_plain =
            (0..count).map(|row| rows.value[rows.range(row)].iter().all(|value| *value == 1.0)).collect();
        let extras = self.extras.transposed(count);
        let longest_column =
            self.columns.start.windows(2).map(|pair| (pair[1] - pair[0]) as usize).max().unwrap_or(0);
        Matrix { columns: self.columns, rows, is_plain, runs: self.runs, extras, longest_column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_ways() {
        let mut builder = MatrixBuilder::new();
        builder.push(1, 1.0);
        builder.push(0, -1.0);
        builder.end_column();
        builder.end_column();
        builder.push(1, 2.0);
        builder.end_column();
        let matrix = builder.finish(3);
        let row = |row| matrix.row(row).collect::<Vec<_>>();
        assert_eq!(matrix.column(1).count(), 0);
        assert_eq!(row(1), [Entry { at: 0, value: 1.0 }, Entry { at: 2, value: 2.0 }]);
        assert_eq!(row(0), [Entry { at: 0, value: -1.0 }]);
        assert_eq!(row(2), []);
        assert_eq!((matrix.plain_row(0), matrix.plain_row(2)), (None, Some(&[][..])));
    }
}
