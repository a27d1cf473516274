//! Prices of rows that say how good an answer can be at best, raised row by row (coordinate ascent on the Lagrangian
//! of `certificate.rs`). A row's price goes between the lowest at which somebody would serve it and the next: there
//! the bound is as large as this price can make it. Walks alternate in direction, as in V. Kolmogorov, "Convergent
//! tree-reweighted message passing for energy minimization" (2006); J. Lange and P. Swoboda do the same for integer
//! programs ("Efficient message passing for 0-1 ILPs with binary decision diagrams", 2021).
//! It is quick and comes near; it may stop short of the best bound, and then the linear program is asked.

use multiversion::multiversion;

use crate::day::Case;
use crate::larger::{Sharp, Warm};
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

#[derive(Clone)]
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
    /// Rows that were left unserved in the last walk in heat, each in part.
    left: f32,
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
            left: 0.0,
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
        self.ways[self.next].collect(&self.prices, &self.costs, Sharp);
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
        way.reprice(other, walk, prices, (costs, Sharp), |row, _, (lowest, second), _| {
            let most = most[row];
            let first = if lowest < most { lowest } else { most };
            let second = if second < most { second } else { most };
            first + whole((second - first) * part)
        });
        *next = 1 - *next;
    }

    /// Walks in heat: the bound is smooth then, so that no price is stuck for want of another one's change. Each round
    /// is a walk each way and goes on the farther the longer the rounds agree (Y. Nesterov, "A method of solving a
    /// convex programming problem with convergence rate O(1/k^2)", 1983; begun anew as B. O'Donoghue and E. Candès do,
    /// "Adaptive restart for accelerated gradient schemes", 2015), while it cools down from one heat to the other.
    pub fn anneal(&mut self, (from, to): (f32, f32), rounds: u16) {
        let cooler = root(to / from, rounds);
        let (mut heat, mut agreed) = (from, 0_u16);
        let (mut from, mut last) = (self.prices.clone(), self.prices.clone());
        for _ in 0..rounds {
            let warm = Warm::new(heat);
            collect_in_heat(&mut self.ways[self.next], &self.prices, &self.costs, warm);
            self.warm_sweep(warm);
            self.warm_sweep(warm);
            let steps = self.prices.iter().zip(&last).map(|(now, last)| now - last);
            let back: f32 =
                from.iter().zip(&self.prices).zip(steps).map(|((from, now), step)| (from - now) * step).sum();
            agreed = if back > 0.0 { 0 } else { agreed + 1 };
            let farther = f32::from(agreed.max(1) - 1) / f32::from(agreed + 2);
            for ((price, last), most) in self.prices.iter_mut().zip(&mut last).zip(&self.most) {
                let now = *price;
                *price = (now + farther * (now - *last)).clamp(0.0, *most);
                *last = now;
            }
            from.clone_from(&self.prices);
            heat *= cooler;
        }
        self.prices = last.into_iter().map(whole).collect();
        self.ways[self.next].collect(&self.prices, &self.costs, Sharp);
    }

    fn warm_sweep(&mut self, warm: Warm) {
        let Ascent { ways: [one, two], walk, costs, prices, most, next, .. } = self;
        let (way, other) = if *next == 0 { (one, two) } else { (two, one) };
        self.left = walk_in_heat((way, other), walk, prices, (costs, warm), most);
        *next = 1 - *next;
    }

    /// How many rows are left unserved at these prices, each in part, by the last walk in heat.
    pub fn left(&self) -> f32 {
        self.left
    }

    pub fn terms(&self) -> Terms {
        self.terms
    }

    pub fn prices(&self) -> Vec<i64> {
        self.prices.iter().map(|&price| price as i64).collect()
    }

    /// How much dearer than its price the person serves the row, by the last walk.
    pub fn dearer(&self, row: usize, person: Person) -> i64 {
        (self.walk.want(row, person, &self.costs) - self.prices[row]) as i64
    }
}

/// One walk, in which each row gets the price at which it is served once; how many are left unserved, each in part.
#[multiversion(targets("x86_64+avx2"))]
fn walk_in_heat(
    (way, other): (&Way, &mut Way),
    walk: &mut Walk,
    prices: &mut [f32],
    (costs, warm): (&Costs, Warm),
    most: &[f32],
) -> f32 {
    let mut left = 0.0;
    way.reprice(other, walk, prices, (costs, warm), |row, price, (lowest, _), wants| {
        let price = warm.balance(price, lowest, wants);
        if price > most[row] {
            left += 1.0 - warm.served(most[row], wants).0;
        }
        price.clamp(0.0, most[row])
    });
    left
}

#[multiversion(targets("x86_64+avx2"))]
fn collect_in_heat(way: &mut Way, prices: &[f32], costs: &Costs, warm: Warm) {
    way.collect(prices, costs, warm);
}

/// The nearest whole number, of numbers below 2^22; with whole prices all sums are exact.
#[inline]
fn whole(value: f32) -> f32 {
    const LAST_BIT: f32 = (3 << 22) as f32;
    value + LAST_BIT - LAST_BIT
}

/// What has this power, of a number below one: by halving, as no two machines need agree on a logarithm.
fn root(number: f32, power: u16) -> f32 {
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    for _ in 0..24 {
        let middle = 0.5 * (low + high);
        let raised = (0..power).fold(1.0, |raised, _| raised * middle);
        if raised > number { high = middle } else { low = middle }
    }
    high
}
