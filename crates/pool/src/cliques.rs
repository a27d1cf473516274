//! Rows of one person that all overlap: of those the person serves one at most. Only those count that are no part of
//! others.

use crate::problem::Problem;

/// Larger programs are not built: their answers stay unproven.
const MOST_NONZEROS: usize = 12_000_000;

/// Cliques of a pair, numbered person by person: consecutive.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    pub from: u32,
    pub until: u32,
}

/// The cliques of every column, and how many there are. Per person a sweep over the rows by start.
pub(crate) fn cliques(problem: &Problem, first: &[u32]) -> Option<(Vec<Span>, usize)> {
    let mut of_person: Vec<Vec<(u32, u32)>> = vec![Vec::new(); problem.load.len()];
    let mut columns = 0;
    for (index, row) in problem.rows.iter().enumerate() {
        for (at, person) in row.eligible.iter().enumerate() {
            of_person[person].push((index as u32, first[index] + at as u32));
        }
        columns = first[index + 1] as usize;
    }
    let mut spans = vec![Span::default(); columns];
    let (mut count, mut nonzeros) = (0, columns);
    for rows in &of_person {
        sweep(problem, rows, &mut spans, &mut count, &mut nonzeros)?;
    }
    Some((spans, count as usize))
}

fn sweep(
    problem: &Problem,
    rows: &[(u32, u32)],
    spans: &mut [Span],
    count: &mut u32,
    nonzeros: &mut usize,
) -> Option<()> {
    let mut active: Vec<(u32, u32)> = Vec::new();
    for (at, &(row, column)) in rows.iter().enumerate() {
        let start = problem.rows[row as usize].start;
        active.retain(|&(end, other)| {
            if end <= start {
                spans[other as usize].until = *count;
            }
            end > start
        });
        spans[column as usize].from = *count;
        active.push((problem.rows[row as usize].end, column));
        let next = rows.get(at + 1).map_or(u32::MAX, |&(next, _)| problem.rows[next as usize].start);
        if active.len() > 1 && active.iter().any(|&(end, _)| end <= next) {
            *count += 1;
            *nonzeros += active.len();
            if *nonzeros > MOST_NONZEROS {
                return None;
            }
        }
    }
    active.iter().for_each(|&(_, column)| spans[column as usize].until = *count);
    Some(())
}
