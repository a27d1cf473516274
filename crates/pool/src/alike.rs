//! People in an order in which neighbours may serve much the same rows, so that of the people looked at side by side
//! mostly all or none may serve a row.

use crate::problem::{Person, Problem};

/// Begins with the first person and goes on with whoever is most alike, the smallest of equals.
pub(crate) fn alike(problem: &Problem) -> Vec<Person> {
    let rows = rows_of_people(problem);
    let mut left: Vec<Person> = (1..rows.len()).collect();
    let mut order: Vec<Person> = (0..rows.len().min(1)).collect();
    while let Some(&last) = order.last() {
        let likeness = |&person: &Person| (likeness(&rows[last], &rows[person]), std::cmp::Reverse(person));
        let Some(next) = (0..left.len()).max_by_key(|&at| likeness(&left[at])) else { break };
        order.push(left.swap_remove(next));
    }
    order
}

/// For each person the rows they may serve, one bit each.
fn rows_of_people(problem: &Problem) -> Vec<Vec<u64>> {
    let mut rows = vec![vec![0; problem.rows.len().div_ceil(64)]; problem.load.len()];
    for (index, row) in problem.rows.iter().enumerate() {
        row.eligible.iter().for_each(|person| rows[person][index / 64] |= 1 << (index % 64));
    }
    rows
}

/// Rows that both may serve less those that only one may.
fn likeness(one: &[u64], other: &[u64]) -> i64 {
    let alike = |(a, b): (&u64, &u64)| i64::from((a & b).count_ones()) - i64::from((a ^ b).count_ones());
    one.iter().zip(other).map(alike).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Load, Row};

    #[test]
    fn who_may_serve_the_same_rows_are_neighbours() {
        let row = |start: u32, eligible: &[Person]| Row {
            start,
            end: start + 1,
            eligible: eligible.iter().copied().collect(),
            now: None,
            told: false,
        };
        let rows = vec![row(0, &[0, 3]), row(1, &[0, 3, 4]), row(2, &[1, 2]), row(3, &[1, 2, 4])];
        let problem = Problem { rows, load: vec![Load::default(); 5] };
        assert_eq!(alike(&problem), [0, 3, 4, 1, 2]);
        assert_eq!(alike(&Problem { rows: Vec::new(), load: Vec::new() }), Vec::<Person>::new());
    }
}
