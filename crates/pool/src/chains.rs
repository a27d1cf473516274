//! Ejection chains: a row given to a person ejects what is in the way there, and the ejected are given on.
//! Depth first, the row with the fewest ways out first, cut off as soon as nothing better can follow.
//! Started with every row that has lost its place, and given steps enough, it is an exhaustive search.
//! Source of the idea: F. Glover, "Ejection chains, reference structures and alternating path methods" (1996).

use crate::lanes::Lanes;
use crate::objective::{FREE, Price, minus, plus};
use crate::problem::Person;

/// Rows and who serves them afterwards.
pub(crate) type Changes = Vec<(usize, Option<Person>)>;

/// What counts as found: changes that make the whole dearer by less than `limit` and touch at most `reach` rows.
pub(crate) struct Terms {
    pub limit: Price,
    pub reach: usize,
    pub stop_at_first: bool,
}

/// The cheapest changes on these terms that start by taking the rows of `hand` out of their places.
/// Leaves the lanes as they were. `steps` is paid down; at zero the best so far is the answer.
pub(crate) fn hunt(lanes: &mut Lanes, hand: &[usize], terms: Terms, steps: &mut u64) -> Option<Changes> {
    let home: Changes = hand.iter().map(|&row| (row, lanes.serves[row])).collect();
    let mut delta = FREE;
    for &row in hand {
        delta = minus(delta, lanes.price_of(row));
        lanes.take(row);
    }
    let settled = vec![false; lanes.problem.rows.len()];
    let hand = hand.to_vec();
    let mut hunt = Hunt { lanes, terms, steps, hand, settled, trail: Vec::new(), delta, found: None };
    hunt.descend();
    let found = hunt.found;
    commit(lanes, &home);
    found
}

/// Carries changes out: first all rows leave their places, then they take the new ones.
pub(crate) fn commit(lanes: &mut Lanes, changes: &[(usize, Option<Person>)]) {
    changes.iter().for_each(|&(row, _)| lanes.take(row));
    for &(row, server) in changes {
        server.into_iter().for_each(|person| lanes.put(row, person));
    }
}

struct Hunt<'h, 'p> {
    lanes: &'h mut Lanes<'p>,
    terms: Terms,
    steps: &'h mut u64,
    /// Rows without a place that still need a decision.
    hand: Vec<usize>,
    /// Rows decided on this branch: they are not ejected again.
    settled: Vec<bool>,
    trail: Vec<usize>,
    delta: Price,
    found: Option<Changes>,
}

struct Choice {
    order: Price,
    server: Option<Person>,
}

impl Hunt<'_, '_> {
    fn descend(&mut self) {
        if self.hand.is_empty() {
            return self.record();
        }
        let Some(at) = self.tightest() else { return };
        let row = self.hand.swap_remove(at);
        for choice in self.choices(row) {
            if self.is_over() {
                break;
            }
            self.decide(row, choice.server);
        }
        self.hand.push(row);
        let last = self.hand.len() - 1;
        self.hand.swap(at, last);
    }

    fn is_over(&self) -> bool {
        *self.steps == 0 || (self.terms.stop_at_first && self.found.is_some())
    }

    fn record(&mut self) {
        if self.delta < self.terms.limit {
            self.terms.limit = self.delta;
            self.found = Some(self.trail.iter().map(|&row| (row, self.lanes.serves[row])).collect());
        }
    }

    /// The row in hand with the fewest ways out; none when even the cheapest ways together are too dear.
    fn tightest(&mut self) -> Option<usize> {
        let mut bound = self.delta;
        let mut tightest = (usize::MAX, usize::MAX, 0);
        for at in 0..self.hand.len() {
            let (ways, cheapest) = self.outlook(self.hand[at]);
            bound = plus(bound, cheapest);
            tightest = tightest.min((ways, self.hand[at], at));
        }
        (bound < self.terms.limit).then_some(tightest.2)
    }

    /// How many ways out a row has, and the price of the cheapest on its own levels.
    fn outlook(&mut self, row: usize) -> (usize, Price) {
        let problem = self.lanes.problem;
        let mut cheapest = self.lanes.row_price(row, None);
        let mut ways = 1;
        for person in problem.rows[row].eligible.iter().filter(|&person| person < problem.load.len()) {
            if self.is_open(row, person) {
                ways += 1;
                cheapest = cheapest.min(self.lanes.row_price(row, Some(person)));
            }
        }
        (ways, cheapest)
    }

    /// True when everything in the way may be ejected and is not too much.
    fn is_open(&mut self, row: usize, person: Person) -> bool {
        *self.steps = self.steps.saturating_sub(1);
        let in_the_way = self.lanes.in_the_way(row, person);
        in_the_way.len() <= self.spare() && in_the_way.iter().all(|&other| !self.settled[other])
    }

    /// How many more rows may be ejected.
    fn spare(&self) -> usize {
        let decided_or_due = self.trail.len() + self.hand.len();
        self.terms.reach.saturating_sub(decided_or_due)
    }

    /// All ways out of one row taken out of the hand, the most promising first.
    fn choices(&mut self, row: usize) -> Vec<Choice> {
        self.hand.push(row);
        let problem = self.lanes.problem;
        let mut choices = vec![Choice { order: self.lanes.row_price(row, None), server: None }];
        for person in problem.rows[row].eligible.iter() {
            if self.is_open(row, person) {
                choices.push(Choice { order: self.promise(row, person), server: Some(person) });
            }
        }
        self.hand.pop();
        choices.sort_by_key(|choice| (choice.order, choice.server));
        choices
    }

    /// The price of a choice, with every ejected row counted as changed for good.
    fn promise(&self, row: usize, person: Person) -> Price {
        let mut price = self.lanes.price_to_put(row, Some(person));
        for &other in self.lanes.in_the_way(row, person) {
            price = plus(price, self.lanes.price_if_changed(other));
        }
        price
    }

    /// Gives the row its place, searches on from there, and takes everything back.
    fn decide(&mut self, row: usize, server: Option<Person>) {
        let (delta_before, hand_before) = (self.delta, self.hand.len());
        let ejected = server.map_or(Vec::new(), |person| self.lanes.in_the_way(row, person).to_vec());
        for &other in &ejected {
            self.delta = minus(self.delta, self.lanes.price_of(other));
            self.lanes.take(other);
            self.hand.push(other);
        }
        self.delta = plus(self.delta, self.lanes.price_to_put(row, server));
        server.into_iter().for_each(|person| self.lanes.put(row, person));
        self.settled[row] = true;
        self.trail.push(row);
        self.descend();
        self.trail.pop();
        self.settled[row] = false;
        self.lanes.take(row);
        self.hand.truncate(hand_before);
        for &other in &ejected {
            server.into_iter().for_each(|person| self.lanes.put(other, person));
        }
        self.delta = delta_before;
    }
}
