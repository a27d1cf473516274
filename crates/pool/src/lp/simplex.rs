//! The dual simplex with bounds: reduced costs stay right, violated rows leave one after the other.
//! Here are its state and what is asked of it; `leave.rs` says which row leaves, `enter.rs` which variable enters,
//! `exchange.rs` carries an exchange out and `fresh.rs` starts anew from the basis.
//! Lost accuracy is met by refactoring and by raising costs a little: results may get worse, never wrong,
//! because nothing is claimed here.

use super::factor::{Factor, Halfway};
use super::near::Near;
use super::product::Product;
use super::ratio::Runner;
use super::sparse::Sparse;
use super::{ASLEEP, Program};

/// How far a value may be outside its bounds.
pub(super) const OUTSIDE: f64 = 1e-7;
/// Disagreements between row and column that are met by refactoring before giving up.
const PATIENCE: u32 = 8;
pub(super) const NOWHERE: u32 = u32::MAX;

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

/// Variables are columns, then the slack of each row.
#[derive(Clone)]
pub(crate) struct Simplex<'p> {
    pub(super) program: &'p Program,
    /// Costs hold perturbation and everything raised since.
    pub(super) cost: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) state: Vec<State>,
    /// What is basic in each row; a row is part of the basis or sleeps.
    pub(super) basis: Vec<u32>,
    /// Value of each row's basic variable.
    pub(super) x: Vec<f64>,
    /// How steep each row is, also of rows that sleep while they are listed.
    pub(super) weight: Vec<f64>,
    pub(super) is_weighed: Vec<bool>,
    pub(super) rhs: Vec<f64>,
    /// Left side less right side of watched rows that sleep.
    pub(super) excess: Vec<f64>,
    /// Rows that may be violated.
    pub(super) listed: Vec<u32>,
    pub(super) is_listed: Vec<bool>,
    pub(super) factor: Factor,
    /// Prices of the rows under `cost`.
    pub(super) y: Sparse,
    pub(super) near: Near,
    pub(super) objective: f64,
    pub(super) cost_scale: f64,
    pub(super) trouble: u32,
    pub(super) work: Work,
}

/// Where a variable stands; together, because they are read together.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub reduced: f64,
    /// The row it is basic in.
    pub place: u32,
    pub is_at_upper: bool,
    /// Its bounds meet: it never enters, and its reduced cost is not kept.
    pub is_fixed: bool,
}

/// Vectors used anew in every iteration.
#[derive(Clone, Default)]
pub(super) struct Work {
    /// The leaving row of the inverse.
    pub rho: Sparse,
    pub product: Product,
    /// The leaving row of the program, what is not basic.
    pub row: Vec<(u32, f64)>,
    /// The entering column.
    pub solved: Sparse,
    /// The entering column and the leaving row halfway through the basis.
    pub column: Halfway,
    pub unit: Halfway,
    pub tau: Sparse,
    /// The entering column in rows that sleep.
    pub sleeping: Sparse,
    pub runners: Vec<Runner>,
}

impl<'p> Simplex<'p> {
    /// With costs as they were raised: near the cost of the program.
    pub fn objective(&self) -> f64 {
        self.objective
    }

    /// At the start basis of the program.
    pub fn new(program: &'p Program) -> Simplex<'p> {
        let (columns, rows) = (program.columns(), program.rows());
        let mut cost: Vec<f64> = program.cost.iter().zip(&program.perturbation).map(|(a, b)| a + b).collect();
        cost.resize(columns + rows, 0.0);
        let mut upper = program.upper.clone();
        upper.extend(&program.slack_upper);
        let largest = program.cost.iter().copied().fold(0.0, f64::max);
        let state = upper.iter().map(|&upper| State {
            reduced: 0.0,
            place: NOWHERE,
            is_at_upper: false,
            is_fixed: upper == 0.0,
        });
        let mut simplex = Simplex {
            program,
            state: state.collect(),
            cost,
            upper,
            basis: program.start.clone(),
            x: vec![0.0; rows],
            weight: vec![1.0; rows],
            is_weighed: vec![false; rows],
            rhs: program.rhs.clone(),
            excess: vec![0.0; rows],
            listed: Vec::new(),
            is_listed: vec![false; rows],
            factor: Factor::default(),
            y: Sparse::zero(rows),
            near: Near::default(),
            objective: 0.0,
            cost_scale: if largest > 1e4 { largest / 1e4 } else { 1.0 },
            trouble: 0,
            work: Work::new(columns, rows),
        };
        for (row, &variable) in program.start.iter().enumerate() {
            if variable != ASLEEP {
                simplex.state[variable as usize].place = row as u32;
            }
        }
        simplex.refactor();
        let awake = |row: &u32| program.start[*row as usize] != ASLEEP;
        simplex.factor.write_out((0..rows as u32).filter(awake));
        simplex.price();
        simplex
    }

    /// The value of a column.
    pub fn value(&self, column: usize) -> f64 {
        let state = self.state[column];
        match state.place {
            NOWHERE if state.is_at_upper => self.upper[column],
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

    /// From now on the basis is kept as triangles, of which copies take less time.
    pub fn take_apart(&mut self) {
        if self.factor.inverse().is_some() {
            self.refactor();
        }
    }

    /// From now on the column is zero.
    pub fn ban(&mut self, column: usize) {
        self.upper[column] = 0.0;
        let state = &mut self.state[column];
        (state.is_at_upper, state.is_fixed) = (false, true);
        if state.place != NOWHERE {
            let row = state.place;
            self.look_at(row);
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
            left += entry.value * self.value(entry.at as usize);
        }
        self.excess[row] = left - rhs;
        self.notice(row);
        self.join(row);
        self.look_at(row as u32);
    }

    /// Pivots until optimal, dearer than the cutoff, or out of pivots.
    pub fn run(&mut self, cutoff: f64, pivots: &mut u64) -> Outcome {
        loop {
            if self.is_due() {
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
            if self.basis[leaving.row] == ASLEEP {
                self.join(leaving.row);
            }
            if !self.pivot(leaving) {
                return Outcome::Infeasible;
            }
        }
    }
}

impl Work {
    fn new(columns: usize, rows: usize) -> Work {
        Work {
            rho: Sparse::zero(rows),
            product: Product::new(columns, rows),
            solved: Sparse::zero(rows),
            tau: Sparse::zero(rows),
            sleeping: Sparse::zero(rows),
            ..Work::default()
        }
    }
}
