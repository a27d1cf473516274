//! Prices that proved one question hopeless, kept for the next ones. With any prices of the day's rows, the rows
//! cost at least all prices together less what each person can collect (Lagrange; see `certificate.rs`). One more
//! row adds its own price less what the best placed person could collect more for serving it, and that is looked up:
//! the best before the row, the row, and the best after it. All in integers.

use crate::problem::{Person, Problem, Row};

/// What prices say about a day on which everybody served stays served.
pub(crate) struct Refused {
    /// What the day costs at least without the row.
    base: i64,
    /// What leaving a row unserved costs; no row is worth more.
    dearest: i64,
    people: Vec<Collected>,
}

/// What one person can collect at most: in all, by an instant, and from one on.
struct Collected {
    most: i64,
    /// Ends of rows, rising, with the most by then.
    until: Vec<(u32, i64)>,
    /// Starts of rows, falling, with the most from then on.
    from: Vec<(u32, i64)>,
}

impl Refused {
    /// From the prices of the served rows, in the fraction of a row that `dearest` stands for.
    pub fn by(served: &Problem, prices: &[i64], dearest: i64) -> Refused {
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); served.load.len()];
        for (index, row) in served.rows.iter().enumerate() {
            row.eligible.iter().for_each(|person| of[person].push(index));
        }
        let people: Vec<Collected> = of.iter_mut().map(|rows| Collected::of(served, prices, rows)).collect();
        let base = prices.iter().map(|&price| price.min(dearest)).sum::<i64>()
            - people.iter().map(|person| person.most).sum::<i64>();
        Refused { base, dearest, people }
    }

    /// True when the row cannot be served beside the others, by these prices.
    pub fn holds_for(&self, extra: &Row) -> bool {
        let lost = |person: Person| {
            let Collected { most, until, from } = &self.people[person];
            let before = until.partition_point(|&(end, _)| end <= extra.start);
            let after = from.partition_point(|&(start, _)| start >= extra.end);
            let value = |list: &[(u32, i64)], count: usize| count.checked_sub(1).map_or(0, |at| list[at].1);
            most - value(until, before) - value(from, after)
        };
        let least = extra.eligible.iter().map(lost).min().unwrap_or(self.dearest);
        self.base + least.min(self.dearest) > 0
    }
}

impl Collected {
    fn of(served: &Problem, prices: &[i64], rows: &mut [usize]) -> Collected {
        let row = |index: usize| &served.rows[index];
        rows.sort_by_key(|&index| (row(index).end, index));
        let mut until: Vec<(u32, i64)> = Vec::with_capacity(rows.len());
        for &index in rows.iter() {
            let before = until.partition_point(|&(end, _)| end <= row(index).start);
            let with = prices[index] + before.checked_sub(1).map_or(0, |at| until[at].1);
            until.push((row(index).end, with.max(until.last().map_or(0, |last| last.1))));
        }
        rows.sort_by_key(|&index| (std::cmp::Reverse(row(index).start), index));
        let mut from: Vec<(u32, i64)> = Vec::with_capacity(rows.len());
        for &index in rows.iter() {
            let after = from.partition_point(|&(start, _)| start >= row(index).end);
            let with = prices[index] + after.checked_sub(1).map_or(0, |at| from[at].1);
            from.push((row(index).start, with.max(from.last().map_or(0, |last| last.1))));
        }
        Collected { most: until.last().map_or(0, |last| last.1), until, from }
    }
}
