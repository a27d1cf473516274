//! Can one more row be served if others move a little? Every question is decided: a free person says yes at once,
//! an instant with more rows than people says no (Hall), short chains find most of the rest, and the linear
//! program settles what remains. The answer names the fewest moves.

use std::collections::BTreeMap;

use crate::bound::Day;
use crate::chains::{Terms, hunt};
use crate::lanes::Lanes;
use crate::model::Model;
use crate::objective::LEVELS;
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Goal, Malformed, Person, Problem, Row};
use crate::tree::{Ask, climb};
use crate::weights::Weights;

/// A row, who serves it today, and who serves it then.
pub type Move = (usize, Option<Person>, Person);

/// Chains touch at most so many rows, the extra one included, and take so many steps each.
const LONGEST: usize = 4;
const PATIENCE: u64 = 20_000;

/// The moves that make room for `extra`, as few as possible, or `None` when there is no room.
/// Starts from `now` of every row. Nobody served loses their person, told rows stay, rows without `now` stay
/// unserved, `extra.now` is ignored. `extra` itself appears as the row number `problem.rows.len()`; rows that
/// stay are not listed. A malformed problem or extra row has no room.
/// Ask [`Offers`] when there is more than one question about the same day.
pub fn insertable(problem: &Problem, extra: &Row, effort: Effort) -> Option<Vec<Move>> {
    Offers::new(problem).ok()?.room_for(extra, effort)
}

/// A day prepared for many questions.
pub struct Offers {
    /// The served rows, told ones pinned.
    served: Problem,
    /// Their numbers in the problem asked about, and its number of rows.
    numbers: Vec<usize>,
    rows: usize,
    /// Who serves whom, by the starts of rows: things only change for the worse there.
    busy: BTreeMap<u32, Busy>,
}

/// One instant: everybody's row.
struct Busy {
    serves: Vec<Option<usize>>,
    free: PeopleSet,
}

impl Offers {
    /// Prepares the day.
    ///
    /// # Errors
    /// [`Malformed`] when the problem contradicts itself.
    pub fn new(problem: &Problem) -> Result<Offers, Malformed> {
        problem.validate()?;
        let is_served = |row: &usize| problem.rows[*row].now.is_some();
        let mut numbers: Vec<usize> = (0..problem.rows.len()).filter(is_served).collect();
        numbers.sort_by_key(|&row| (problem.rows[row].start, problem.rows[row].end, row));
        let rows = numbers.iter().map(|&row| pinned_if_told(&problem.rows[row])).collect();
        let served = Problem { rows, load: problem.load.clone() };
        let busy = served.rows.iter().map(|row| (row.start, Busy::at(&served, row.start))).collect();
        Ok(Offers { served, numbers, rows: problem.rows.len(), busy })
    }

    /// The moves that make room for a row; see [`insertable`].
    pub fn room_for(&self, extra: &Row, effort: Effort) -> Option<Vec<Move>> {
        let extra = Row { now: None, told: false, ..extra.clone() };
        let alone = Problem { rows: vec![extra.clone()], load: self.served.load.clone() };
        alone.validate().ok()?;
        if let Some(person) = self.free_person(&extra) {
            return Some(vec![(self.rows, None, person)]);
        }
        if self.is_crowded(&extra) {
            return None;
        }
        let mut larger = self.served.clone();
        larger.rows.push(extra);
        let serves = self.by_chains(&larger).unwrap_or_else(|| by_program(&larger, effort))?;
        Some(self.moves(&serves))
    }

    fn free_person(&self, extra: &Row) -> Option<Person> {
        let during = self.served.rows.iter().filter(|row| row.overlaps(extra));
        let busy: PeopleSet = during.filter_map(|row| row.now).collect();
        extra.eligible.iter().find(|&person| !busy.contains(person))
    }

    /// True when at some instant the row and those it could push aside need more people than there are.
    fn is_crowded(&self, extra: &Row) -> bool {
        let starts = self.busy.range(extra.start.saturating_add(1)..extra.end).map(|(_, busy)| busy);
        let first = match self.busy.get(&extra.start) {
            Some(busy) => busy.has_way(&self.served, extra),
            None => Busy::at(&self.served, extra.start).has_way(&self.served, extra),
        };
        !first || starts.into_iter().any(|busy| !busy.has_way(&self.served, extra))
    }

    /// `Some(serves)` when chains decide, with the fewest rows touched; `None` when they do not.
    fn by_chains(&self, larger: &Problem) -> Option<Option<Vec<Option<Person>>>> {
        let today: Vec<Option<Person>> = larger.rows.iter().map(|row| row.now).collect();
        let mut lanes = Lanes::new(larger, Goal::Repool, &today);
        let extra = larger.rows.len() - 1;
        for reach in 2..=LONGEST {
            let mut steps = PATIENCE;
            if let Some(found) = hunt(&mut lanes, &[extra], room(reach), &mut steps) {
                let mut serves = today;
                found.into_iter().for_each(|(row, server)| serves[row] = server);
                return Some(Some(serves));
            }
            if steps == 0 {
                return None;
            }
        }
        None
    }

    fn moves(&self, serves: &[Option<Person>]) -> Vec<Move> {
        let number = |row: usize| self.numbers.get(row).copied().unwrap_or(self.rows);
        let now = |row: usize| self.served.rows.get(row).and_then(|row| row.now);
        let mut moves: Vec<Move> = (0..serves.len())
            .filter_map(|row| Some((number(row), now(row), serves[row]?)))
            .filter(|&(_, before, after)| before != Some(after))
            .collect();
        moves.sort_unstable();
        moves
    }
}

impl Busy {
    fn at(served: &Problem, instant: u32) -> Busy {
        let mut serves = vec![None; served.load.len()];
        for (index, row) in served.rows.iter().enumerate().filter(|(_, row)| row.is_active(instant)) {
            row.now.into_iter().for_each(|person| serves[person] = Some(index));
        }
        let free = (0..serves.len()).filter(|&person| serves[person].is_none()).collect();
        Busy { serves, free }
    }

    /// Whether at this instant a free person can be reached by pushing rows aside, one person after the other.
    fn has_way(&self, served: &Problem, extra: &Row) -> bool {
        let mut reached = extra.eligible.clone();
        let mut queue: Vec<Person> = extra.eligible.iter().collect();
        while let Some(person) = queue.pop() {
            if self.free.contains(person) {
                return true;
            }
            let Some(row) = self.serves[person] else { continue };
            for next in served.rows[row].eligible.iter() {
                if !reached.contains(next) {
                    reached.insert(next);
                    queue.push(next);
                }
            }
        }
        false
    }
}

/// One row fewer unserved, whatever else it costs.
fn room(reach: usize) -> Terms {
    let mut limit = [i64::MIN; LEVELS];
    limit[0] = 0;
    Terms { limit, reach, stop_at_first: true }
}

/// Everybody served with the fewest moves, or `None`: solved to the end, or as far as the effort goes.
fn by_program(larger: &Problem, effort: Effort) -> Option<Vec<Option<Person>>> {
    let mut order: Vec<usize> = (0..larger.rows.len()).collect();
    order.sort_by_key(|&row| (larger.rows[row].start, larger.rows[row].end, row));
    let rows = order.iter().map(|&row| larger.rows[row].clone()).collect();
    let sorted = Problem { rows, load: larger.load.clone() };
    let most = sorted.rows.len() as i64;
    let weights = Weights { unserved: most + 1, moved: 1, told_changed: 1, ..Weights::default() };
    let model = Model::new(&sorted, weights)?;
    let day = Day::new(&sorted);
    let keep = |serves: Vec<Option<Person>>| serves;
    let ask = Ask { problem: &sorted, model: &model, day: &day, step: 1, least: 0, most, polish: &keep };
    let mut pivots = effort.pivots;
    let found = climb(ask, None, 0, &mut pivots).serves?;
    let mut serves = vec![None; larger.rows.len()];
    order.iter().zip(found).for_each(|(&row, server)| serves[row] = server);
    serves.iter().all(Option::is_some).then_some(serves)
}

/// A told row may only be served by who serves it.
fn pinned_if_told(row: &Row) -> Row {
    match row.now {
        Some(person) if row.told => {
            Row { eligible: [person].into_iter().collect::<PeopleSet>(), ..row.clone() }
        }
        _ => row.clone(),
    }
}
