//! Can one more row be served if others move a little? A free person says yes at once, an instant with more rows
//! than people says no (Hall), short chains and trials find most of the rest, and the linear program settles what remains.
//! Where the effort ends before that is settled, the answer is that it is not.

use crate::bound::Day;
use crate::certificate::{Node, Tree};
use crate::chains::{Terms, hunt};
use crate::eject::{Gaps, Places, chain};
use crate::instants::Instants;
use crate::lanes::Lanes;
use crate::model::Model;
use crate::objective::LEVELS;
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Goal, Malformed, Person, Problem, Row};
use crate::refused::Refused;
use crate::squeeze::Squeeze;
use crate::tree::{Ask, climb};
use crate::weights::Weights;

/// A row, who serves it today, and who serves it then.
pub type Move = (usize, Option<Person>, Person);

/// What there is to say about room for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// These moves make room. The row itself has the number after the last.
    Made(Vec<Move>),
    /// No reassignment serves everybody: proven.
    None,
    /// The effort ended before either was found.
    Undecided,
}

/// What the linear program minds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moves {
    Fewest,
    /// Only whether everybody is served.
    AsTheyCome,
}

/// Chains touch at most so many rows, the extra one included, and take so many steps each.
const LONGEST: usize = 4;
const PATIENCE: u64 = 20_000;

/// The moves that make room for `extra`, as few as possible (as few as were found, when the effort ends first).
/// Starts from `now` of every row. Nobody served loses their person, told rows stay, rows without `now` stay
/// unserved, `extra.now` is ignored. `extra` itself appears as the row number `problem.rows.len()`; rows that
/// stay are not listed. A malformed problem or extra row has no room.
/// Ask [`Offers`] when there is more than one question about the same day.
pub fn insertable(problem: &Problem, extra: &Row, effort: Effort) -> Room {
    Offers::new(problem).map_or(Room::None, |offers| offers.room_for(extra, effort))
}

/// A day prepared for many questions.
pub struct Offers {
    /// The numbers of the served rows in the problem asked about, and its number of rows.
    numbers: Vec<usize>,
    rows: usize,
    instants: Instants,
    /// Today, and other ways to serve everybody that were found while answering.
    states: Vec<State>,
    gaps: Gaps,
    refused: Vec<Refused>,
}

/// One way to serve everybody: every row by its `now`, told ones pinned, in order of start.
struct State {
    served: Problem,
    places: Places,
}

/// Kept at most.
const STATES: usize = 4;
/// People looked at for one question before the linear program is asked.
const STEPS: u64 = 30_000;

impl State {
    /// The same rows served otherwise; a row more is ignored.
    fn of(today: &Problem, serves: &[Option<Person>]) -> State {
        let mut served = today.clone();
        served.rows.iter_mut().zip(serves).for_each(|(row, server)| row.now = *server);
        State { places: Places::of(&served), served }
    }
}

impl State {
    /// Everybody served and the extra row too, if trials find how.
    fn squeezed(&self, extra: &Row) -> Option<Vec<Option<Person>>> {
        let rows = self.served.rows.iter().chain([extra]).collect();
        let everybody = (0..self.served.load.len()).collect();
        let mut squeeze = Squeeze::new(rows, everybody, self.places.lanes().to_vec());
        let mut steps = STEPS;
        squeeze.settle(&PeopleSet::new(), &mut steps).then(|| squeeze.serves().to_vec())
    }
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
        let instants = Instants::of(&served);
        let states = vec![State { places: Places::of(&served), served }];
        let rows = problem.rows.len();
        Ok(Offers { numbers, rows, instants, states, gaps: Gaps::default(), refused: Vec::new() })
    }

    /// Whether there is room at all, whatever it takes; `None` when that is undecided. Much faster than
    /// [`Offers::room_for`], and of the same opinion.
    pub fn is_room(&mut self, extra: &Row, effort: Effort) -> Option<bool> {
        if !self.is_well_formed(extra) || !self.instants.have_way(extra) {
            return Some(false);
        }
        if self.free_person(extra).is_some() || self.gaps.hold(extra) {
            return Some(true);
        }
        if self.refused.iter().any(|refused| refused.holds_for(extra)) {
            return Some(false);
        }
        for state in self.states.iter().rev() {
            if let Some(moved) = chain(&state.served, &state.places, extra) {
                self.gaps.remember(&state.served, &state.places, &moved);
                return Some(true);
            }
        }
        if let Some(serves) = self.states.last().and_then(|state| state.squeezed(extra)) {
            self.remember(&serves);
            return Some(true);
        }
        let larger = self.with(extra);
        let solved = served_by_program(&larger, Moves::AsTheyCome, effort);
        match solved.answer {
            Some(Some(serves)) => {
                self.remember(&serves);
                Some(true)
            }
            Some(None) => {
                let own = solved
                    .prices
                    .as_ref()
                    .and_then(|(prices, scale)| Some((prices.get(..self.numbers.len())?, *scale)));
                self.refused.extend(own.map(|(prices, scale)| Refused::by(self.served(), prices, scale)));
                Some(false)
            }
            None => None,
        }
    }

    /// Keeps another way to serve everybody, and what it leaves free.
    fn remember(&mut self, serves: &[Option<Person>]) {
        let state = State::of(&self.states[0].served, serves);
        self.gaps.remember_all(&state.served, &state.places);
        self.states.push(state);
        if self.states.len() > STATES {
            self.states.remove(1);
        }
    }

    /// The fewest moves that make room for a row; see [`insertable`].
    pub fn room_for(&self, extra: &Row, effort: Effort) -> Room {
        if !self.is_well_formed(extra) {
            return Room::None;
        }
        if let Some(person) = self.free_person(extra) {
            return Room::Made(vec![(self.rows, None, person)]);
        }
        if !self.instants.have_way(extra) {
            return Room::None;
        }
        self.by_chains(extra).unwrap_or_else(|| self.by_program(extra, effort))
    }

    fn served(&self) -> &Problem {
        &self.states[0].served
    }

    fn is_well_formed(&self, extra: &Row) -> bool {
        let minutes: u64 = self.served().rows.iter().map(|row| u64::from(row.minutes())).sum();
        let is_known = extra.eligible.last().is_none_or(|person| person < self.served().load.len());
        extra.start < extra.end && is_known && minutes + u64::from(extra.minutes()) < 1 << 31
    }

    fn free_person(&self, extra: &Row) -> Option<Person> {
        let is_free = |person: &Person| {
            self.states[0].places.in_the_way(self.served(), extra, *person).next().is_none()
        };
        extra.eligible.iter().find(is_free)
    }

    fn with(&self, extra: &Row) -> Problem {
        let mut larger = self.served().clone();
        larger.rows.push(Row { now: None, told: false, ..extra.clone() });
        larger
    }

    /// When chains decide: the fewest rows touched.
    fn by_chains(&self, extra: &Row) -> Option<Room> {
        let larger = self.with(extra);
        let today: Vec<Option<Person>> = larger.rows.iter().map(|row| row.now).collect();
        let mut lanes = Lanes::new(&larger, Goal::Repool, &today);
        for reach in 2..=LONGEST {
            let mut steps = PATIENCE;
            if let Some(found) = hunt(&mut lanes, &[larger.rows.len() - 1], room(reach), &mut steps) {
                let mut serves = today;
                found.into_iter().for_each(|(row, server)| serves[row] = server);
                return Some(Room::Made(self.moves(&serves)));
            }
            if steps == 0 {
                return None;
            }
        }
        None
    }

    /// Everybody served with the fewest moves; when the effort ends before that, with any.
    fn by_program(&self, extra: &Row, effort: Effort) -> Room {
        let larger = self.with(extra);
        let answer = served_by_program(&larger, Moves::Fewest, effort).answer;
        match answer.or_else(|| served_by_program(&larger, Moves::AsTheyCome, effort).answer) {
            Some(Some(serves)) => Room::Made(self.moves(&serves)),
            Some(None) => Room::None,
            None => Room::Undecided,
        }
    }

    fn moves(&self, serves: &[Option<Person>]) -> Vec<Move> {
        let number = |row: usize| self.numbers.get(row).copied().unwrap_or(self.rows);
        let now = |row: usize| self.served().rows.get(row).and_then(|row| row.now);
        let mut moves: Vec<Move> = (0..serves.len())
            .filter_map(|row| Some((number(row), now(row), serves[row]?)))
            .filter(|&(_, before, after)| before != Some(after))
            .collect();
        moves.sort_unstable();
        moves
    }
}

/// One row fewer unserved, whatever else it costs.
fn room(reach: usize) -> Terms {
    let mut limit = [i64::MIN; LEVELS];
    limit[0] = 0;
    Terms { limit, reach, stop_at_first: true }
}

/// What the linear program says.
struct Solved {
    /// `Some(None)` when it is proven that not everybody can be served.
    answer: Option<Option<Vec<Option<Person>>>>,
    /// The prices of the rows that prove it alone, and the price of a row that nobody serves.
    prices: Option<(Vec<i64>, i64)>,
}

fn served_by_program(larger: &Problem, moves: Moves, effort: Effort) -> Solved {
    let mut order: Vec<usize> = (0..larger.rows.len()).collect();
    order.sort_by_key(|&row| (larger.rows[row].start, larger.rows[row].end, row));
    let rows = order.iter().map(|&row| larger.rows[row].clone()).collect();
    let sorted = Problem { rows, load: larger.load.clone() };
    let each = i64::from(moves == Moves::Fewest);
    let most = each * sorted.rows.len() as i64;
    let weights = Weights { unserved: most + 1, moved: each, told_changed: each, ..Weights::default() };
    let Some(model) = Model::new(&sorted, weights) else { return Solved { answer: None, prices: None } };
    let day = Day::new(&sorted);
    let keep = |serves: Vec<Option<Person>>| serves;
    let ask = Ask { problem: &sorted, model: &model, day: &day, step: 1, least: 0, most, polish: &keep };
    let mut pivots = effort.pivots;
    let climbed = climb(ask, None, 0, &mut pivots);
    let mut serves = vec![None; larger.rows.len()];
    let found = climbed.serves.into_iter().flatten();
    order.iter().zip(found).for_each(|(&row, server)| serves[row] = server);
    let answer = match serves.iter().all(Option::is_some) {
        true => Some(Some(serves)),
        false => climbed.is_proven.then_some(None),
    };
    Solved { answer, prices: climbed.trees.last().and_then(|tree| alone(tree, &order)) }
}

/// The prices of a tree without a split, in the order of the problem asked.
fn alone(tree: &Tree, order: &[usize]) -> Option<(Vec<i64>, i64)> {
    let [Node::Leaf(leaf)] = &tree.nodes[..] else { return None };
    let mut prices = vec![0; order.len()];
    order.iter().zip(&leaf.rows).for_each(|(&row, &price)| prices[row] = price);
    (leaf.floor == 0).then_some((prices, tree.scale * tree.weights.unserved))
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
