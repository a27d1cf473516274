//! Making room for one row by a short ejection chain: it takes somebody's place, whoever stood there takes another's,
//! and so on (F. Glover, 1996). Short chains first. What is found is a witness, what is not found proves nothing.

use crate::problem::{Person, Problem, Row};

/// Rows moved at most, and rows taken in hand before giving up.
const LONGEST: usize = 5;
const PATIENCE: u32 = 60;

/// Everybody's rows in start order.
pub(crate) struct Places {
    of: Vec<Vec<u32>>,
}

impl Places {
    /// Of a day on which every row is served by its `now`; rows in order of start.
    pub fn of(served: &Problem) -> Places {
        let mut of = vec![Vec::new(); served.load.len()];
        for (index, row) in served.rows.iter().enumerate() {
            row.now.into_iter().for_each(|person| of[person].push(index as u32));
        }
        Places { of }
    }

    /// By person.
    pub fn lanes(&self) -> &[Vec<u32>] {
        &self.of
    }

    /// The rows a person serves during the row.
    pub fn in_the_way<'p>(
        &'p self,
        served: &'p Problem,
        row: &'p Row,
        person: Person,
    ) -> impl Iterator<Item = u32> + 'p {
        let lane = &self.of[person];
        let first = lane.partition_point(|&other| served.rows[other as usize].end <= row.start);
        lane[first..].iter().copied().take_while(|&other| served.rows[other as usize].start < row.end)
    }
}

/// The rows that move and who serves them then, so that the row is served and everybody who is served today.
pub(crate) fn chain(served: &Problem, places: &Places, extra: &Row) -> Option<Vec<(usize, Person)>> {
    let mut left = PATIENCE;
    for longest in 1..=LONGEST {
        let mut chain =
            Chain { served, places, extra, settled: Vec::new(), hand: vec![EXTRA], longest, left };
        if chain.place() {
            let moved = chain.settled.into_iter().filter(|(row, _)| *row != EXTRA);
            return Some(moved.map(|(row, person)| (row as usize, person)).collect());
        }
        left = chain.left;
    }
    None
}

/// Time that people have free once some rows are moved, and so room for every row that fits in.
#[derive(Default)]
pub(crate) struct Gaps {
    /// From and until, by person; none lies within another.
    of: Vec<Vec<(u32, u32)>>,
}

impl Gaps {
    /// True when the row fits into one.
    pub fn hold(&self, extra: &Row) -> bool {
        let fits = |&(from, until): &(u32, u32)| from <= extra.start && extra.end <= until;
        extra.eligible.iter().any(|person| self.of.get(person).is_some_and(|gaps| gaps.iter().any(fits)))
    }

    fn add(&mut self, person: Person, from: u32, until: u32) {
        if self.of.len() <= person {
            self.of.resize(person + 1, Vec::new());
        }
        let gaps = &mut self.of[person];
        if !gaps.iter().any(|gap| gap.0 <= from && until <= gap.1) {
            gaps.retain(|gap| gap.0 < from || until < gap.1);
            gaps.push((from, until));
        }
    }

    /// Remembers what everybody has free as it is.
    pub fn remember_all(&mut self, served: &Problem, places: &Places) {
        for (person, lane) in places.of.iter().enumerate() {
            self.between(person, lane.iter().map(|&row| row as usize), served);
        }
    }

    /// Remembers what everybody who gives a row away has free once these rows have moved.
    pub fn remember(&mut self, served: &Problem, places: &Places, moved: &[(usize, Person)]) {
        let mut people: Vec<Person> = moved.iter().filter_map(|&(row, _)| served.rows[row].now).collect();
        people.sort_unstable();
        people.dedup();
        for person in people {
            let stays = |row: &usize| moved.iter().all(|(other, _)| other != row);
            let own = places.of[person].iter().map(|&row| row as usize).filter(stays);
            let comes = moved.iter().filter(|(_, server)| *server == person).map(|&(row, _)| row);
            let mut rows: Vec<usize> = own.chain(comes).collect();
            rows.sort_unstable_by_key(|&row| served.rows[row].start);
            self.between(person, rows.into_iter(), served);
        }
    }

    /// The time before, between and after these rows, which come in order.
    fn between(&mut self, person: Person, rows: impl Iterator<Item = usize>, served: &Problem) {
        let mut from = 0;
        let spans = rows.map(|row| (served.rows[row].start, served.rows[row].end));
        for (start, end) in spans.chain([(u32::MAX, u32::MAX)]) {
            if from < start {
                self.add(person, from, start);
            }
            from = end;
        }
    }
}

/// The number of the row that room is made for.
const EXTRA: u32 = u32::MAX;

struct Chain<'c> {
    served: &'c Problem,
    places: &'c Places,
    extra: &'c Row,
    /// Rows that have found another place, and whose.
    settled: Vec<(u32, Person)>,
    /// Rows without a place.
    hand: Vec<u32>,
    longest: usize,
    left: u32,
}

impl<'c> Chain<'c> {
    fn row(&self, number: u32) -> &'c Row {
        self.served.rows.get(number as usize).unwrap_or(self.extra)
    }

    /// Gives the last row in hand a place, and then all others.
    fn place(&mut self) -> bool {
        let Some(number) = self.hand.pop() else { return true };
        let row = self.row(number);
        if self.left == 0 {
            self.hand.push(number);
            return false;
        }
        self.left -= 1;
        let spare = self.longest - (self.settled.len() + self.hand.len()).min(self.longest);
        let mut ways: Vec<(usize, Person)> = Vec::new();
        for person in row.eligible.iter() {
            ways.extend(
                self.count_in_the_way(row, person)
                    .filter(|count| *count <= spare)
                    .map(|count| (count, person)),
            );
        }
        ways.sort_unstable();
        let is_found = ways.into_iter().any(|(_, person)| self.put(number, person));
        if !is_found {
            self.hand.push(number);
        }
        is_found
    }

    /// How many rows would have to go; `None` when one of them may not.
    fn count_in_the_way(&self, row: &Row, person: Person) -> Option<usize> {
        let blocks = |&(settled, server): &(u32, Person)| server == person && self.row(settled).overlaps(row);
        if self.settled.iter().any(blocks) {
            return None;
        }
        Some(self.still_there(row, person).count())
    }

    fn still_there<'s>(&'s self, row: &'s Row, person: Person) -> impl Iterator<Item = u32> + 's {
        let is_moved = |number: &u32| {
            self.hand.contains(number) || self.settled.iter().any(|(settled, _)| settled == number)
        };
        self.places.in_the_way(self.served, row, person).filter(move |number| !is_moved(number))
    }

    fn put(&mut self, number: u32, person: Person) -> bool {
        let row = self.row(number);
        let ejected: Vec<u32> = self.still_there(row, person).collect();
        // A row that nobody else can serve stays.
        if ejected.iter().any(|&other| self.row(other).eligible.len() < 2) {
            return false;
        }
        let before = self.hand.len();
        self.hand.extend(ejected);
        self.settled.push((number, person));
        let is_found = self.place();
        if !is_found {
            self.settled.pop();
            self.hand.truncate(before);
        }
        is_found
    }
}
