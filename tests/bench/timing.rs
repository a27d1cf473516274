//! Milliseconds of a call, and the middle of many.

use std::time::Instant;

pub fn timed<T>(call: impl FnOnce() -> T) -> f64 {
    let began = Instant::now();
    let answer = std::hint::black_box(call());
    let took = began.elapsed().as_secs_f64() * 1000.0;
    drop(answer);
    took
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
