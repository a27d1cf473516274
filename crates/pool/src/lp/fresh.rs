//! Starting anew from the basis: fresh triangles, values and reduced costs from scratch, and watched rows whose
//! slack is basic go back to sleep.

use super::ASLEEP;
use super::peel::Columns;
use super::product::product_of;
use super::simplex::{NOWHERE, OUTSIDE, Simplex};
use super::sparse::Sparse;

/// Exchanges after which the basis is factored anew.
const EXCHANGES: usize = 100;
/// Entries of the updates for each entry of the triangles (and each row) at which that pays earlier.
const LONG: usize = 2;

impl Simplex<'_> {
    /// Whether the updates have grown so much that a fresh start pays.
    pub(super) fn is_due(&self) -> bool {
        if let Some(inverse) = self.factor.inverse() {
            return inverse.is_worn();
        }
        let (triangles, updates) = self.factor.nonzeros();
        self.factor.exchanges() >= EXCHANGES || updates > LONG * (triangles + self.basis.len())
    }

    /// Fresh triangles. Every basic slack gets its own row, the columns share the others as the kernel likes.
    /// Variables without a pivot leave the basis, slacks take their rows.
    pub(super) fn refactor(&mut self) {
        let columns = self.program.columns() as u32;
        let weights: Vec<(u32, f64)> = self.basis.iter().copied().zip(self.weight.iter().copied()).collect();
        let structural: Vec<u32> =
            weights.iter().map(|&(variable, _)| variable).filter(|&variable| variable < columns).collect();
        let pivots = self.factor.refactor(self.columns_of(&structural));
        for (row, variable) in self.basis.iter_mut().enumerate() {
            if *variable != ASLEEP {
                self.state[*variable as usize].place = NOWHERE;
                let stays = row < self.program.watched;
                *variable = if stays { columns + row as u32 } else { ASLEEP };
            }
        }
        for (&variable, pivot) in structural.iter().zip(&pivots) {
            if let Some(row) = *pivot {
                self.basis[row as usize] = variable;
            }
        }
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable != ASLEEP {
                let state = &mut self.state[variable as usize];
                (state.place, state.is_at_upper) = (row as u32, false);
            }
        }
        self.carry_weights(weights);
        self.price_rows();
        if pivots.iter().any(Option::is_none) {
            self.trouble += 1;
            self.price();
        }
        self.solve_values();
    }

    /// Weights go with their variables; the slack of a row that fell asleep leaves its own with the row.
    fn carry_weights(&mut self, weights: Vec<(u32, f64)>) {
        for (variable, weight) in weights {
            if variable == ASLEEP {
                continue;
            }
            let slack = (variable as usize).checked_sub(self.program.columns());
            match (self.state[variable as usize].place, slack) {
                (NOWHERE, Some(row)) => self.weight[row] = weight,
                (NOWHERE, None) => {}
                (row, _) => self.weight[row as usize] = weight,
            }
        }
    }

    /// The basic columns, and which rows wait for one: those whose own slack is not basic.
    fn columns_of(&self, structural: &[u32]) -> Columns {
        let slacks = self.program.columns()..;
        let waits =
            |(&variable, slack): (&u32, usize)| variable != ASLEEP && self.state[slack].place == NOWHERE;
        let waits: Vec<bool> = self.basis.iter().zip(slacks).map(waits).collect();
        let stays = |row: usize| waits[row] || row < self.program.watched && self.basis[row] != ASLEEP;
        let is_awake: Vec<bool> = (0..self.basis.len()).map(stays).collect();
        let mut columns = Columns::new(waits);
        for &variable in structural {
            let entries = self.program.matrix.column(variable as usize);
            let awake = entries.filter(|entry| is_awake[entry.at as usize]);
            columns.push(awake.map(|entry| (entry.at, entry.value)));
        }
        columns
    }

    /// Values of the basic variables from the right sides, and who is outside.
    pub(super) fn solve_values(&mut self) {
        let mut x = Sparse::zero(self.program.rows());
        for (row, &rhs) in self.rhs.iter().enumerate() {
            if self.basis[row] != ASLEEP && rhs != 0.0 {
                x.add(row as u32, rhs);
            }
        }
        self.objective = 0.0;
        for variable in 0..self.program.columns() {
            if self.state[variable].is_at_upper {
                self.objective += self.cost[variable] * self.upper[variable];
                for entry in self.program.matrix.column(variable) {
                    if self.basis[entry.at as usize] != ASLEEP {
                        x.add(entry.at, -entry.value * self.upper[variable]);
                    }
                }
            }
        }
        self.factor.ftran(&mut x);
        self.x.copy_from_slice(&x.value);
        for row in 0..self.basis.len() {
            if self.basis[row] != ASLEEP {
                self.objective += self.cost[self.basis[row] as usize] * self.x[row];
                self.look_at(row as u32);
            }
        }
        self.find_violated();
    }

    /// Left sides of all rows that sleep, from scratch.
    fn find_violated(&mut self) {
        let columns = self.program.columns();
        let watched = self.program.watched..self.program.rows();
        self.excess[watched.clone()].iter_mut().zip(&self.rhs[watched.clone()]).for_each(|(a, b)| *a = -b);
        for variable in 0..columns {
            let value = self.value(variable);
            if value != 0.0 {
                for entry in self.program.matrix.column(variable) {
                    self.excess[entry.at as usize] += value * entry.value;
                }
            }
        }
        for row in watched {
            if self.basis[row] == ASLEEP && self.excess[row] > OUTSIDE {
                self.notice(row);
            }
        }
    }

    /// Prices of the rows from the costs.
    fn price_rows(&mut self) {
        self.y.clear();
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable != ASLEEP && self.cost[variable as usize] != 0.0 {
                self.y.set(row as u32, self.cost[variable as usize]);
            }
        }
        self.factor.btran(&mut self.y);
    }

    /// Reduced costs from the costs; wrong ones are lifted.
    pub(super) fn price(&mut self) {
        let columns = self.program.columns();
        self.price_rows();
        let is_free = self.y.touched().is_empty();
        for variable in 0..columns + self.program.rows() {
            if self.state[variable].place != NOWHERE {
                self.state[variable].reduced = 0.0;
                continue;
            }
            let off = match variable.checked_sub(columns) {
                _ if is_free => 0.0,
                Some(row) => self.y.value[row],
                None => product_of(&self.y, &self.program.matrix, variable as u32),
            };
            self.state[variable].reduced = self.cost[variable] - off;
            self.lower_by(variable, 0.0);
        }
        self.gather();
    }
}
