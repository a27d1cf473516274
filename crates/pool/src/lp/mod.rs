//! A linear program and its dual simplex: minimise cost·x where rows·x + slack = rhs and everything has bounds.
//! Made for problems whose optimum is near a start that is dual feasible for free, with many rows that hardly
//! ever matter: those sleep until they are violated. Floats guide the search here; nothing in here is a claim.

mod enter;
mod exchange;
mod factor;
mod fresh;
mod inverse;
mod kernel;
mod leave;
mod list;
mod matrix;
mod near;
mod peel;
mod product;
mod ratio;
mod shortest;
mod simplex;
mod sparse;
mod triangle;
mod updates;

pub(crate) use matrix::{Matrix, MatrixBuilder};
pub(crate) use simplex::{Outcome, Simplex};

/// Variables are numbered columns first, then the slack of each row.
#[derive(Debug)]
pub(crate) struct Program {
    pub matrix: Matrix,
    /// Cost of each column, at least zero at the start basis once priced by it.
    pub cost: Vec<f64>,
    /// What is added to the cost so that ties are rare; never part of a bound.
    pub perturbation: Vec<f64>,
    /// Upper bound of each column; the lower bound is zero.
    pub upper: Vec<f64>,
    pub rhs: Vec<f64>,
    /// Upper bound of each slack: zero for an equation, infinity for "at most".
    pub slack_upper: Vec<f64>,
    /// The variable that starts in each row, `ASLEEP` for rows that sleep.
    pub start: Vec<u32>,
    /// Rows from here on wake by themselves when violated.
    pub watched: usize,
}

/// In place of a row's basic variable: the row is not part of the program yet.
pub(crate) const ASLEEP: u32 = u32::MAX;

impl Program {
    pub fn columns(&self) -> usize {
        self.cost.len()
    }

    pub fn rows(&self) -> usize {
        self.rhs.len()
    }
}
