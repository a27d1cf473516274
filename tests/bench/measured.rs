//! What was measured, and the table it is told in: the worst of three rounds against the budget, and how far the rounds lie apart.
//! Nothing here passes or fails; a reader judges.

use std::time::{Duration, Instant};

pub const ROUNDS: usize = 3;

/// The samples of one thing, a list per round.
pub struct Measured {
    pub what: String,
    pub budget: Option<f64>,
    pub unit: &'static str,
    pub rounds: Vec<Vec<f64>>,
}

impl Measured {
    pub fn new(what: &str, budget: Option<f64>) -> Measured {
        Measured { what: what.into(), budget, unit: "ms", rounds: Vec::new() }
    }

    /// Megabytes instead of milliseconds.
    #[allow(dead_code, reason = "only the bench of the window tells memory")]
    pub fn megabytes(what: &str, budget: f64) -> Measured {
        Measured { unit: "MB", ..Measured::new(what, Some(budget)) }
    }

    /// Megabytes that are only told.
    #[allow(dead_code, reason = "only the bench of the window tells memory")]
    pub fn of_megabytes(what: &str) -> Measured {
        Measured { unit: "MB", ..Measured::new(what, None) }
    }

    /// Three rounds of the same call, after one that warms up.
    pub fn calls<T>(what: &str, budget: Option<f64>, times: usize, call: impl Fn() -> T) -> Measured {
        let mut measured = Measured::new(what, budget);
        let _warm = call();
        for _ in 0..ROUNDS {
            measured.rounds.push((0..times).map(|_| timed(&call)).collect());
        }
        measured
    }
}

fn timed<T>(call: impl Fn() -> T) -> f64 {
    let began = Instant::now();
    let answer = std::hint::black_box(call());
    let took = milliseconds(began.elapsed());
    drop(answer);
    took
}

pub fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The smallest sample that this share of all does not exceed.
fn quantile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN)
}

/// Markdown: p50 and p95 of the worst round, p95 from the best round to the worst, the slowest sample of all.
pub fn table(measured: &[Measured]) -> String {
    let head = "| what | budget | p50 | p95, worst of three | p95 of the rounds | slowest | samples | |\n|---|--:|--:|--:|--:|--:|--:|---|\n";
    std::iter::once(head.to_string()).chain(measured.iter().map(line)).collect()
}

fn line(measured: &Measured) -> String {
    let Measured { what, unit, .. } = measured;
    let budget = measured.budget.map_or(String::new(), |budget| format!("{budget} {unit}"));
    let samples: usize = measured.rounds.iter().map(Vec::len).sum();
    if measured.rounds.len() < ROUNDS || measured.rounds.iter().any(|round| !is_whole(round)) {
        return format!("| {what} | {budget} | | | | | {samples} | NOT MEASURED |\n");
    }
    let [p50, p95, slowest] = [0.5, 0.95, 1.0].map(|share| of_rounds(measured, share));
    let (best, worst) = (lowest(&p95), highest(&p95));
    let verdict = measured.budget.map_or("", |budget| if worst <= budget { "held" } else { "MISSED" });
    let [p50, worst, best, slowest] = [highest(&p50), worst, best, highest(&slowest)].map(told);
    format!(
        "| {what} | {budget} | {p50} | **{worst}** {unit} | {best}–{worst} | {slowest} | {samples} | {verdict} |\n"
    )
}

/// A round without samples, or with one that is no number, proves nothing.
fn is_whole(round: &[f64]) -> bool {
    !round.is_empty() && round.iter().all(|sample| sample.is_finite())
}

fn of_rounds(measured: &Measured, share: f64) -> Vec<f64> {
    measured.rounds.iter().map(|round| quantile(round, share)).collect()
}

fn highest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::MIN, f64::max)
}

fn lowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::MAX, f64::min)
}

fn told(value: f64) -> String {
    if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}
