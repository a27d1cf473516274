//! The easy part of choosing pivots: most of a basis is a triangle already. Columns and rows with a single entry
//! left are pivots that change nothing else, one after the other; what remains goes to the kernel (`kernel.rs`).

use super::kernel::{Kernel, Pivots, THRESHOLD, is_usable};
use super::triangle::Triangle;

/// The columns of a basis, one after the other, and which rows wait for a pivot.
pub(crate) struct Columns {
    start: Vec<u32>,
    entries: Vec<(u32, f64)>,
    /// Rows that have no pivot yet; others belong to their slack.
    waits: Vec<bool>,
}

/// The pivots still to be found.
struct Peel {
    columns: Columns,
    /// Columns with an entry in each row that waits.
    row_start: Vec<u32>,
    row_columns: Vec<u32>,
    /// Entries of columns and rows that still wait for a pivot.
    column_count: Vec<u32>,
    row_count: Vec<u32>,
    is_open: Vec<bool>,
    queue: Vec<Single>,
    pivots: Pivots,
    /// Rows in the order in which they found their pivots.
    order: Vec<u32>,
}

#[derive(Clone, Copy)]
enum Single {
    Column(u32),
    Row(u32),
}

impl Columns {
    pub fn new(waits: Vec<bool>) -> Columns {
        Columns { start: vec![0], entries: Vec::new(), waits }
    }

    /// Adds a column of (row, value).
    pub fn push(&mut self, entries: impl Iterator<Item = (u32, f64)>) {
        self.entries.extend(entries);
        self.start.push(self.entries.len() as u32);
    }

    pub fn rows(&self) -> usize {
        self.waits.len()
    }

    fn len(&self) -> usize {
        self.start.len() - 1
    }

    fn entries(&self, column: usize) -> &[(u32, f64)] {
        &self.entries[self.start[column] as usize..self.start[column + 1] as usize]
    }

    /// Pivots every column it can: where each found its pivot, rows in the order of pivots, and the triangles.
    pub fn factorise(self, lower: &mut Triangle, upper: &mut Triangle) -> (Pivots, Vec<u32>) {
        let mut peel = Peel::new(self);
        peel.peel(lower, upper);
        peel.rest(lower, upper)
    }
}

impl Peel {
    fn new(columns: Columns) -> Peel {
        let rows = columns.waits.len();
        let (mut row_start, mut column_count) = (vec![0_u32; rows + 1], vec![0_u32; columns.len()]);
        for (column, count) in column_count.iter_mut().enumerate() {
            for &(row, _) in columns.entries(column) {
                if columns.waits[row as usize] {
                    *count += 1;
                    row_start[row as usize + 1] += 1;
                }
            }
        }
        let row_count = row_start[1..].to_vec();
        for row in 0..rows {
            row_start[row + 1] += row_start[row];
        }
        let mut next = row_start.clone();
        let mut row_columns = vec![0; row_start[rows] as usize];
        for column in 0..columns.len() {
            for &(row, _) in columns.entries(column) {
                if columns.waits[row as usize] {
                    row_columns[next[row as usize] as usize] = column as u32;
                    next[row as usize] += 1;
                }
            }
        }
        let count = columns.len();
        let singles = (0..rows as u32).filter(|&row| row_count[row as usize] == 1).map(Single::Row);
        let queue =
            singles.chain((0..count as u32).filter(|&at| column_count[at as usize] == 1).map(Single::Column));
        let queue = queue.collect();
        let (is_open, pivots) = (vec![true; count], vec![None; count]);
        Peel {
            columns,
            row_start,
            row_columns,
            column_count,
            row_count,
            is_open,
            queue,
            pivots,
            order: Vec::with_capacity(count),
        }
    }

    fn peel(&mut self, lower: &mut Triangle, upper: &mut Triangle) {
        while let Some(single) = self.queue.pop() {
            match single {
                Single::Column(column) => self.take_column(column as usize, upper),
                Single::Row(row) => self.take_row(row as usize, lower, upper),
            }
        }
    }

    /// A column whose only waiting row becomes its pivot.
    fn take_column(&mut self, column: usize, upper: &mut Triangle) {
        if !self.is_open[column] || self.column_count[column] != 1 {
            return;
        }
        let waiting = self.columns.entries(column).iter().find(|(row, _)| self.columns.waits[*row as usize]);
        let Some(&(row, pivot)) = waiting.filter(|(_, value)| is_usable(*value)) else { return };
        self.close(column, row, pivot, upper);
        for at in self.row_start[row as usize]..self.row_start[row as usize + 1] {
            let other = self.row_columns[at as usize];
            if self.is_open[other as usize] {
                self.column_count[other as usize] -= 1;
                if self.column_count[other as usize] == 1 {
                    self.queue.push(Single::Column(other));
                }
            }
        }
    }

    /// A row whose only open column becomes its pivot; the column's other entries go below it.
    fn take_row(&mut self, row: usize, lower: &mut Triangle, upper: &mut Triangle) {
        if !self.columns.waits[row] || self.row_count[row] != 1 {
            return;
        }
        let of_row = &self.row_columns[self.row_start[row] as usize..self.row_start[row + 1] as usize];
        let Some(&column) = of_row.iter().find(|&&column| self.is_open[column as usize]) else { return };
        let column = column as usize;
        let mut largest = 0.0_f64;
        let mut pivot = 0.0;
        let mut others = Vec::new();
        for &(at, value) in self.columns.entries(column) {
            if at as usize == row {
                pivot = value;
            } else if self.columns.waits[at as usize] {
                others.push((at, value));
            }
            if self.columns.waits[at as usize] {
                largest = largest.max(value.abs());
            }
        }
        if !is_usable(pivot) || pivot.abs() < THRESHOLD * largest {
            return;
        }
        self.close(column, row as u32, pivot, upper);
        for &(at, _) in &others {
            self.row_count[at as usize] -= 1;
            if self.row_count[at as usize] == 1 {
                self.queue.push(Single::Row(at));
            }
        }
        if !others.is_empty() {
            lower.push(row as u32, 1.0, others.into_iter().map(|(at, value)| (at, value / pivot)));
        }
    }

    fn close(&mut self, column: usize, row: u32, pivot: f64, upper: &mut Triangle) {
        let waits = &self.columns.waits;
        let above = self.columns.entries(column).iter().copied().filter(|(at, _)| !waits[*at as usize]);
        upper.push(row, pivot, above);
        self.columns.waits[row as usize] = false;
        self.is_open[column] = false;
        self.pivots[column] = Some(row);
        self.order.push(row);
    }

    /// What has no single entry is eliminated.
    fn rest(mut self, lower: &mut Triangle, upper: &mut Triangle) -> (Pivots, Vec<u32>) {
        let left: Vec<usize> = (0..self.is_open.len()).filter(|&column| self.is_open[column]).collect();
        if left.is_empty() {
            return (self.pivots, self.order);
        }
        let mut kernel = Kernel::new(self.columns.waits.len());
        for &column in &left {
            let entries = self.columns.entries(column).iter();
            kernel.push(entries.map(|&(row, value)| (row, value, self.columns.waits[row as usize])));
        }
        let pivots = kernel.factorise(lower, upper, &mut self.order);
        left.into_iter().zip(pivots).for_each(|(column, pivot)| self.pivots[column] = pivot);
        (self.pivots, self.order)
    }
}
