//! Rows of which no two can be served by the same person, because they overlap or nobody may serve both: each needs
//! a person of its own. The most rows at one instant are such a crowd; others are found by taking one row after the
//! other that leaves the most to choose from. A crowd is checked by looking at its pairs.

use crate::problem::{Problem, Row};

/// Problems with more rows get the crowd of an instant only: the pairs would be too many.
const MOST_ROWS: usize = 2_000;
/// Rows from which a search starts.
const SEEDS: usize = 12;

/// A large crowd among these rows.
pub(crate) fn crowd(problem: &Problem, rows: &[usize]) -> Vec<usize> {
    let at_once = most_at_once(problem, rows);
    if rows.len() > MOST_ROWS {
        return at_once;
    }
    let apart = Apart::of(problem, rows);
    let mut seeds: Vec<usize> = (0..rows.len()).collect();
    seeds.sort_by_key(|&at| (std::cmp::Reverse(count(&apart.of[at])), at));
    let found = seeds.into_iter().take(SEEDS).map(|seed| apart.grown(vec![seed]));
    let searched = found.max_by_key(Vec::len).unwrap_or_default();
    let searched: Vec<usize> = searched.into_iter().map(|at| rows[at]).collect();
    if searched.len() > at_once.len() { searched } else { at_once }
}

/// Whether every row needs a person of its own.
pub(crate) fn is_crowd(problem: &Problem, crowd: &[usize]) -> bool {
    let row = |index: usize| problem.rows.get(index);
    crowd.iter().enumerate().all(|(at, &one)| {
        row(one).is_some()
            && crowd[..at].iter().all(|&other| match (row(one), row(other)) {
                (Some(a), Some(b)) => one != other && are_apart(a, b),
                _ => false,
            })
    })
}

fn are_apart(a: &Row, b: &Row) -> bool {
    a.overlaps(b) || !a.eligible.meets(&b.eligible)
}

/// The most rows that share an instant, the earliest among equals.
fn most_at_once(problem: &Problem, rows: &[usize]) -> Vec<usize> {
    let mut most: Vec<usize> = Vec::new();
    for &row in rows {
        let instant = problem.rows[row].start;
        let active = rows.iter().copied().filter(|&other| problem.rows[other].is_active(instant));
        let active: Vec<usize> = active.collect();
        if active.len() > most.len() {
            most = active;
        }
    }
    most
}

/// For every row the rows it is apart from, as bits.
struct Apart {
    of: Vec<Vec<u64>>,
}

impl Apart {
    fn of(problem: &Problem, rows: &[usize]) -> Apart {
        let mut of = vec![vec![0_u64; rows.len().div_ceil(64)]; rows.len()];
        for one in 0..rows.len() {
            for other in 0..one {
                if are_apart(&problem.rows[rows[one]], &problem.rows[rows[other]]) {
                    of[one][other / 64] |= 1 << (other % 64);
                    of[other][one / 64] |= 1 << (one % 64);
                }
            }
        }
        Apart { of }
    }

    /// One more row at a time, always one that leaves the most to choose from; ties to the smaller.
    fn grown(&self, mut crowd: Vec<usize>) -> Vec<usize> {
        let Some(&seed) = crowd.first() else { return crowd };
        let mut open = self.of[seed].clone();
        loop {
            let left =
                |at: usize| self.of[at].iter().zip(&open).map(|(a, b)| (a & b).count_ones()).sum::<u32>();
            let next = members(&open).max_by_key(|&at| (left(at), std::cmp::Reverse(at)));
            let Some(next) = next else { return crowd };
            crowd.push(next);
            open.iter_mut().zip(&self.of[next]).for_each(|(a, b)| *a &= b);
        }
    }
}

fn count(bits: &[u64]) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

fn members(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    (0..bits.len() * 64).filter(|at| bits[at / 64] >> (at % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Load, Person};

    fn day(rows: &[(u32, &[Person])]) -> Problem {
        let row = |&(start, eligible): &(u32, &[Person])| Row {
            start,
            end: start + 2,
            eligible: eligible.iter().copied().collect(),
            now: None,
            told: false,
        };
        Problem { rows: rows.iter().map(row).collect(), load: vec![Load::default(); 4] }
    }

    #[test]
    fn who_has_nobody_in_common_is_apart() {
        let problem = day(&[(0, &[0]), (1, &[0, 1]), (4, &[2]), (8, &[3]), (8, &[0])]);
        let found = crowd(&problem, &[0, 1, 2, 3, 4]);
        assert_eq!(found.len(), 4);
        assert!(is_crowd(&problem, &found));
        assert!(!is_crowd(&problem, &[0, 4]), "the same person can serve both");
        assert!(!is_crowd(&problem, &[0, 0]) && !is_crowd(&problem, &[9]));
    }
}
