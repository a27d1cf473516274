//! Which variable enters: the one whose reduced cost reaches zero first, and among nearly equal ones the one
//! with the largest coefficient (P. Harris, "Pivot selection methods of the Devex LP code", 1973).

/// A variable that may enter; `rate` is how fast its reduced cost falls, positive once signs are settled.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    pub variable: u32,
    pub alpha: f64,
    pub rate: f64,
    /// Reduced cost, positive once signs are settled.
    pub distance: f64,
}

/// Coefficients smaller than this do not count.
pub(crate) const SMALLEST: f64 = 1e-9;
const TOLERANCE: f64 = 1e-9;

/// Ties go to the smaller number.
pub(crate) fn winner(runners: &[Runner], scale: f64) -> Option<Runner> {
    let slack = TOLERANCE * scale;
    let mut limit = f64::INFINITY;
    for runner in runners {
        let reached = (runner.distance + slack) / runner.rate;
        if reached < limit {
            limit = reached;
        }
    }
    let mut best: Option<Runner> = None;
    for runner in runners {
        let is_near = runner.distance <= limit * runner.rate;
        if is_near && best.is_none_or(|known| beats(runner, &known)) {
            best = Some(*runner);
        }
    }
    best
}

fn beats(one: &Runner, other: &Runner) -> bool {
    one.rate > other.rate || (one.rate == other.rate && one.variable < other.variable)
}
