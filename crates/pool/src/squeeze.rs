//! Finding a place for rows by trial: each takes the place of whoever is easiest to place elsewhere, those go into a
//! pool and take others' places in turn, until the pool is empty. Rows that were hard to place are dearer to eject
//! (Y. Nagata and O. Bräysy, "A powerful route minimization heuristic for the vehicle routing problem with time
//! windows", 2009). What is found is a witness, what is not found proves nothing; how many rows move plays no part.

use crate::people_set::PeopleSet;
use crate::problem::{Person, Row};

/// A row where somebody serves it; together, because they are read together.
#[derive(Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
    row: u32,
}

/// Lanes up to here are summed up whole, which is quicker than finding out where to look.
const LONG: usize = 24;
/// No row is as hard to place as one that cannot be.
const BOUND: u32 = 1 << 24;

#[derive(Clone)]
pub(crate) struct Squeeze<'s> {
    rows: Vec<&'s Row>,
    /// Who is there.
    team: PeopleSet,
    /// Everybody's rows in start order.
    lanes: Vec<Vec<Place>>,
    serves: Vec<Option<Person>>,
    /// How often each row has ejected others, and one.
    hardness: Vec<u32>,
    /// The same, but `BOUND` for rows that only one person could serve.
    dear: Vec<u32>,
    /// The hardness of everybody's rows together.
    carried: Vec<u32>,
    /// How often everybody was sent home.
    sent: Vec<u32>,
    /// Rows without a place.
    pool: Vec<usize>,
}

impl<'s> Squeeze<'s> {
    /// With these people, each with their rows in start order; rows in no lane are in the pool.
    pub fn new(rows: Vec<&'s Row>, team: PeopleSet, lanes: Vec<Vec<u32>>) -> Squeeze<'s> {
        let place = |row: u32| {
            let Row { start, end, .. } = rows[row as usize];
            Place { start: *start, end: *end, row }
        };
        let lanes: Vec<Vec<Place>> =
            lanes.into_iter().map(|lane| lane.into_iter().map(place).collect()).collect();
        let mut serves = vec![None; rows.len()];
        for (person, lane) in lanes.iter().enumerate() {
            lane.iter().for_each(|place| serves[place.row as usize] = Some(person));
        }
        let pool = (0..rows.len()).rev().filter(|&row| serves[row].is_none()).collect();
        let carried = lanes.iter().map(|lane| lane.len() as u32).collect();
        let sent = vec![0; lanes.len()];
        let dear = rows.iter().map(|row| if row.eligible.len() < 2 { BOUND } else { 1 }).collect();
        Squeeze { hardness: vec![1; rows.len()], dear, rows, team, lanes, serves, carried, sent, pool }
    }

    /// Who serves each row.
    pub fn serves(&self) -> &[Option<Person>] {
        &self.serves
    }

    /// Who is there.
    pub fn team(&self) -> &PeopleSet {
        &self.team
    }

    /// Rows that a person serves.
    pub fn count(&self, person: Person) -> usize {
        self.lanes[person].len()
    }

    /// Goes home; what the person served is in the pool.
    pub fn send_home(&mut self, person: Person) {
        self.team.remove(person);
        self.sent[person] += 1;
        let lane = std::mem::take(&mut self.lanes[person]);
        self.carried[person] = 0;
        for Place { row, .. } in lane {
            self.serves[row as usize] = None;
            self.pool.push(row as usize);
        }
    }

    /// Places until the pool is empty (true), or somebody cannot be placed at all, or so many people were looked at.
    /// `others`: who may come instead of somebody who then goes home.
    pub fn settle(&mut self, others: &PeopleSet, steps: &mut u64) -> bool {
        while let Some(&row) = self.pool.last() {
            let looked_at = 1 + self.rows[row].eligible.len() as u64;
            if *steps < looked_at {
                return false;
            }
            *steps -= looked_at;
            let own = self.easiest(row);
            match self.swap(row, others, own.map(|(cost, _)| cost)) {
                Some((comes, goes)) => {
                    self.pool.pop();
                    self.send_home(goes);
                    self.team.insert(comes);
                    self.put(row, comes);
                }
                None => {
                    let Some((_, person)) = own else { return false };
                    self.pool.pop();
                    self.put(row, person);
                }
            }
        }
        true
    }

    /// The person whose rows in the way are least hard to place, and how hard; never a row bound to its place.
    fn easiest(&self, row: usize) -> Option<(u32, Person)> {
        let mut best: Option<(u32, Person)> = None;
        for person in self.rows[row].eligible.iter().filter(|&person| self.team.contains(person)) {
            let cost = self.cost(row, person);
            if cost < best.map_or(BOUND, |(least, _)| least) {
                best = Some((cost, person));
                if cost == 0 {
                    break;
                }
            }
        }
        best
    }

    /// `BOUND` and more when a row in the way cannot go.
    fn cost(&self, row: usize, person: Person) -> u32 {
        let (lane, Row { start, end, .. }) = (&self.lanes[person], self.rows[row]);
        let cost = |place: &Place| {
            let is_in_the_way = *start < place.end && place.start < *end;
            if is_in_the_way { self.dear[place.row as usize] } else { 0 }
        };
        let lane = if lane.len() > LONG { &lane[self.in_the_way(row, person)] } else { lane };
        lane.iter().map(cost).fold(0, u32::saturating_add)
    }

    /// Who could come for the row, and who would go home, when that is easier.
    fn swap(&self, row: usize, others: &PeopleSet, cost: Option<u32>) -> Option<(Person, Person)> {
        if others.is_empty() {
            return None;
        }
        let able = self.rows[row].eligible.iter().filter(|&person| others.contains(person));
        let away = able.filter(|&person| !self.team.contains(person));
        let comes = away.min_by_key(|&person| (self.sent[person], person))?;
        let goes = self.team.iter().filter(|&person| others.contains(person));
        let (carried, goes) = goes.map(|person| (self.carried[person], person)).min()?;
        cost.is_none_or(|cost| carried < cost).then_some((comes, goes))
    }

    fn in_the_way(&self, row: usize, person: Person) -> std::ops::Range<usize> {
        let (lane, asked) = (&self.lanes[person], self.rows[row]);
        let from = lane.partition_point(|place| place.end <= asked.start);
        from..from + lane[from..].partition_point(|place| place.start < asked.end)
    }

    fn put(&mut self, row: usize, person: Person) {
        let in_the_way = self.in_the_way(row, person);
        self.hardness[row] += u32::from(!in_the_way.is_empty());
        if self.dear[row] < BOUND {
            self.dear[row] = self.hardness[row];
        }
        let Row { start, end, .. } = *self.rows[row];
        let place = Place { start, end, row: row as u32 };
        for Place { row: other, .. } in self.lanes[person].splice(in_the_way, [place]) {
            self.serves[other as usize] = None;
            self.carried[person] -= self.hardness[other as usize];
            self.pool.push(other as usize);
        }
        self.carried[person] += self.hardness[row];
        self.serves[row] = Some(person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(start: u32, eligible: &[Person]) -> Row {
        Row { start, end: start + 2, eligible: eligible.iter().copied().collect(), now: None, told: false }
    }

    fn settled(
        rows: &[Row],
        team: &[Person],
        others: &[Person],
        lanes: &[&[u32]],
    ) -> Option<Vec<Option<Person>>> {
        let team = team.iter().copied().collect();
        let lanes = lanes.iter().map(|lane| lane.to_vec()).collect();
        let mut squeeze = Squeeze::new(rows.iter().collect(), team, lanes);
        let is_settled = squeeze.settle(&others.iter().copied().collect(), &mut 100);
        is_settled.then(|| squeeze.serves().to_vec())
    }

    #[test]
    fn everybody_moves_up_by_one() {
        let rows = [row(0, &[0, 1]), row(1, &[1, 2]), row(0, &[2, 3]), row(1, &[0])];
        let serves = settled(&rows, &[0, 1, 2, 3], &[], &[&[0], &[1], &[2], &[]]);
        assert_eq!(serves, Some(vec![Some(1), Some(2), Some(3), Some(0)]));
    }

    #[test]
    fn who_cannot_move_stays_and_trials_end() {
        let bound = [row(0, &[0]), row(0, &[1, 2]), row(0, &[0])];
        assert_eq!(settled(&bound, &[0, 1, 2], &[], &[&[0], &[1], &[]]), None);
        let crowded = [row(0, &[0, 1]), row(0, &[0, 1]), row(0, &[0, 1])];
        assert_eq!(settled(&crowded, &[0, 1], &[], &[&[0], &[1]]), None);
    }

    #[test]
    fn somebody_else_comes_instead() {
        let rows = [row(0, &[0, 1]), row(0, &[2])];
        assert_eq!(settled(&rows, &[0, 1], &[], &[&[0], &[], &[]]), None);
        assert_eq!(settled(&rows, &[0, 1], &[0, 1, 2], &[&[0], &[], &[]]), Some(vec![Some(0), Some(2)]));
    }
}
