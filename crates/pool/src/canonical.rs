//! A problem in an order of its own, so that the order in which rows and people were given plays no part.
//! Whoever differs in anything is told apart by it: loads, rows they may serve, rows they serve, and the same of
//! whom they share rows with (colour refinement: B. Weisfeiler and A. Leman, 1968). Only people and rows that are
//! the same in every respect keep the order in which they came.

use std::borrow::Cow;

use crate::certificate::{Node, Prices, Tree};
use crate::people_set::PeopleSet;
use crate::problem::{Person, Problem, Row};

/// Refinements at most; days need none or one.
const ROUNDS: usize = 6;

/// The problem reordered, and where everything came from.
pub(crate) struct Canonical<'p> {
    pub problem: Cow<'p, Problem>,
    /// The old number of each row and of each person.
    rows: Vec<usize>,
    people: Vec<Person>,
}

impl<'p> Canonical<'p> {
    /// Of a problem that is well formed.
    pub fn of(problem: &'p Problem) -> Canonical<'p> {
        let colours = person_colours(problem);
        let mut people: Vec<Person> = (0..problem.load.len()).collect();
        people.sort_by_key(|&person| (colours[person], person));
        let renamed =
            if people.is_sorted() { Cow::Borrowed(problem) } else { Cow::Owned(renamed(problem, &people)) };
        let rows = renamed.in_own_order();
        let problem = if rows.is_sorted() {
            renamed
        } else {
            let Problem { rows: given, load } = renamed.into_owned();
            let mut given: Vec<Option<Row>> = given.into_iter().map(Some).collect();
            Cow::Owned(Problem { rows: rows.iter().filter_map(|&row| given[row].take()).collect(), load })
        };
        Canonical { problem, rows, people }
    }

    /// The number that a row has got.
    pub fn number_of_row(&self, given: usize) -> usize {
        self.rows.iter().position(|&row| row == given).unwrap_or(given)
    }

    /// The numbers that people have got.
    pub fn number_people(&self, given: &PeopleSet) -> PeopleSet {
        (0..self.people.len()).filter(|&number| given.contains(self.people[number])).collect()
    }

    /// The numbers in the problem that was given.
    pub fn given_people(&self, people: &PeopleSet) -> PeopleSet {
        people.iter().map(|number| self.people[number]).collect()
    }

    /// The numbers in the problem that was given.
    pub fn given_rows(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().map(|&number| self.rows[number]).collect()
    }

    /// An answer in the order of the problem that was given.
    pub fn serves(&self, serves: &[Option<Person>]) -> Vec<Option<Person>> {
        let named: Vec<Option<Person>> =
            serves.iter().map(|server| server.map(|person| self.people[person])).collect();
        placed(named, &self.rows)
    }

    /// A tree in the order of the problem that was given.
    pub fn tree(&self, mut tree: Tree) -> Tree {
        for node in &mut tree.nodes {
            match node {
                Node::Split { row, person } => {
                    (*row, *person) = (self.rows[*row], self.people[*person]);
                }
                Node::Leaf(prices) => self.place(prices),
            }
        }
        tree.narrowed
            .iter_mut()
            .flat_map(|narrowed| &mut narrowed.prices)
            .for_each(|prices| self.place(prices));
        tree
    }

    fn place(&self, prices: &mut Prices) {
        prices.rows = placed(std::mem::take(&mut prices.rows), &self.rows);
        if !prices.people.is_empty() {
            prices.people = placed(std::mem::take(&mut prices.people), &self.people);
        }
    }
}

/// `values[i]` goes to place `order[i]`.
fn placed<T: Clone + Default>(values: Vec<T>, order: &[usize]) -> Vec<T> {
    if order.is_sorted() {
        return values;
    }
    let mut placed = vec![T::default(); values.len()];
    order.iter().zip(values).for_each(|(&at, value)| placed[at] = value);
    placed
}

/// The same problem with the person `people[i]` as number i.
fn renamed(problem: &Problem, people: &[Person]) -> Problem {
    let mut number = vec![0; people.len()];
    people.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let renamed = |row: &Row| Row {
        eligible: row.eligible.iter().map(|person| number[person]).collect::<PeopleSet>(),
        now: row.now.map(|person| number[person]),
        ..*row
    };
    Problem {
        rows: problem.rows.iter().map(renamed).collect(),
        load: people.iter().map(|&person| problem.load[person]).collect(),
    }
}

/// A number for each person that says what they are, not how they are numbered.
fn person_colours(problem: &Problem) -> Vec<u64> {
    let own: Vec<u64> = problem.rows.iter().map(row_colour).collect();
    let load = |load: &crate::problem::Load| mixed(u64::from(load.rows) << 32 | u64::from(load.minutes));
    let loads: Vec<u64> = problem.load.iter().map(load).collect();
    let mut people = by_rows(problem, &loads, &own);
    let mut kinds = distinct(&people);
    for _ in 0..ROUNDS {
        if kinds == people.len() {
            break;
        }
        let rows = by_people(problem, &own, &people);
        let refined = by_rows(problem, &people, &rows);
        let more = distinct(&refined);
        if more <= kinds {
            break;
        }
        (people, kinds) = (refined, more);
    }
    people
}

fn row_colour(row: &Row) -> u64 {
    let is_served = u64::from(row.now.is_some());
    mixed(mixed(u64::from(row.start) << 32 | u64::from(row.end)) + 2 * u64::from(row.told) + is_served)
}

/// What a person is by the rows they may serve and those they do.
fn by_rows(problem: &Problem, people: &[u64], rows: &[u64]) -> Vec<u64> {
    let mut sums = vec![0_u64; people.len()];
    for (row, &colour) in problem.rows.iter().zip(rows) {
        row.eligible.iter().for_each(|person| sums[person] = sums[person].wrapping_add(colour));
        if let Some(person) = row.now {
            sums[person] = sums[person].wrapping_add(mixed(colour));
        }
    }
    people.iter().zip(sums).map(|(&own, sum)| mixed(own.wrapping_mul(3).wrapping_add(sum))).collect()
}

/// What a row is by the people who may serve it and who does.
fn by_people(problem: &Problem, rows: &[u64], people: &[u64]) -> Vec<u64> {
    let colour = |(row, &own): (&Row, &u64)| {
        let sum = row.eligible.iter().fold(0_u64, |sum, person| sum.wrapping_add(people[person]));
        let now = row.now.map_or(0, |person| mixed(people[person]));
        mixed(own.wrapping_mul(3).wrapping_add(sum).wrapping_add(now))
    };
    problem.rows.iter().zip(rows).map(colour).collect()
}

fn distinct(colours: &[u64]) -> usize {
    let mut sorted = colours.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// The last steps of S. Vigna's splitmix64: neighbours become strangers, the same on every machine.
fn mixed(value: u64) -> u64 {
    let mut bits = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
