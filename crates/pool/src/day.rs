//! The rows of a day in the order of time, and one sweep over them: what everybody could collect at given prices.
//! `bound.rs` stands on it, so it is plain rather than clever, too.

use crate::certificate::Prices;
use crate::problem::Problem;
use crate::weights::Weights;

/// One side of a split.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub row: usize,
    pub person: usize,
    pub serves: bool,
}

/// The rows in the order of their starts and of their ends.
pub(crate) struct Day<'p> {
    pub problem: &'p Problem,
    pub events: Vec<Event>,
    /// Where the pairs of each row begin, when all eligible pairs are numbered row by row.
    pub first_pair: Vec<usize>,
}

/// When, in the upper half; then whether it is a start, one bit; then which row. One number, because that is sorted
/// soonest. An end comes before a start at the same time: spans may touch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event(u64);

impl Event {
    const START: u64 = 1 << 31;

    fn start(row: usize, at: u32) -> Event {
        Event(u64::from(at) << 32 | Event::START | row as u64)
    }

    fn end(row: usize, at: u32) -> Event {
        Event(u64::from(at) << 32 | row as u64)
    }

    fn is_start(self) -> bool {
        self.0 & Event::START != 0
    }

    fn row(self) -> usize {
        (self.0 & (Event::START - 1)) as usize
    }

    /// As time runs backwards.
    pub fn turned(self) -> Event {
        Event(self.0 ^ Event::START)
    }
}

impl Day<'_> {
    /// Of a problem that is well formed, so that its rows have numbers below 2^31.
    pub fn new(problem: &Problem) -> Day<'_> {
        let rows = || problem.rows.iter().enumerate();
        let starts = rows().map(|(row, span)| Event::start(row, span.start));
        // Starts mostly come in order, which this sort makes use of.
        let mut events: Vec<Event> =
            starts.chain(rows().map(|(row, span)| Event::end(row, span.end))).collect();
        events.sort();
        let mut first_pair = Vec::with_capacity(problem.rows.len() + 1);
        let mut pairs = 0;
        for row in &problem.rows {
            first_pair.push(pairs);
            pairs += row.eligible.len();
        }
        first_pair.push(pairs);
        Day { problem, events, first_pair }
    }
}

/// Whether the cases leave it open or say that this person serves this row.
fn is_allowed(problem: &Problem, path: &[Case], row: usize, person: usize) -> bool {
    path.iter().all(|case| match (case.row == row, case.person == person) {
        (true, true) => case.serves,
        (true, false) => !case.serves,
        (false, true) => !case.serves || !problem.rows[case.row].overlaps(&problem.rows[row]),
        (false, false) => true,
    })
}

/// For each person the most that rows which do not overlap bring: their prices less what serving them costs.
pub(crate) struct Collected {
    pub most: Vec<i64>,
    /// For each pair, what rows before it bring.
    pub before: Vec<i64>,
}

/// What it costs that the person serves the row.
pub(crate) fn pays(
    problem: &Problem,
    (weights, scale): (&Weights, i64),
    prices: &Prices,
    (row, person): (usize, usize),
) -> i64 {
    scale * weights.served(&problem.rows[row], person) + prices.people.get(person).copied().unwrap_or(0)
}

pub(crate) fn collected(
    day: &Day,
    terms: (&Weights, i64),
    prices: &Prices,
    path: &[Case],
    events: impl Iterator<Item = Event>,
) -> Collected {
    sweep(day, terms, prices, path, events, true)
}

/// Without what comes before pairs that bring nothing.
pub(crate) fn most_collected(day: &Day, terms: (&Weights, i64), prices: &Prices, path: &[Case]) -> Vec<i64> {
    sweep(day, terms, prices, path, day.events.iter().copied(), false).most
}

fn sweep(
    day: &Day,
    (weights, scale): (&Weights, i64),
    prices: &Prices,
    path: &[Case],
    events: impl Iterator<Item = Event>,
    is_whole: bool,
) -> Collected {
    let problem = day.problem;
    let mut most = vec![0; problem.load.len()];
    let mut before = vec![0; day.first_pair.last().copied().unwrap_or(0)];
    let mut before_own = vec![0; problem.rows.len()];
    for event in events {
        let (index, row) = (event.row(), &problem.rows[event.row()]);
        let (price, first) = (prices.rows[index], day.first_pair[index]);
        let anew = price - scale * weights.served_anew(row);
        // Who collects nothing for it leaves everything as it is: that may be all but who serves it now.
        let is_for_all = anew > 0 || !prices.people.is_empty();
        let own = row.now.filter(|&now| row.eligible.contains(now));
        if event.is_start() {
            own.into_iter().for_each(|now| before_own[index] = most[now]);
            if is_for_all || is_whole {
                let pairs = before[first..].iter_mut().zip(row.eligible.iter());
                pairs.for_each(|(before, person)| *before = most[person]);
            }
            continue;
        }
        let mut collect = |person: usize, with: i64| {
            if with > most[person] && is_allowed(problem, path, index, person) {
                most[person] = with;
            }
        };
        if is_for_all {
            for (before, person) in before[first..].iter().zip(row.eligible.iter()) {
                let value = if row.now == Some(person) { price } else { anew };
                collect(person, before + value - prices.people.get(person).copied().unwrap_or(0));
            }
        } else if let Some(now) = own {
            collect(now, before_own[index] + price);
        }
    }
    Collected { most, before }
}
