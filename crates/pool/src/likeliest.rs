//! Which of the pairs that a program leaves open is likely to decide most, as far as can be told without trying.

use crate::model::Open;
use crate::problem::Problem;

/// What a dive takes for nearly served.
const NEARLY: f64 = 0.9;

/// Of a long row, of a person with much that is open, near to a half; the likeliest first, of equals the first.
pub(crate) fn likeliest<'o>(problem: &Problem, open: &'o [Open]) -> Vec<&'o Open> {
    let mut of_person = vec![0.0_f64; problem.load.len()];
    open.iter().for_each(|pair| of_person[pair.person] += 1.0);
    let decides = |pair: &Open| {
        let row = &problem.rows[pair.row];
        let near = 1.0 - (pair.value - 0.5).abs();
        f64::from(row.end - row.start) * of_person[pair.person].sqrt() * near * near
    };
    let mut likeliest: Vec<&Open> = open.iter().collect();
    likeliest.sort_by(|a, b| decides(b).total_cmp(&decides(a)).then(a.column.cmp(&b.column)));
    likeliest
}

/// Rows without `now` first, nearest to one.
pub(crate) fn nearest_decided<'o>(problem: &Problem, open: &'o [Open]) -> Option<&'o Open> {
    let is_served = |pair: &Open| problem.rows[pair.row].now.is_some();
    let off = |pair: &Open| (pair.value - NEARLY).abs();
    open.iter().min_by(|a, b| {
        let first = is_served(a).cmp(&is_served(b)).then(off(a).total_cmp(&off(b)));
        first.then(a.column.cmp(&b.column))
    })
}
