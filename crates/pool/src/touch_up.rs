//! Makes a valid answer better without proving anything: ejection chains from every row that lost its place,
//! then chains that even out the load among answers that are equal on the levels above.
//! It serves where the proof does not come in time, rounds fractional answers, and settles level 5.

use crate::chains::{Terms, commit, hunt};
use crate::lanes::Lanes;
use crate::objective::{FREE, Price, squares_at};
use crate::problem::{Goal, Person, Problem};

/// How many rows the chains of each stage may touch, shorter first.
const REACHES: [usize; 5] = [1, 2, 3, 5, 8];
/// Rows taken up together by the group stage, and how many more they may touch.
const GROUPS: [usize; 4] = [2, 3, 4, 6];
const GROUP_REACH: usize = 6;
/// Steps one hunt may take: in the first pass, and how much more in each pass after it.
const FIRST_HUNT: u64 = 2_000;
const DEEPER_HUNT: u64 = 4;

/// Serves more and disturbs less, as far as the steps go.
pub(crate) fn repair(
    problem: &Problem,
    goal: Goal,
    serves: &[Option<Person>],
    steps: u64,
) -> Vec<Option<Person>> {
    let mut search = Search { lanes: Lanes::new(problem, goal, serves), left: steps };
    search.place_chains();
    search.place_groups();
    search.lanes.serves
}

/// Makes the load fairer and its minutes more even; nothing above that changes.
pub(crate) fn balance(
    problem: &Problem,
    goal: Goal,
    serves: &[Option<Person>],
    steps: u64,
) -> Vec<Option<Person>> {
    let mut search = Search { lanes: Lanes::new(problem, goal, serves), left: steps };
    search.balance();
    search.lanes.serves
}

struct Search<'a> {
    lanes: Lanes<'a>,
    left: u64,
}

impl Search<'_> {
    /// One hunt of at most `most` steps; what it finds is carried out.
    fn improve(&mut self, hand: &[usize], reach: usize, limit: Price, most: u64) -> bool {
        let given = most.min(self.left);
        let mut steps = given;
        let found = hunt(&mut self.lanes, hand, Terms { limit, reach, stop_at_first: false }, &mut steps);
        let bookkeeping = 1 + hand.len() as u64 + self.lanes.problem.rows.len() as u64 / 64;
        self.left = self.left.saturating_sub(given - steps + bookkeeping);
        found.inspect(|changes| commit(&mut self.lanes, changes)).is_some()
    }

    /// Rows that are unserved or not served by `now`, in start order.
    fn lost_rows(&self) -> Vec<usize> {
        let rows = &self.lanes.problem.rows;
        let is_lost = |row: usize| {
            let server = self.lanes.serves[row];
            server.is_none() || (rows[row].now.is_some() && server != rows[row].now)
        };
        self.lanes.problem.in_start_order().into_iter().filter(|&row| is_lost(row)).collect()
    }

    /// Chains from each lost row alone, longer and more patient as long as they find something or have steps.
    fn place_chains(&mut self) {
        let mut most = FIRST_HUNT;
        for reach in REACHES {
            while self.place_each(1, reach, most) {}
            most *= DEEPER_HUNT;
        }
    }

    /// Chains from groups of lost rows that follow each other.
    fn place_groups(&mut self) {
        for size in GROUPS {
            while self.place_each(size, size + GROUP_REACH, FIRST_HUNT) {}
        }
    }

    /// One pass over the groups of so many lost rows; true when something got better.
    fn place_each(&mut self, size: usize, reach: usize, most: u64) -> bool {
        let lost = self.lost_rows();
        let mut is_better = false;
        for hand in lost.windows(size) {
            if self.left == 0 {
                return false;
            }
            let limit = before_squares(FREE, self.lanes.goal);
            is_better |= self.improve(hand, reach, limit, most);
        }
        is_better
    }

    fn balance(&mut self) {
        let order = self.lanes.problem.in_start_order();
        for reach in [1, 2, 3] {
            loop {
                let better = order.iter().filter(|&&row| self.balance_one(row, reach)).count();
                if better == 0 || self.left == 0 {
                    break;
                }
            }
        }
    }

    fn balance_one(&mut self, row: usize, reach: usize) -> bool {
        self.left > 0 && self.improve(&[row], reach, FREE, FIRST_HUNT * DEEPER_HUNT)
    }
}

/// A limit that asks to be better on the levels above the load, not only on the load.
fn before_squares(mut limit: Price, goal: Goal) -> Price {
    limit[squares_at(goal)..].fill(i64::MIN);
    limit
}
