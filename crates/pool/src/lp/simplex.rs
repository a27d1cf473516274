//! The dual simplex with bounds: reduced costs stay right, violated rows leave one after the other.
//! Rows are chosen by dual steepest edge (J. Forrest and D. Goldfarb, 1992); rows that sleep wake when violated.
//! Lost accuracy is met by refactoring and by raising costs a little: results may get worse, never wrong,
//! because nothing is claimed here.

use super::factor::Factor;
use super::kernel::Kernel;
use super::ratio::{Runner, SMALLEST, winner};
use super::sparse::Sparse;
use super::{ASLEEP, Program};

/// How far a value may be outside its bounds.
const OUTSIDE: f64 = 1e-7;
const SMALLEST_WEIGHT: f64 = 1e-4;
/// Updates after which the basis is factored anew.
const UPDATES: usize = 50;
/// Entries of the updates for each entry of the triangles (and each row) at which that pays earlier.
const LONG: usize = 3;
/// Disagreements between row and column that are met by refactoring before giving up.
const PATIENCE: u32 = 8;
const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Optimal,
    /// The objective has passed the cutoff.
    Dearer,
    /// The bounds contradict the rows.
    Infeasible,
    /// No pivots left, or accuracy lost for good.
    Exhausted,
}

#[derive(Clone)]
pub(crate) struct Simplex<'p> {
    program: &'p Program,
    /// Costs and bounds of columns, then of slacks. Costs hold perturbation and everything raised since.
    cost: Vec<f64>,
    upper: Vec<f64>,
    reduced: Vec<f64>,
    is_at_upper: Vec<bool>,
    /// The row a variable is basic in.
    place: Vec<u32>,
    basis: Vec<u32>,
    /// Value of each row's basic variable.
    x: Vec<f64>,
    weight: Vec<f64>,
    rhs: Vec<f64>,
    /// Left side less right side of watched rows that sleep.
    excess: Vec<f64>,
    violated: Vec<u32>,
    is_listed: Vec<bool>,
    factor: Factor,
    objective: f64,
    cost_scale: f64,
    trouble: u32,
    work: Work,
}

/// Vectors used anew in every iteration.
#[derive(Clone)]
struct Work {
    rho: Sparse,
    alpha: Sparse,
    solved: Sparse,
    tau: Sparse,
    runners: Vec<Runner>,
    woken: Vec<u32>,
}

/// A violated row and the bound its variable leaves to.
#[derive(Clone, Copy)]
struct Leaving {
    row: usize,
    /// Value less bound.
    distance: f64,
}

impl<'p> Simplex<'p> {
    /// At the start basis of the program.
    pub fn new(program: &'p Program) -> Simplex<'p> {
        let (columns, rows) = (program.columns(), program.rows());
        let mut cost: Vec<f64> = program.cost.iter().zip(&program.perturbation).map(|(a, b)| a + b).collect();
        cost.resize(columns + rows, 0.0);
        let mut upper = program.upper.clone();
        upper.extend(&program.slack_upper);
        let largest = program.cost.iter().copied().fold(0.0, f64::max);
        let work = Work {
            rho: Sparse::zero(rows),
            alpha: Sparse::zero(columns),
            solved: Sparse::zero(rows),
            tau: Sparse::zero(rows),
            runners: Vec::new(),
            woken: Vec::new(),
        };
        let mut simplex = Simplex {
            program,
            cost,
            upper,
            reduced: vec![0.0; columns + rows],
            is_at_upper: vec![false; columns + rows],
            place: vec![NOWHERE; columns + rows],
            basis: program.start.clone(),
            x: vec![0.0; rows],
            weight: vec![1.0; rows],
            rhs: program.rhs.clone(),
            excess: vec![0.0; rows],
            violated: Vec::new(),
            is_listed: vec![false; rows],
            factor: Factor::default(),
            objective: 0.0,
            cost_scale: if largest > 1e4 { largest / 1e4 } else { 1.0 },
            trouble: 0,
            work,
        };
        for (row, &variable) in program.start.iter().enumerate() {
            if variable != ASLEEP {
                simplex.place[variable as usize] = row as u32;
            }
        }
        simplex.refactor();
        simplex.price();
        simplex.wake_violated();
        simplex
    }

    /// The value of a column.
    pub fn value(&self, column: usize) -> f64 {
        match self.place[column] {
            NOWHERE if self.is_at_upper[column] => self.upper[column],
            NOWHERE => 0.0,
            row => self.x[row as usize],
        }
    }

    /// Columns that are neither zero nor at their upper bound by being nonbasic.
    pub fn basic_columns(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let columns = self.program.columns() as u32;
        let basic = self.basis.iter().zip(&self.x).filter(move |(variable, _)| **variable < columns);
        basic.map(|(&variable, &value)| (variable as usize, value))
    }

    /// Dual values of the rows under the costs of the program, zero for rows that sleep.
    pub fn prices(&self) -> Vec<f64> {
        let mut y = Sparse::zero(self.program.rows());
        for (row, &variable) in self.basis.iter().enumerate() {
            match self.program.cost.get(variable as usize) {
                Some(&cost) if cost != 0.0 => y.set(row as u32, cost),
                _ => {}
            }
        }
        self.factor.btran(&mut y);
        y.value
    }

    /// From now on the column is zero.
    pub fn ban(&mut self, column: usize) {
        self.upper[column] = 0.0;
        self.is_at_upper[column] = false;
        if self.place[column] != NOWHERE {
            self.look_at(self.place[column]);
        }
    }

    /// Wakes a row that does not wake by itself, or gives it another right side.
    pub fn wake(&mut self, row: usize, rhs: f64) {
        self.rhs[row] = rhs;
        if self.basis[row] != ASLEEP {
            return self.solve_values();
        }
        let mut left = 0.0;
        for entry in self.program.matrix.row(row) {
            left += f64::from(entry.value) * self.value(entry.at as usize);
        }
        self.excess[row] = left - rhs;
        self.wake_row(row as u32);
    }

    /// Pivots until optimal, dearer than the cutoff, or out of pivots.
    pub fn run(&mut self, cutoff: f64, pivots: &mut u64) -> Outcome {
        loop {
            let due = self.factor.exchanges() >= UPDATES || self.is_long();
            if due {
                self.refactor();
            }
            if self.objective > cutoff {
                return Outcome::Dearer;
            }
            let Some(leaving) = self.leaving() else { return Outcome::Optimal };
            if *pivots == 0 || self.trouble > PATIENCE {
                return Outcome::Exhausted;
            }
            *pivots -= 1;
            if !self.pivot(leaving) {
                return Outcome::Infeasible;
            }
        }
    }

    /// Whether the updates have grown so much that a fresh start pays.
    fn is_long(&self) -> bool {
        let (triangles, updates) = self.factor.nonzeros();
        updates > LONG * (triangles + self.basis.len())
    }

    /// The violated row that is steepest, ties to the smallest.
    fn leaving(&mut self) -> Option<Leaving> {
        let (mut best, mut best_score) = (None, 0.0);
        let mut at = 0;
        while at < self.violated.len() {
            let row = self.violated[at] as usize;
            let distance = self.outside(row);
            if distance == 0.0 {
                self.is_listed[row] = false;
                self.violated.swap_remove(at);
                continue;
            }
            at += 1;
            let score = distance * distance / self.weight[row];
            let is_first = best.is_none_or(|known: Leaving| row < known.row);
            if score > best_score || (score == best_score && is_first) {
                best_score = score;
                best = Some(Leaving { row, distance });
            }
        }
        best
    }

    /// How far the variable of a row is outside its bounds, below zero when it is too small.
    fn outside(&self, row: usize) -> f64 {
        let (value, upper) = (self.x[row], self.upper[self.basis[row] as usize]);
        if value < -OUTSIDE {
            value
        } else if value > upper + OUTSIDE {
            value - upper
        } else {
            0.0
        }
    }

    fn look_at(&mut self, row: u32) {
        if !self.is_listed[row as usize] && self.outside(row as usize) != 0.0 {
            self.is_listed[row as usize] = true;
            self.violated.push(row);
        }
    }

    /// One exchange; false when no variable can enter.
    fn pivot(&mut self, leaving: Leaving) -> bool {
        let mut work = std::mem::replace(&mut self.work, Work::empty());
        let is_possible = self.pivot_with(leaving, &mut work);
        self.work = work;
        is_possible
    }

    fn pivot_with(&mut self, leaving: Leaving, work: &mut Work) -> bool {
        work.rho.clear();
        work.rho.set(leaving.row as u32, 1.0);
        self.factor.btran(&mut work.rho);
        self.price_row(leaving, work);
        let Some(entering) = winner(&work.runners, self.cost_scale) else {
            // Doubt is settled by fresh triangles once; then it is true.
            if self.factor.is_fresh() {
                return false;
            }
            self.refactor();
            self.price();
            return true;
        };
        self.solve_column(entering.variable, &mut work.solved);
        let pivot = work.solved.value[leaving.row];
        let error = (pivot - entering.alpha).abs();
        if error > 1e-6 * (1.0 + pivot.abs()) || pivot.abs() < SMALLEST || pivot.is_nan() {
            self.trouble += 1;
            self.refactor();
            self.price();
            return true;
        }
        work.tau.copy_from(&work.rho);
        self.factor.ftran(&mut work.tau);
        self.update_weights(leaving.row, pivot, work);
        self.exchange(leaving, entering, pivot, work);
        true
    }

    /// Coefficients of the leaving row at all nonbasic variables, and who of them may enter.
    fn price_row(&mut self, leaving: Leaving, work: &mut Work) {
        work.alpha.clear();
        work.runners.clear();
        let sign = if leaving.distance > 0.0 { 1.0 } else { -1.0 };
        let columns = self.program.columns();
        for at in 0..work.rho.touched.len() {
            let row = work.rho.touched[at] as usize;
            let value = work.rho.value[row];
            if value > -1e-12 && value < 1e-12 {
                continue;
            }
            for entry in self.program.matrix.row(row) {
                if self.place[entry.at as usize] == NOWHERE {
                    work.alpha.add(entry.at, value * f64::from(entry.value));
                }
            }
            let slack = columns + row;
            if self.place[slack] == NOWHERE {
                self.enlist(slack, value, sign, &mut work.runners);
            }
        }
        for at in 0..work.alpha.touched.len() {
            let column = work.alpha.touched[at] as usize;
            self.enlist(column, work.alpha.value[column], sign, &mut work.runners);
        }
    }

    #[inline]
    fn enlist(&self, variable: usize, alpha: f64, sign: f64, runners: &mut Vec<Runner>) {
        let (mut rate, mut distance) = (alpha * sign, self.reduced[variable]);
        if self.is_at_upper[variable] {
            (rate, distance) = (-rate, -distance);
        }
        if rate > SMALLEST && self.upper[variable] > 0.0 {
            runners.push(Runner { variable: variable as u32, alpha, rate, distance });
        }
    }

    fn solve_column(&self, variable: u32, solved: &mut Sparse) {
        solved.clear();
        let columns = self.program.columns();
        match (variable as usize).checked_sub(columns) {
            Some(row) => solved.set(row as u32, 1.0),
            None => {
                for entry in self.program.matrix.column(variable as usize) {
                    if self.basis[entry.at as usize] != ASLEEP {
                        solved.set(entry.at, f64::from(entry.value));
                    }
                }
            }
        }
        self.factor.ftran(solved);
    }

    fn update_weights(&mut self, row: usize, pivot: f64, work: &Work) {
        let mut own = 0.0;
        for (_, value) in work.rho.iter() {
            own += value * value;
        }
        for (other, value) in work.solved.iter() {
            if other != row && value != 0.0 {
                let ratio = value / pivot;
                let weight = self.weight[other] - 2.0 * ratio * work.tau.value[other] + ratio * ratio * own;
                self.weight[other] = if weight > SMALLEST_WEIGHT { weight } else { SMALLEST_WEIGHT };
            }
        }
        let own = own / (pivot * pivot);
        self.weight[row] = if own > SMALLEST_WEIGHT { own } else { SMALLEST_WEIGHT };
    }

    fn exchange(&mut self, leaving: Leaving, entering: Runner, pivot: f64, work: &mut Work) {
        let (row, goes) = (leaving.row, self.basis[leaving.row] as usize);
        let comes = entering.variable as usize;
        if (self.reduced[comes] < 0.0) != self.is_at_upper[comes] {
            self.raise(comes);
        }
        let dual_step = self.reduced[comes] / entering.alpha;
        self.update_reduced(dual_step, work);
        self.reduced[comes] = 0.0;
        self.reduced[goes] = -dual_step;
        self.objective += dual_step * leaving.distance;
        let step = leaving.distance / pivot;
        let value = step + if self.is_at_upper[comes] { self.upper[comes] } else { 0.0 };
        self.move_basics(step, value, row, comes, work);
        self.is_at_upper[goes] = leaving.distance > 0.0 && self.upper[goes] > 0.0;
        self.is_at_upper[comes] = false;
        self.place[goes] = NOWHERE;
        self.place[comes] = row as u32;
        self.basis[row] = comes as u32;
        self.x[row] = value;
        self.factor.replace(row as u32, &work.solved);
        for at in 0..work.solved.touched.len() {
            self.look_at(work.solved.touched[at]);
        }
        for at in 0..work.woken.len() {
            self.wake_row(work.woken[at]);
        }
        work.woken.clear();
    }

    /// A reduced cost on the wrong side of zero is lifted to it by changing the cost.
    #[inline]
    fn raise(&mut self, variable: usize) {
        self.cost[variable] -= self.reduced[variable];
        self.reduced[variable] = 0.0;
    }

    fn update_reduced(&mut self, dual_step: f64, work: &Work) {
        if dual_step == 0.0 {
            return;
        }
        let columns = self.program.columns();
        for (column, alpha) in work.alpha.iter() {
            self.lower_by(column, dual_step * alpha);
        }
        for (row, alpha) in work.rho.iter() {
            if self.place[columns + row] == NOWHERE {
                self.lower_by(columns + row, dual_step * alpha);
            }
        }
    }

    #[inline]
    fn lower_by(&mut self, variable: usize, by: f64) {
        self.reduced[variable] -= by;
        let is_wrong = if self.is_at_upper[variable] {
            self.reduced[variable] > 0.0
        } else {
            self.reduced[variable] < 0.0
        };
        if is_wrong && self.upper[variable] > 0.0 {
            self.raise(variable);
        }
    }

    /// Moves all basic values, and with them the excess of rows that sleep.
    fn move_basics(&mut self, step: f64, entering: f64, row: usize, comes: usize, work: &mut Work) {
        for (other, coefficient) in work.solved.iter() {
            if coefficient != 0.0 {
                let moved = -step * coefficient;
                self.x[other] += moved;
                self.move_excess(self.basis[other] as usize, moved, &mut work.woken);
            }
        }
        let before = if self.is_at_upper[comes] { self.upper[comes] } else { 0.0 };
        self.move_excess(comes, entering - before, &mut work.woken);
        self.x[row] = entering;
    }

    #[inline]
    fn move_excess(&mut self, variable: usize, by: f64, woken: &mut Vec<u32>) {
        if variable >= self.program.columns() {
            return;
        }
        for entry in self.program.matrix.column(variable) {
            let row = entry.at as usize;
            if row >= self.program.watched && self.basis[row] == ASLEEP {
                let excess = &mut self.excess[row];
                *excess += by * f64::from(entry.value);
                if *excess > OUTSIDE {
                    woken.push(entry.at);
                }
            }
        }
    }

    /// The row joins with its slack basic, unless it woke already or is not violated after all.
    fn wake_row(&mut self, row: u32) {
        let index = row as usize;
        let is_calm = index >= self.program.watched && self.excess[index] <= OUTSIDE;
        if self.basis[index] != ASLEEP || is_calm {
            return;
        }
        let mut weight = 1.0;
        let mut entries = Vec::new();
        for entry in self.program.matrix.row(index) {
            let place = self.place[entry.at as usize];
            if place != NOWHERE {
                weight += self.weight[place as usize];
                entries.push((place, f64::from(entry.value)));
            }
        }
        self.factor.add_row(row, entries);
        let slack = self.program.columns() + index;
        self.basis[index] = slack as u32;
        self.place[slack] = row;
        self.weight[index] = weight;
        self.x[index] = -self.excess[index];
        self.look_at(row);
    }

    /// Fresh triangles. Every basic slack gets its own row, the columns share the others as the kernel likes.
    /// Variables without a pivot leave the basis, slacks take their rows.
    fn refactor(&mut self) {
        let columns = self.program.columns() as u32;
        let weights: Vec<(u32, f64)> = self.basis.iter().copied().zip(self.weight.iter().copied()).collect();
        let structural: Vec<u32> =
            weights.iter().map(|&(variable, _)| variable).filter(|&variable| variable < columns).collect();
        let pivots = self.factor.refactor(self.kernel(&structural));
        for (row, variable) in self.basis.iter_mut().enumerate() {
            if *variable != ASLEEP {
                *variable = columns + row as u32;
            }
        }
        weights
            .iter()
            .filter(|known| known.0 != ASLEEP)
            .for_each(|known| self.place[known.0 as usize] = NOWHERE);
        for (&variable, pivot) in structural.iter().zip(&pivots) {
            if let Some(row) = *pivot {
                self.basis[row as usize] = variable;
            }
        }
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable != ASLEEP {
                self.place[variable as usize] = row as u32;
                self.is_at_upper[variable as usize] = false;
            }
        }
        for (variable, weight) in weights {
            if variable != ASLEEP && self.place[variable as usize] != NOWHERE {
                self.weight[self.place[variable as usize] as usize] = weight;
            }
        }
        if pivots.iter().any(Option::is_none) {
            self.trouble += 1;
            self.price();
        }
        self.solve_values();
    }

    /// The basic columns, and which rows wait for one: those whose own slack is not basic.
    fn kernel(&self, structural: &[u32]) -> Kernel {
        let columns = self.program.columns();
        let mut kernel = Kernel::new(self.program.rows());
        for &variable in structural {
            let entries = self.program.matrix.column(variable as usize).iter();
            let awake = entries.filter(|entry| self.basis[entry.at as usize] != ASLEEP);
            kernel.push(awake.map(|entry| {
                let waits = self.place[columns + entry.at as usize] == NOWHERE;
                (entry.at, f64::from(entry.value), waits)
            }));
        }
        kernel
    }

    /// Values of the basic variables from the right sides, and who is outside.
    fn solve_values(&mut self) {
        let mut x = Sparse::zero(self.program.rows());
        for (row, &rhs) in self.rhs.iter().enumerate() {
            if self.basis[row] != ASLEEP && rhs != 0.0 {
                x.add(row as u32, rhs);
            }
        }
        for variable in 0..self.program.columns() {
            if self.place[variable] == NOWHERE && self.is_at_upper[variable] {
                for entry in self.program.matrix.column(variable) {
                    if self.basis[entry.at as usize] != ASLEEP {
                        x.add(entry.at, -f64::from(entry.value) * self.upper[variable]);
                    }
                }
            }
        }
        self.factor.ftran(&mut x);
        self.x.copy_from_slice(&x.value);
        self.objective = self.cost_now();
        for row in 0..self.basis.len() {
            if self.basis[row] != ASLEEP {
                self.look_at(row as u32);
            }
        }
    }

    fn cost_now(&self) -> f64 {
        let mut sum = 0.0;
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable != ASLEEP {
                sum += self.cost[variable as usize] * self.x[row];
            }
        }
        for variable in 0..self.cost.len() {
            if self.is_at_upper[variable] {
                sum += self.cost[variable] * self.upper[variable];
            }
        }
        sum
    }

    /// Reduced costs from the costs; wrong ones are lifted.
    fn price(&mut self) {
        let columns = self.program.columns();
        let mut y = Sparse::zero(self.program.rows());
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable != ASLEEP && self.cost[variable as usize] != 0.0 {
                y.set(row as u32, self.cost[variable as usize]);
            }
        }
        self.factor.btran(&mut y);
        for variable in 0..columns + self.program.rows() {
            if self.place[variable] != NOWHERE {
                self.reduced[variable] = 0.0;
                continue;
            }
            let mut off = 0.0;
            if variable < columns {
                for entry in self.program.matrix.column(variable) {
                    off += f64::from(entry.value) * y.value[entry.at as usize];
                }
            } else {
                off = y.value[variable - columns];
            }
            self.reduced[variable] = self.cost[variable] - off;
            self.lower_by(variable, 0.0);
        }
    }

    /// Excess of all rows that sleep, from scratch; violated ones wake.
    fn wake_violated(&mut self) {
        for row in self.program.watched..self.program.rows() {
            if self.basis[row] == ASLEEP {
                self.excess[row] = -self.rhs[row];
            }
        }
        let mut woken = Vec::new();
        for variable in 0..self.program.columns() {
            let value = self.value(variable);
            if value != 0.0 {
                self.move_excess(variable, value, &mut woken);
            }
        }
        woken.sort_unstable();
        woken.into_iter().for_each(|row| self.wake_row(row));
    }
}

impl Work {
    fn empty() -> Work {
        Work {
            rho: Sparse::default(),
            alpha: Sparse::default(),
            solved: Sparse::default(),
            tau: Sparse::default(),
            runners: Vec::new(),
            woken: Vec::new(),
        }
    }
}
