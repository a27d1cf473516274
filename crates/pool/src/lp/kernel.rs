//! Choosing pivots: the columns of a basis become a product of a lower and an upper triangle with little fill.
//! Singletons first, then the cheapest by H. Markowitz, "The elimination form of the inverse" (1957), among
//! pivots not much smaller than their column's largest.

use super::shortest::Shortest;
use super::triangle::{NOISE, Triangle};

/// How much smaller than the largest of its column a pivot may be.
pub(super) const THRESHOLD: f64 = 0.1;
const SMALLEST_PIVOT: f64 = 1e-9;
/// Columns of the least count that are looked at for one pivot.
const LOOKED_AT: usize = 4;

/// The columns not yet pivoted, reduced by the pivots so far.
pub(crate) struct Kernel {
    /// Entries in rows without a pivot.
    active: Vec<Vec<(u32, f64)>>,
    /// Entries in rows with one: they belong to the upper triangle.
    done: Vec<Vec<(u32, f64)>>,
    /// Columns that may have an entry in a row; some are stale.
    columns_of: Vec<Vec<u32>>,
    /// Entries of each row in columns without a pivot.
    count: Vec<u32>,
    is_open: Vec<bool>,
    shortest: Shortest,
    queue: Vec<Singleton>,
    dense: Vec<f64>,
}

#[derive(Clone, Copy)]
enum Singleton {
    Column(u32),
    Row(u32),
}

/// Where a column found its pivot, or that it found none.
pub(crate) type Pivots = Vec<Option<u32>>;

impl Kernel {
    pub fn new(rows: usize) -> Kernel {
        Kernel {
            active: Vec::new(),
            done: Vec::new(),
            columns_of: vec![Vec::new(); rows],
            count: vec![0; rows],
            is_open: Vec::new(),
            shortest: Shortest::default(),
            queue: Vec::new(),
            dense: vec![0.0; rows],
        }
    }

    /// Adds a column: entries in rows that wait for a pivot, and entries in rows that have their slack as pivot.
    pub fn push(&mut self, entries: impl Iterator<Item = (u32, f64, bool)>) {
        let column = self.active.len() as u32;
        let (mut active, mut done) = (Vec::new(), Vec::new());
        for (row, value, waits) in entries {
            if waits {
                active.push((row, value));
                self.columns_of[row as usize].push(column);
                self.count[row as usize] += 1;
            } else {
                done.push((row, value));
            }
        }
        self.active.push(active);
        self.done.push(done);
        self.is_open.push(true);
    }

    /// Pivots every column it can and adds the rows to the order.
    pub fn factorise(&mut self, lower: &mut Triangle, upper: &mut Triangle, order: &mut Vec<u32>) -> Pivots {
        let mut pivots = vec![None; self.active.len()];
        self.shortest = Shortest::new(self.active.iter().map(Vec::len));
        self.find_singletons();
        while let Some((column, row)) = self.next_single().or_else(|| self.cheapest()) {
            self.pivot(column, row, lower, upper);
            pivots[column as usize] = Some(row);
            order.push(row);
        }
        pivots
    }

    fn next_single(&mut self) -> Option<(u32, u32)> {
        while let Some(singleton) = self.queue.pop() {
            let single = self.still_single(singleton);
            if single.is_some() {
                return single;
            }
        }
        None
    }

    fn find_singletons(&mut self) {
        for column in (0..self.active.len()).rev() {
            if self.active[column].len() == 1 {
                self.queue.push(Singleton::Column(column as u32));
            }
        }
        for row in 0..self.count.len() {
            if self.count[row] == 1 {
                self.queue.push(Singleton::Row(row as u32));
            }
        }
    }

    fn still_single(&self, singleton: Singleton) -> Option<(u32, u32)> {
        match singleton {
            Singleton::Column(column) => {
                let [(row, value)] = self.active[column as usize][..] else { return None };
                let fits = self.is_open[column as usize] && is_usable(value);
                fits.then_some((column, row))
            }
            Singleton::Row(row) if self.count[row as usize] == 1 => {
                let holds = |&&column: &&u32| {
                    self.is_open[column as usize]
                        && self.active[column as usize].iter().any(|&(at, _)| at == row)
                };
                let column = *self.columns_of[row as usize].iter().find(holds)?;
                let entries = &self.active[column as usize];
                let largest = entries.iter().map(|&(_, value)| value.abs()).fold(0.0, f64::max);
                let own = entries.iter().find(|&&(at, _)| at == row)?.1;
                (is_usable(own) && own.abs() >= THRESHOLD * largest).then_some((column, row))
            }
            Singleton::Row(_) => None,
        }
    }

    /// The pivot that can make the least fill, among a few of the shortest columns; ties to the smaller numbers.
    fn cheapest(&self) -> Option<(u32, u32)> {
        let is_usable = |&column: &usize| self.active[column].iter().any(|&(_, value)| is_usable(value));
        let length = |column: usize| self.active[column].len();
        let mut sets = self.shortest.by_length().map(|set| set.filter(is_usable));
        let (set, shortest) = sets.find_map(|set| Some((set.clone(), set.map(length).min()?)))?;
        let columns = set.filter(|&column| length(column) == shortest).take(LOOKED_AT);
        let (_, column, row) = columns.filter_map(|column| self.cheapest_in(column)).min()?;
        Some((column, row))
    }

    /// The same in one column, with what it can make.
    fn cheapest_in(&self, column: usize) -> Option<(u64, u32, u32)> {
        let entries = &self.active[column];
        let largest = entries.iter().map(|&(_, value)| value.abs()).fold(0.0, f64::max);
        let is_large = |value: f64| is_usable(value) && value.abs() >= THRESHOLD * largest;
        let others = |row: u32| u64::from(self.count[row as usize]).saturating_sub(1);
        let large = entries.iter().filter(|(_, value)| is_large(*value));
        large.map(|&(row, _)| (others(row) * (entries.len() as u64 - 1), column as u32, row)).min()
    }

    fn pivot(&mut self, column: u32, row: u32, lower: &mut Triangle, upper: &mut Triangle) {
        let mut entries = std::mem::take(&mut self.active[column as usize]);
        self.shortest.remove(column as usize, entries.len());
        let Some(own) = entries.iter().position(|&(at, _)| at == row) else { return };
        let (_, pivot) = entries.swap_remove(own);
        self.is_open[column as usize] = false;
        upper.push(row, pivot, std::mem::take(&mut self.done[column as usize]));
        let others = std::mem::take(&mut self.columns_of[row as usize]);
        self.count[row as usize] = 0;
        for &(at, _) in &entries {
            self.lose(at);
        }
        entries.iter_mut().for_each(|(_, value)| *value /= pivot);
        for other in others {
            self.eliminate(other, row, &entries);
        }
        if !entries.is_empty() {
            lower.push(row, 1.0, entries);
        }
    }

    fn lose(&mut self, row: u32) {
        self.count[row as usize] -= 1;
        if self.count[row as usize] == 1 {
            self.queue.push(Singleton::Row(row));
        }
    }

    /// Takes the pivot row out of another column: that entry moves up, the multiples of the pivot column go off.
    fn eliminate(&mut self, other: u32, row: u32, multipliers: &[(u32, f64)]) {
        if !self.is_open[other as usize] {
            return;
        }
        let mut entries = std::mem::take(&mut self.active[other as usize]);
        self.shortest.remove(other as usize, entries.len());
        if let Some(own) = entries.iter().position(|&(at, _)| at == row) {
            let (_, value) = entries.swap_remove(own);
            self.done[other as usize].push((row, value));
            if !multipliers.is_empty() {
                self.subtract(other, &mut entries, multipliers, value);
            }
        }
        if entries.len() == 1 {
            self.queue.push(Singleton::Column(other));
        }
        self.shortest.insert(other as usize, entries.len());
        self.active[other as usize] = entries;
    }

    fn subtract(&mut self, column: u32, entries: &mut Vec<(u32, f64)>, off: &[(u32, f64)], times: f64) {
        off.iter().for_each(|&(row, value)| self.dense[row as usize] = value * times);
        for (row, value) in entries.iter_mut() {
            *value -= std::mem::take(&mut self.dense[*row as usize]);
        }
        for &(row, _) in off {
            let fill = std::mem::take(&mut self.dense[row as usize]);
            if fill != 0.0 {
                entries.push((row, -fill));
                self.columns_of[row as usize].push(column);
                self.count[row as usize] += 1;
            }
        }
        let mut at = 0;
        while at < entries.len() {
            if entries[at].1.abs() < NOISE {
                let (row, _) = entries.swap_remove(at);
                self.lose(row);
            } else {
                at += 1;
            }
        }
    }
}

pub(super) fn is_usable(value: f64) -> bool {
    value.abs() >= SMALLEST_PIVOT
}
