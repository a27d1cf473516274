//! Where a program begins: with a day that is served as it is now, as far as it goes.

use crate::problem::{Person, Problem};

/// Who serves each row at the start: `now`; for the others, unless fairness has a say, the free person with the
/// fewest rows to be eligible for. Columns; `None` where nobody is free.
pub(crate) fn start(problem: &Problem, first: &[u32], fills: bool) -> Vec<Option<usize>> {
    let column = |row: usize, person: Person| {
        let before = problem.rows[row].eligible.iter().take_while(|&other| other < person).count();
        first[row] as usize + before
    };
    let mut busy: Vec<Vec<(u32, u32)>> = vec![Vec::new(); problem.load.len()];
    let mut choices = vec![0_u32; problem.load.len()];
    let mut start = vec![None; problem.rows.len()];
    for (index, row) in problem.rows.iter().enumerate() {
        if fills {
            row.eligible.iter().for_each(|person| choices[person] += 1);
        }
        if let Some(now) = row.now {
            start[index] = Some(column(index, now));
            busy[now].push((row.start, row.end));
        }
    }
    if !fills {
        return start;
    }
    for (index, row) in problem.rows.iter().enumerate() {
        if start[index].is_some() {
            continue;
        }
        let is_free = |person: &Person| {
            busy[*person].iter().all(|&(from, until)| until <= row.start || row.end <= from)
        };
        if let Some(person) =
            row.eligible.iter().filter(is_free).min_by_key(|&person| (choices[person], person))
        {
            start[index] = Some(column(index, person));
            busy[person].push((row.start, row.end));
        }
    }
    start
}
