//! An assignment kept for searching: each person's rows in start order, and what each change costs.
//! It checks no eligibility; whoever puts a row on a person has looked. Everything can be undone by putting back.

use crate::objective::{FREE, MINUTES_AT, Price, latest_start, plus, squares_at};
use crate::problem::{Goal, Objective, Person, Problem};

pub(crate) struct Lanes<'a> {
    pub problem: &'a Problem,
    pub goal: Goal,
    pub serves: Vec<Option<Person>>,
    lanes: Vec<Vec<usize>>,
    carried_rows: Vec<i64>,
    carried_minutes: Vec<i64>,
    unserved_price: Vec<Price>,
    changed_price: Vec<Price>,
}

impl<'a> Lanes<'a> {
    /// Lanes holding `serves`, which must be valid.
    pub fn new(problem: &'a Problem, goal: Goal, serves: &[Option<Person>]) -> Lanes<'a> {
        let mut lanes = Lanes {
            problem,
            goal,
            serves: vec![None; problem.rows.len()],
            lanes: vec![Vec::new(); problem.load.len()],
            carried_rows: problem.load.iter().map(|load| i64::from(load.rows)).collect(),
            carried_minutes: problem.load.iter().map(|load| i64::from(load.minutes)).collect(),
            unserved_price: unserved_prices(problem, goal),
            changed_price: changed_prices(problem, goal),
        };
        for (row, server) in serves.iter().enumerate() {
            server.iter().for_each(|&person| lanes.put(row, person));
        }
        lanes
    }

    pub fn rows_carried(&self, person: Person) -> i64 {
        self.carried_rows[person]
    }

    pub fn minutes_carried(&self, person: Person) -> i64 {
        self.carried_minutes[person]
    }

    /// The rows a person serves at some instant of the span of `row`, in start order.
    pub fn in_the_way(&self, row: usize, person: Person) -> &[usize] {
        let rows = &self.problem.rows;
        let lane = &self.lanes[person];
        let first = lane.partition_point(|&other| rows[other].end <= rows[row].start);
        let count = lane[first..].iter().take_while(|&&other| rows[other].start < rows[row].end).count();
        &lane[first..first + count]
    }

    pub fn put(&mut self, row: usize, person: Person) {
        let rows = &self.problem.rows;
        let at = self.lanes[person].partition_point(|&other| rows[other].start < rows[row].start);
        self.lanes[person].insert(at, row);
        self.carried_rows[person] += 1;
        self.carried_minutes[person] += i64::from(rows[row].minutes());
        self.serves[row] = Some(person);
    }

    /// Leaves the row unserved; nothing happens when it already is.
    pub fn take(&mut self, row: usize) {
        let Some(person) = self.serves[row].take() else { return };
        self.lanes[person].retain(|&other| other != row);
        self.carried_rows[person] -= 1;
        self.carried_minutes[person] -= i64::from(self.problem.rows[row].minutes());
    }

    /// Levels of one row alone: what it costs to be served by `server`, whoever else does what.
    pub fn row_price(&self, row: usize, server: Option<Person>) -> Price {
        match (server, self.problem.rows[row].now) {
            (None, _) => self.unserved_price[row],
            (Some(person), Some(now)) if person != now => self.changed_price[row],
            _ => FREE,
        }
    }

    /// What a row served today as it should be costs when that changes; nothing for the others.
    pub fn price_if_changed(&self, row: usize) -> Price {
        match self.serves[row] {
            Some(person) if self.problem.rows[row].now == Some(person) => self.changed_price[row],
            _ => FREE,
        }
    }

    /// What the whole gets dearer by when `row`, now in nobody's lane, is given to `server`.
    pub fn price_to_put(&self, row: usize, server: Option<Person>) -> Price {
        let mut price = self.row_price(row, server);
        if let Some(person) = server {
            let length = i64::from(self.problem.rows[row].minutes());
            price[squares_at(self.goal)] += 2 * self.carried_rows[person] + 1;
            price[MINUTES_AT] += length * (2 * self.carried_minutes[person] + length);
        }
        price
    }

    /// What the whole costs with the row, less what it costs without it (not counted as unserved).
    pub fn price_of(&self, row: usize) -> Price {
        let mut price = self.row_price(row, self.serves[row]);
        if let Some(person) = self.serves[row] {
            let length = i64::from(self.problem.rows[row].minutes());
            price[squares_at(self.goal)] += 2 * self.carried_rows[person] - 1;
            price[MINUTES_AT] += length * (2 * self.carried_minutes[person] - length);
        }
        price
    }
}

fn unserved_prices(problem: &Problem, goal: Goal) -> Vec<Price> {
    let latest = latest_start(problem);
    let changed = changed_prices(problem, goal);
    let own = problem.rows.iter().map(|row| {
        let told_unserved = u32::from(row.told);
        let earliness = u64::from(latest - row.start);
        Objective { unserved: 1, told_unserved, earliness, ..Objective::default() }.ranked(goal)
    });
    own.zip(changed).map(|(own, changed)| plus(own, changed)).collect()
}

fn changed_prices(problem: &Problem, goal: Goal) -> Vec<Price> {
    let price = |told: bool, has_now: bool| {
        let told_changed = u32::from(told && has_now);
        let moved = u32::from(!told && has_now);
        Objective { told_changed, moved, ..Objective::default() }.ranked(goal)
    };
    problem.rows.iter().map(|row| price(row.told, row.now.is_some())).collect()
}
