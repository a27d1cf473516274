//! From the greedy start to a good answer, in stages that each only accept what is strictly better:
//! chains from every row that lost its place, an exhaustive try while that is affordable,
//! chains from several lost rows at once, one more row squeezed in, and last the fair load. Exactness is not claimed beyond the certificate.

use crate::chains::{Terms, commit, hunt};
use crate::greedy::greedy;
use crate::lanes::{Lanes, difference};
use crate::objective::{FREE, Price, measure, squares_at};
use crate::problem::{
    Bound, Certificate, Effort, Goal, Malformed, Objective, Person, Problem, Proof, Solution,
};
use crate::shortage::certify;
use crate::squeeze::squeeze;

/// Shares of the effort, in hundredths. What a stage leaves unused the following ones may use.
const FOR_CERTIFICATE: u64 = 10;
const UNTIL_CHAINS_END: u64 = 30;
const UNTIL_TRY_ENDS: u64 = 40;
const UNTIL_GROUPS_END: u64 = 50;
const UNTIL_SQUEEZE_ENDS: u64 = 60;
const UNTIL_REPAIR_ENDS: u64 = 85;
/// How many rows the chains of each stage may touch, shorter first.
const REACHES: [usize; 5] = [1, 2, 3, 5, 8];
/// Rows taken up together by the group stage, and how many more they may touch.
const GROUPS: [usize; 4] = [2, 3, 4, 6];
const GROUP_REACH: usize = 6;
const GROUP_ROUNDS: usize = 5;
/// Most rows that may be without a place for the exhaustive try, and most others it may move.
const MOST_LOST: usize = 60;
const MOST_EJECTED: usize = 12;
/// Steps one hunt may take: in the first pass, and how much more in each pass after it.
const FIRST_HUNT: u64 = 2_000;
const DEEPER_HUNT: u64 = 4;

/// Serves the rows as the goal wants it: valid, never worse than [`greedy`], the same on every machine.
/// The objective is nearly, not provably, the best; `proof` says what is certain.
///
/// # Errors
/// [`Malformed`] when the problem contradicts itself.
pub fn solve(problem: &Problem, goal: Goal, effort: Effort) -> Result<Solution, Malformed> {
    problem.validate()?;
    let start = greedy(problem).serves;
    let mut for_certificate = effort.steps * FOR_CERTIFICATE / 100;
    let certificate = certify(problem, &start, &mut for_certificate);
    let mut search = Search::new(problem, goal, &start, effort);
    search.place_chains(UNTIL_CHAINS_END);
    search.try_everything(UNTIL_TRY_ENDS, certificate.unserved());
    search.place_groups(UNTIL_GROUPS_END);
    while search.squeeze_in(UNTIL_SQUEEZE_ENDS, certificate.unserved()) {}
    search.place_chains(UNTIL_REPAIR_ENDS);
    search.place_groups(UNTIL_REPAIR_ENDS);
    search.balance();
    Ok(concluded(problem, goal, search.lanes.serves, certificate))
}

/// Measures the answer and says how much of it the certificate proves.
fn concluded(
    problem: &Problem,
    goal: Goal,
    serves: Vec<Option<Person>>,
    certificate: Certificate,
) -> Solution {
    let objective = measure(problem, &serves);
    let is_optimal = goal == Goal::Repool
        && objective.unserved == certificate.unserved()
        && objective.told_unserved + objective.told_changed + objective.moved == 0;
    let proof = if is_optimal {
        Proof::Optimal(certificate)
    } else {
        Proof::Bounds { bound: Bound { unserved: certificate.unserved() }, certificate }
    };
    Solution { serves, objective, proof }
}

struct Search<'a> {
    lanes: Lanes<'a>,
    all_steps: u64,
    left: u64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, goal: Goal, start: &[Option<Person>], effort: Effort) -> Search<'a> {
        let left = effort.steps - effort.steps * FOR_CERTIFICATE / 100;
        Search { lanes: Lanes::new(problem, goal, start), all_steps: effort.steps, left }
    }

    /// Steps a stage may still take when it has to end at this hundredth of the effort.
    fn left_until(&self, hundredth: u64) -> u64 {
        self.left.saturating_sub(self.all_steps - self.all_steps * hundredth / 100)
    }

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
    fn place_chains(&mut self, until: u64) {
        let mut most = FIRST_HUNT;
        for reach in REACHES {
            while self.place_each(1, reach, most, until) {}
            most *= DEEPER_HUNT;
        }
    }

    /// Chains from groups of lost rows that follow each other.
    fn place_groups(&mut self, until: u64) {
        let mut most = FIRST_HUNT;
        for _round in 0..GROUP_ROUNDS {
            for size in GROUPS {
                while self.place_each(size, size + GROUP_REACH, most, until) {}
            }
            most *= DEEPER_HUNT;
        }
    }

    /// One pass over the groups of so many lost rows; true when something got better.
    fn place_each(&mut self, size: usize, reach: usize, most: u64, until: u64) -> bool {
        let lost = self.lost_rows();
        let mut is_better = false;
        for hand in lost.windows(size) {
            let allowed = most.min(self.left_until(until));
            if allowed == 0 {
                return false;
            }
            let limit = before_squares(FREE, self.lanes.goal);
            is_better |= self.improve(hand, reach, limit, allowed);
        }
        is_better
    }

    /// From today's assignment, every row without `now` at once, ejecting none, then one, then two ...
    /// Complete when the steps suffice: what an answer moves for no lost row's sake it need not move.
    fn try_everything(&mut self, until: u64, least_unserved: u32) {
        let problem = self.lanes.problem;
        let today: Vec<Option<Person>> = problem.rows.iter().map(|row| row.now).collect();
        let lost: Vec<usize> = (0..problem.rows.len()).filter(|&row| today[row].is_none()).collect();
        if lost.len() > MOST_LOST {
            return;
        }
        let mut base = Lanes::new(problem, self.lanes.goal, &today);
        for ejected in 0..=MOST_EJECTED {
            let best = self.lanes.objective();
            if self.left_until(until) == 0 || is_least(&best, least_unserved, ejected) {
                return;
            }
            self.try_ejecting(&mut base, &lost, ejected, until);
        }
    }

    fn try_ejecting(&mut self, base: &mut Lanes, lost: &[usize], ejected: usize, until: u64) {
        let limit = difference(&self.lanes.objective(), &base.objective(), self.lanes.goal);
        let limit = before_squares(limit, self.lanes.goal);
        let given = self.left_until(until);
        let mut steps = given;
        let terms = Terms { limit, reach: lost.len() + ejected, stop_at_first: false };
        let found = hunt(base, lost, terms, &mut steps);
        self.left = self.left.saturating_sub(given - steps + 1);
        if let Some(changes) = found {
            let mut serves = base.serves.clone();
            changes.into_iter().for_each(|(row, server)| serves[row] = server);
            self.lanes = Lanes::new(self.lanes.problem, self.lanes.goal, &serves);
        }
    }

    /// Serves one more row at any cost on the levels below; false when that fails or is proven impossible.
    fn squeeze_in(&mut self, until: u64, least_unserved: u32) -> bool {
        let unserved = self.lanes.objective().unserved;
        if unserved <= least_unserved {
            return false;
        }
        let given = self.left_until(until);
        let mut steps = given;
        let mut trial = Lanes::new(self.lanes.problem, self.lanes.goal, &self.lanes.serves);
        let found = squeeze(&mut trial, unserved as usize - 1, &mut steps);
        self.left = self.left.saturating_sub(given - steps);
        let Some(serves) = found else { return false };
        self.lanes = Lanes::new(self.lanes.problem, self.lanes.goal, &serves);
        true
    }

    /// Chains from every row that make the load fairer without costing anything above it.
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

/// True when no try with so many ejected rows can be better above the load.
fn is_least(best: &Objective, least_unserved: u32, ejected: usize) -> bool {
    let changed = best.told_changed + best.moved;
    best.unserved == least_unserved && best.told_unserved == 0 && changed as usize <= ejected
}

/// A limit that asks to be better on the levels above the load, not only on the load.
fn before_squares(mut limit: Price, goal: Goal) -> Price {
    limit[squares_at(goal)..].fill(i64::MIN);
    limit
}
