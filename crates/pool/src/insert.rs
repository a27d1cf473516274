//! Can one more row be served if others move a little? A free person says yes at once, an instant with more rows
//! than people says no (Hall), short chains and trials find most of the rest, and the linear program settles what remains: that of
//! the hours around the row first, then that of the day.
//! Where the effort ends before that is settled, the answer is that it is not.

use crate::by_program::{Moves, served_by_program};
use crate::canonical::Canonical;
use crate::eject::{Gaps, Places, chain};
use crate::instants::Instants;
use crate::nearby::{Nearby, nearby};
use crate::one_more::served_beside;
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Malformed, Person, Problem, Row};
use crate::refused::Refused;
use crate::squeeze::Squeeze;

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
    today: State,
    /// Another way to serve everybody, the last that was found while answering.
    other: Option<State>,
    gaps: Gaps,
    refused: Vec<Refused>,
}

/// One way to serve everybody: every row by its `now`, told ones pinned, in order of start.
struct State {
    served: Problem,
    places: Places,
}

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
        let today = State { places: Places::of(&served), served };
        let rows = problem.rows.len();
        let (gaps, refused) = (Gaps::default(), Vec::new());
        Ok(Offers { numbers, rows, instants, today, other: None, gaps, refused })
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
        let latest = self.other.as_ref().unwrap_or(&self.today);
        if let Some(moved) = chain(&latest.served, &latest.places, extra) {
            self.gaps.remember(&latest.served, &latest.places, &moved);
            return Some(true);
        }
        if let Some(serves) = latest.squeezed(extra) {
            self.remember(&serves);
            return Some(true);
        }
        match nearby(&latest.served, extra, effort) {
            Nearby::Room(serves) => {
                self.remember(&serves);
                Some(true)
            }
            Nearby::None(refused) => {
                self.refused.extend(refused);
                Some(false)
            }
            Nearby::Unknown => self.is_room_by_program(extra, effort),
        }
    }

    fn is_room_by_program(&mut self, extra: &Row, effort: Effort) -> Option<bool> {
        let solved = served_by_program(&self.with(extra), Moves::AsTheyCome, effort);
        match solved.answer? {
            Some(serves) => {
                self.remember(&serves);
                Some(true)
            }
            None => {
                let own = solved.prices.as_ref();
                let own = own.and_then(|(prices, scale)| Some((prices.get(..self.numbers.len())?, *scale)));
                self.refused.extend(own.map(|(prices, scale)| Refused::by(self.served(), prices, scale)));
                Some(false)
            }
        }
    }

    /// Keeps another way to serve everybody, and what it leaves free.
    fn remember(&mut self, serves: &[Option<Person>]) {
        let state = State::of(self.served(), serves);
        self.gaps.remember_all(&state.served, &state.places);
        self.other = Some(state);
    }

    /// The fewest moves that make room for a row; see [`insertable`].
    pub fn room_for(&self, extra: &Row, effort: Effort) -> Room {
        if !self.is_well_formed(extra) || !self.instants.have_way(extra) {
            return Room::None;
        }
        let larger = self.with(extra);
        let canonical = Canonical::of(&larger);
        let asked = canonical.number_of_row(self.numbers.len());
        match served_beside(&canonical.problem, asked, effort) {
            Some(Some(serves)) => Room::Made(self.moves(&canonical.serves(&serves))),
            Some(None) => Room::None,
            None => Room::Undecided,
        }
    }

    fn served(&self) -> &Problem {
        &self.today.served
    }

    fn is_well_formed(&self, extra: &Row) -> bool {
        let minutes: u64 = self.served().rows.iter().map(|row| u64::from(row.minutes())).sum();
        let is_known = extra.eligible.last().is_none_or(|person| person < self.served().load.len());
        extra.start < extra.end && is_known && minutes + u64::from(extra.minutes()) < 1 << 31
    }

    fn free_person(&self, extra: &Row) -> Option<Person> {
        let is_free =
            |person: &Person| self.today.places.in_the_way(self.served(), extra, *person).next().is_none();
        extra.eligible.iter().find(is_free)
    }

    fn with(&self, extra: &Row) -> Problem {
        let mut larger = self.served().clone();
        larger.rows.push(Row { now: None, told: false, ..extra.clone() });
        larger
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

/// A told row may only be served by who serves it.
fn pinned_if_told(row: &Row) -> Row {
    match row.now {
        Some(person) if row.told => {
            Row { eligible: [person].into_iter().collect::<PeopleSet>(), ..row.clone() }
        }
        _ => row.clone(),
    }
}
