//! Prices of rows that say how good an answer can be at best, raised row by row (coordinate ascent on the Lagrangian
//! of `certificate.rs`). A row's price goes between the lowest at which somebody would serve it and the next: there
//! the bound is as large as this price can make it. Walks alternate in direction, as in V. Kolmogorov, "Convergent
//! tree-reweighted message passing for energy minimization" (2006); J. Lange and P. Swoboda do the same for integer
//! programs ("Efficient message passing for 0-1 ILPs with binary decision diagrams", 2021).
//! It is quick and comes near; it may stop short of the best bound, and then the linear program is asked.

use crate::bound::Case;
use crate::problem::{Person, Problem};
use crate::way::{Costs, Walk, Way, reversed, turns};

/// How far a price goes from the lowest want towards the next: far is quicker at first, half is better in the end.
#[derive(Clone, Copy)]
pub(crate) enum Stride {
    Long,
    Half,
}

/// What prices are measured by, in units of price.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    /// What it costs that nobody serves a row, a change aside: no price is higher.
    pub unserved: i64,
    /// Rows that are known to stay unserved.
    pub floor: i64,
}

pub(crate) struct Ascent {
    ways: [Way; 2],
    walk: Walk,
    costs: Costs,
    /// Before anybody was banned.
    all_costs: Costs,
    terms: Terms,
    prices: Vec<f32>,
    /// What each row costs when nobody serves it.
    most: Vec<f32>,
    /// What it costs that somebody else serves a row; zero where nobody does.
    change: Vec<f32>,
    /// Which way is next.
    next: usize,
}

impl Ascent {
    /// Somebody else for a row costs `change`.
    pub fn new(problem: &Problem, change: i64) -> Ascent {
        let costs = Costs::of(problem, change as f32);
        let turns = turns(problem);
        let back = reversed(&turns);
        let change = problem.rows.iter().map(|row| if row.now.is_some() { change as f32 } else { 0.0 });
        Ascent {
            ways: [Way::new(turns, &costs), Way::new(back, &costs)],
            walk: Walk::of(&costs),
            all_costs: costs.clone(),
            costs,
            terms: Terms { unserved: 0, floor: 0 },
            prices: Vec::new(),
            most: Vec::new(),
            change: change.collect(),
            next: 0,
        }
    }

    /// Only answers that agree with these cases count from now on; to be followed by `start`.
    pub fn suppose(&mut self, problem: &Problem, path: &[Case]) {
        self.costs.clone_from(&self.all_costs);
        for case in path {
            if !case.serves {
                self.costs.ban(case.row, case.person);
                continue;
            }
            let own = &problem.rows[case.row];
            own.eligible
                .iter()
                .filter(|&other| other != case.person)
                .for_each(|other| self.costs.ban(case.row, other));
            let others =
                (0..problem.rows.len()).filter(|&row| row != case.row && problem.rows[row].overlaps(own));
            others.for_each(|row| self.costs.ban(row, case.person));
        }
    }

    /// Begins anew with these terms and prices.
    pub fn start(&mut self, terms: Terms, price: impl Fn(usize) -> i64) {
        self.terms = terms;
        self.most = self.change.iter().map(|change| terms.unserved as f32 + change).collect();
        let prices = self.most.iter().enumerate();
        self.prices = prices.map(|(row, &most)| (price(row) as f32).clamp(0.0, most)).collect();
        self.ways[self.next].collect(&self.prices, &self.costs);
    }

    /// No answer costs less.
    pub fn bound(&self) -> i64 {
        let all: f64 = self.prices.iter().map(|&price| f64::from(price)).sum();
        (all - self.ways[self.next].collected(&self.costs)) as i64 - self.terms.floor * self.terms.unserved
    }

    /// One walk, in which each row gets a better price.
    pub fn sweep(&mut self, stride: Stride) {
        let Ascent { ways: [one, two], walk, costs, prices, most, next, .. } = self;
        let (way, other) = if *next == 0 { (one, two) } else { (two, one) };
        let part = match stride {
            Stride::Long => 0.75,
            Stride::Half => 0.5,
        };
        way.reprice(other, walk, prices, costs, |row, lowest, second| {
            let most = most[row];
            let first = if lowest < most { lowest } else { most };
            let second = if second < most { second } else { most };
            first + whole((second - first) * part)
        });
        *next = 1 - *next;
    }

    pub fn prices(&self) -> Vec<i64> {
        self.prices.iter().map(|&price| price as i64).collect()
    }

    /// How much dearer than its price the person serves the row, by the last walk.
    pub fn dearer(&self, row: usize, person: Person) -> i64 {
        (self.walk.want(row, person) - self.prices[row]) as i64
    }
}

/// The nearest whole number, of numbers below 2^22; with whole prices all sums are exact.
#[inline]
fn whole(value: f32) -> f32 {
    const LAST_BIT: f32 = (3 << 22) as f32;
    value + LAST_BIT - LAST_BIT
}
