//! One triangle of a factored basis: columns in the order of their pivots, kept column by column for solving and
//! row by row for solving transposed. A solve marks what it reaches and does nothing else: most results are nearly
//! empty (J. Gilbert and T. Peierls, "Sparse partial pivoting in time proportional to arithmetic operations", 1988;
//! marks in order take the place of their depth-first search).

use super::sparse::{Sparse, nowhere};

/// Values smaller than this are noise.
pub(crate) const NOISE: f64 = 1e-14;

#[derive(Clone, Debug, Default)]
pub(crate) struct Triangle {
    columns: Lists,
    rows: Lists,
}

/// Lists, each for a row with its pivot; the entries leave out the pivot.
#[derive(Clone, Debug, Default)]
struct Lists {
    heads: Vec<Head>,
    entries: Vec<Entry>,
    /// The list of each row, one that nobody reads for rows without.
    head_of: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    row: u32,
    from: u32,
    until: u32,
    pivot: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    at: u32,
    /// The list of the row that this entry changes.
    head: u32,
    value: f64,
}

impl Lists {
    fn clear(&mut self) {
        self.heads.clear();
        self.entries.clear();
    }

    fn of(&self, head: Head) -> &[Entry] {
        &self.entries[head.from as usize..head.until as usize]
    }

    /// Notes for every row and entry which list comes next.
    fn link(&mut self, rows: usize) {
        self.head_of.clear();
        self.head_of.resize(rows, nowhere(rows));
        for (index, head) in self.heads.iter().enumerate() {
            self.head_of[head.row as usize] = index as u32;
        }
        self.entries.iter_mut().for_each(|entry| entry.head = self.head_of[entry.at as usize]);
    }

    fn mark(&self, x: &mut Sparse) {
        for at in 0..x.touched().len() {
            let place = x.touched()[at];
            set(&mut x.marks, self.head_of[place as usize]);
        }
    }

    #[inline]
    fn solve_forward(&self, x: &mut Sparse) {
        self.mark(x);
        for word in 0..self.heads.len().div_ceil(64) {
            while x.marks[word] != 0 {
                let bit = x.marks[word].trailing_zeros() as usize;
                x.marks[word] &= x.marks[word] - 1;
                self.take_off(word * 64 + bit, x);
            }
        }
    }

    #[inline]
    fn solve_backward(&self, x: &mut Sparse) {
        self.mark(x);
        for word in (0..self.heads.len().div_ceil(64)).rev() {
            while x.marks[word] != 0 {
                let bit = 63 - x.marks[word].leading_zeros() as usize;
                x.marks[word] &= !(1 << bit);
                self.take_off(word * 64 + bit, x);
            }
        }
    }

    /// Divides by the pivot, takes the entries off, and marks their lists.
    #[inline]
    fn take_off(&self, index: usize, x: &mut Sparse) {
        let head = self.heads[index];
        let mut at_pivot = x.value[head.row as usize];
        if at_pivot == 0.0 {
            return;
        }
        if head.pivot != 1.0 {
            at_pivot /= head.pivot;
            x.value[head.row as usize] = at_pivot;
        }
        for entry in self.of(head) {
            x.add(entry.at, -entry.value * at_pivot);
            set(&mut x.marks, entry.head);
        }
    }
}

#[inline]
fn set(marks: &mut [u64], index: u32) {
    marks[index as usize / 64] |= 1 << (index % 64);
}

impl Triangle {
    pub fn clear(&mut self) {
        self.columns.clear();
        self.rows.clear();
    }

    /// The next column; one without entries and with the pivot 1 changes nothing and is not kept.
    pub fn push(&mut self, row: u32, pivot: f64, entries: impl IntoIterator<Item = (u32, f64)>) {
        let columns = &mut self.columns;
        let from = columns.entries.len() as u32;
        columns.entries.extend(entries.into_iter().map(|(at, value)| Entry { at, head: 0, value }));
        let until = columns.entries.len() as u32;
        if from < until || pivot != 1.0 {
            columns.heads.push(Head { row, from, until, pivot });
        }
    }

    pub fn nonzeros(&self) -> usize {
        self.columns.entries.len()
    }

    /// Lists the rows too, in the order in which a transposed solve comes by them; `rows`: how many there are.
    pub fn finish(&mut self, rows: usize, order: impl Iterator<Item = u32>) {
        let Triangle { columns, rows: lists } = self;
        let mut heads = vec![Head { row: 0, from: 0, until: 0, pivot: 1.0 }; rows];
        columns.heads.iter().for_each(|head| heads[head.row as usize].pivot = head.pivot);
        columns.entries.iter().for_each(|entry| heads[entry.at as usize].until += 1);
        let mut from = 0;
        for row in order {
            let head = &mut heads[row as usize];
            let count = head.until;
            (head.row, head.from, head.until) = (row, from, from);
            from += count;
            if count > 0 || head.pivot != 1.0 {
                lists.heads.push(*head);
            }
        }
        lists.entries.resize(columns.entries.len(), Entry::default());
        for &column in &columns.heads {
            for entry in columns.of(column) {
                let head = &mut heads[entry.at as usize];
                lists.entries[head.until as usize] = Entry { at: column.row, ..*entry };
                head.until += 1;
            }
        }
        lists.heads.iter_mut().for_each(|head| head.until = heads[head.row as usize].until);
        columns.link(rows);
        lists.link(rows);
    }

    /// x := T⁻¹x, first column first.
    pub fn solve_forward(&self, x: &mut Sparse) {
        self.columns.solve_forward(x);
    }

    /// x := T⁻¹x, last column first.
    pub fn solve_backward(&self, x: &mut Sparse) {
        self.columns.solve_backward(x);
    }

    /// y := T⁻ᵀy.
    pub fn solve_transposed(&self, y: &mut Sparse) {
        self.rows.solve_forward(y);
    }

    /// The column that has its pivot in this row, the pivot last.
    pub fn column(&self, row: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let index = self.columns.head_of[row as usize] as usize;
        let none = Head { row, from: 0, until: 0, pivot: 1.0 };
        let head = self.columns.heads.get(index).copied().unwrap_or(none);
        let entries = self.columns.of(head).iter().map(|entry| (entry.at, entry.value));
        entries.chain(std::iter::once((row, head.pivot)))
    }
}
