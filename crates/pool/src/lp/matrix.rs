//! A sparse matrix, readable by column and by row. Its shape never changes: rows that are not wanted yet sleep.

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
}

#[derive(Debug, Default)]
struct Lists {
    start: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lists {
    fn list(&self, index: usize) -> &[Entry] {
        &self.entries[self.start[index] as usize..self.start[index + 1] as usize]
    }

    /// The same nonzeros, listed the other way; `count` lists come out, each in increasing order.
    fn transposed(&self, count: usize) -> Lists {
        let mut start = vec![0_u32; count + 1];
        self.entries.iter().for_each(|entry| start[entry.at as usize + 1] += 1);
        for index in 0..count {
            start[index + 1] += start[index];
        }
        let mut next = start.clone();
        let mut entries = vec![Entry { at: 0, value: 0.0 }; self.entries.len()];
        for index in 0..self.start.len() - 1 {
            for entry in self.list(index) {
                let place = &mut next[entry.at as usize];
                entries[*place as usize] = Entry { at: index as u32, value: entry.value };
                *place += 1;
            }
        }
        Lists { start, entries }
    }
}

impl Matrix {
    pub fn column(&self, column: usize) -> &[Entry] {
        self.columns.list(column)
    }

    pub fn row(&self, row: usize) -> &[Entry] {
        self.rows.list(row)
    }
}

/// Columns are pushed one after the other.
pub(crate) struct MatrixBuilder {
    columns: Lists,
}

impl MatrixBuilder {
    pub fn new() -> MatrixBuilder {
        MatrixBuilder { columns: Lists { start: vec![0], entries: Vec::new() } }
    }

    pub fn push(&mut self, row: usize, value: f32) {
        self.columns.entries.push(Entry { at: row as u32, value });
    }

    pub fn end_column(&mut self) {
        self.columns.start.push(self.columns.entries.len() as u32);
    }

    /// The matrix with so many rows.
    pub fn finish(self, rows: usize) -> Matrix {
        let transposed = self.columns.transposed(rows);
        Matrix { columns: self.columns, rows: transposed }
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
        assert_eq!(matrix.column(1), []);
        assert_eq!(matrix.row(1), [Entry { at: 0, value: 1.0 }, Entry { at: 2, value: 2.0 }]);
        assert_eq!(matrix.row(0), [Entry { at: 0, value: -1.0 }]);
        assert_eq!(matrix.row(2), []);
    }
}
