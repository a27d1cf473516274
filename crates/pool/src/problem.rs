//! What is asked and what is answered: rows with fixed spans, people who may serve them, the order of wishes.
//! Plain values without domain words; rows that may not move are folded into eligibility by the caller.
//! The only judgement made here is whether a problem is well formed.

use crate::certificate::Certificate;
use crate::people_set::PeopleSet;

/// A person, `0..people`. The caller numbers people by handle; ties go to the smaller number.
pub type Person = usize;

/// One seat to be served by one person for all of `start..end` (half-open, any unit: minutes or ticks).
/// The place of a row in `Problem::rows` breaks ties, so the caller sorts by start, then handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub start: u32,
    pub end: u32,
    /// Who could serve it: qualified, there for the whole span, not busy outside the problem.
    pub eligible: PeopleSet,
    /// Who serves it today and still could; must be eligible. `None` when nobody does.
    pub now: Option<Person>,
    /// The name of who serves was told to the customer: changing it costs at level 2.
    pub told: bool,
}

/// What a person already carries outside the problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub rows: u32,
    /// In the unit of `Row::start`.
    pub minutes: u32,
}

/// Rows to be served by people; there are as many people as loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    pub rows: Vec<Row>,
    pub load: Vec<Load>,
}

/// Which wish comes first. The levels are the fields of [`Objective`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// After an absence: disturb few. 1 unserved, 2 told changed, 3 moved, 4 squares, 5 earliness and minutes.
    Repool,
    /// The fairest sheet: 1 unserved, 2 told changed, 4 squares, 3 moved, 5 earliness and minutes.
    /// (Told rows are expected to be left out of the problem; level 2 guards those that are not.)
    Allocate,
}

/// An iteration budget, never a clock, so that every desk decides the same.
/// When a part of it ends, the answer is the best so far, with what is proven about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Exchanges of the simplex method for the levels that are proven first (1 to 3).
    pub pivots: u64,
    /// Exchanges for the fair load (level 4) after that.
    pub fairness: u64,
    /// People looked at for a row by the search that proves nothing: level 5, and where the pivots end early.
    pub steps: u64,
}

impl Default for Effort {
    fn default() -> Effort {
        Effort { pivots: 300_000, fairness: 100_000, steps: 3_000_000 }
    }
}

/// What an assignment costs; every field is better when smaller. [`Objective::ranked`] gives the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Objective {
    /// Level 1: rows without a person.
    pub unserved: u32,
    /// Level 1, among equals: told rows among the unserved.
    pub told_unserved: u32,
    /// Level 2: told rows with `now` that are not served by it (an unserved one counts).
    pub told_changed: u32,
    /// Level 3: other rows with `now` that are not served by it (an unserved one counts).
    pub moved: u32,
    /// Level 4: sum over people of (rows served + `load.rows`) squared.
    pub squares: u64,
    /// Among equals: sum over unserved rows of (latest start of all rows - own start).
    /// It stands below the load, so nobody is disturbed only to leave a later row unserved.
    pub earliness: u64,
    /// Level 5: sum over people of (minutes served + `load.minutes`) squared.
    pub minute_squares: u64,
}

/// An answer: who serves each row, what that costs, and how much of it is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub serves: Vec<Option<Person>>,
    pub objective: Objective,
    pub proof: Proof,
}

/// How good the answer is known to be; [`crate::check`] re-derives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// [`Goal::Repool`]: levels 1 to 3 cannot be bettered, level 4 by no more than the certificate's bound says.
    /// [`Goal::Allocate`]: levels 1 to 4 cannot be bettered.
    Optimal(Certificate),
    /// Valid, and no answer beats the certificate's bound; a gap may remain.
    Bounds(Certificate),
}

impl Proof {
    pub fn certificate(&self) -> &Certificate {
        match self {
            Proof::Optimal(certificate) | Proof::Bounds(certificate) => certificate,
        }
    }
}

/// Why a problem cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// `end` is not after `start`.
    EmptySpan { row: usize },
    /// A person that the problem does not have.
    UnknownPerson { row: usize, person: Person },
    /// `now` is not among the eligible.
    NowNotEligible { row: usize, person: Person },
    /// Two rows that overlap name the same person as `now`.
    NowOverlaps { row: usize, other: usize, person: Person },
    /// All minutes or all rows together, loads included, exceed 2^31: their squares would not fit.
    TooLarge,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Malformed::EmptySpan { row } => write!(out, "row {row} ends before it starts"),
            Malformed::UnknownPerson { row, person } => {
                write!(out, "row {row} names unknown person {person}")
            }
            Malformed::NowNotEligible { row, person } => {
                write!(out, "row {row} is served by {person}, who is not eligible")
            }
            Malformed::NowOverlaps { row, other, person } => {
                write!(out, "person {person} serves rows {row} and {other} at the same time")
            }
            Malformed::TooLarge => write!(out, "more than 2^31 minutes or rows"),
        }
    }
}

impl std::error::Error for Malformed {}

impl Row {
    /// True when the two spans share an instant.
    pub fn overlaps(&self, other: &Row) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when the span holds the instant.
    pub fn is_active(&self, instant: u32) -> bool {
        self.start <= instant && instant < self.end
    }

    fn key(&self) -> (u32, u32, Option<Person>, bool, &PeopleSet) {
        (self.start, self.end, self.now, self.told, &self.eligible)
    }

    /// Length of the span; zero when malformed.
    pub fn minutes(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }
}

impl Problem {
    /// Says why the problem cannot be read, the smallest row first.
    ///
    /// # Errors
    /// Every case of [`Malformed`].
    pub fn validate(&self) -> Result<(), Malformed> {
        for (index, row) in self.rows.iter().enumerate() {
            validate_row(index, row, self.load.len())?;
        }
        validate_size(self)?;
        validate_now(self)
    }

    /// Row numbers in an order that depends on what the rows are, not on where they stand; by start first.
    pub(crate) fn in_own_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        let rows = &self.rows;
        order.sort_by(|&a, &b| rows[a].key().cmp(&rows[b].key()).then(a.cmp(&b)));
        order
    }

    /// A row, the next one of the same server, who must exist, and that server, when both overlap.
    pub(crate) fn first_overlap(
        &self,
        server: impl Fn(usize) -> Option<Person>,
    ) -> Option<(usize, usize, Person)> {
        let mut last_of: Vec<Option<usize>> = vec![None; self.load.len()];
        for row in self.in_start_order() {
            let Some(person) = server(row) else { continue };
            match last_of[person].replace(row) {
                Some(before) if self.rows[before].end > self.rows[row].start => {
                    return Some((before, row, person));
                }
                _ => {}
            }
        }
        None
    }

    /// Row numbers by start, then number.
    pub(crate) fn in_start_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        if !self.rows.is_sorted_by_key(|row| row.start) {
            order.sort_by_key(|&row| (self.rows[row].start, row));
        }
        order
    }
}

fn validate_row(index: usize, row: &Row, people: usize) -> Result<(), Malformed> {
    if row.end <= row.start {
        return Err(Malformed::EmptySpan { row: index });
    }
    match row.eligible.last().max(row.now) {
        Some(person) if person >= people => return Err(Malformed::UnknownPerson { row: index, person }),
        _ => {}
    }
    match row.now {
        Some(person) if !row.eligible.contains(person) => {
            Err(Malformed::NowNotEligible { row: index, person })
        }
        _ => Ok(()),
    }
}

fn validate_size(problem: &Problem) -> Result<(), Malformed> {
    const MOST: u64 = 1 << 31;
    let minutes: u64 = problem.rows.iter().map(|row| u64::from(row.minutes())).sum();
    let load_minutes: u64 = problem.load.iter().map(|load| u64::from(load.minutes)).sum();
    let load_rows: u64 = problem.load.iter().map(|load| u64::from(load.rows)).sum();
    let rows = problem.rows.len() as u64 + load_rows;
    if minutes + load_minutes > MOST || rows > MOST { Err(Malformed::TooLarge) } else { Ok(()) }
}

fn validate_now(problem: &Problem) -> Result<(), Malformed> {
    match problem.first_overlap(|row| problem.rows[row].now) {
        Some((other, row, person)) => Err(Malformed::NowOverlaps { row, other, person }),
        None => Ok(()),
    }
}
