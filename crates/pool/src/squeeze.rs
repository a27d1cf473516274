//! Making room for one row by trial: it takes the place of whoever is easiest to place elsewhere, those go into a
//! pool and take others' places in turn, until the pool is empty. Rows that were hard to place are dearer to eject
//! (Y. Nagata and O. Bräysy, "A powerful route minimization heuristic for the vehicle routing problem with time
//! windows", 2009). What is found is a witness, what is not found proves nothing; how many rows move plays no part.

use crate::eject::Places;
use crate::problem::{Person, Problem, Row};

/// Who serves every row, the extra one last, if so many trials suffice.
pub(crate) fn squeeze(
    served: &Problem,
    places: &Places,
    extra: &Row,
    trials: usize,
) -> Option<Vec<Option<Person>>> {
    let count = served.rows.len();
    let mut serves: Vec<Option<Person>> = served.rows.iter().map(|row| row.now).collect();
    serves.push(None);
    let mut squeeze =
        Squeeze { served, extra, lanes: places.lanes().to_vec(), serves, hardness: vec![1; count + 1] };
    let mut pool = vec![count];
    for _ in 0..trials {
        let Some(row) = pool.pop() else { break };
        match squeeze.easiest(row) {
            Some(person) => squeeze.put(row, person, &mut pool),
            None => return None,
        }
    }
    pool.is_empty().then_some(squeeze.serves)
}

struct Squeeze<'s> {
    served: &'s Problem,
    extra: &'s Row,
    /// Everybody's rows in start order.
    lanes: Vec<Vec<u32>>,
    serves: Vec<Option<Person>>,
    /// How often each row has ejected others, and one.
    hardness: Vec<u32>,
}

impl<'s> Squeeze<'s> {
    fn row(&self, number: usize) -> &'s Row {
        self.served.rows.get(number).unwrap_or(self.extra)
    }

    /// The person whose rows in the way are least hard to place, none of them bound to its place.
    fn easiest(&self, row: usize) -> Option<Person> {
        let costs =
            self.row(row).eligible.iter().filter_map(|person| Some((self.cost(row, person)?, person)));
        costs.min().map(|(_, person)| person)
    }

    fn cost(&self, row: usize, person: Person) -> Option<u32> {
        let mut cost = 0;
        for &other in &self.lanes[person][self.in_the_way(row, person)] {
            if self.row(other as usize).eligible.len() < 2 {
                return None;
            }
            cost += self.hardness[other as usize];
        }
        Some(cost)
    }

    fn in_the_way(&self, row: usize, person: Person) -> std::ops::Range<usize> {
        let (lane, asked) = (&self.lanes[person], self.row(row));
        let from = lane.partition_point(|&other| self.row(other as usize).end <= asked.start);
        let count =
            lane[from..].iter().take_while(|&&other| self.row(other as usize).start < asked.end).count();
        from..from + count
    }

    fn put(&mut self, row: usize, person: Person, pool: &mut Vec<usize>) {
        let in_the_way = self.in_the_way(row, person);
        self.hardness[row] += u32::from(!in_the_way.is_empty());
        for other in self.lanes[person].splice(in_the_way, [row as u32]) {
            self.serves[other as usize] = None;
            pool.push(other as usize);
        }
        self.serves[row] = Some(person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Load;

    fn row(start: u32, eligible: &[Person], now: Option<Person>) -> Row {
        Row { start, end: start + 2, eligible: eligible.iter().copied().collect(), now, told: false }
    }

    fn day(rows: Vec<Row>, people: usize) -> (Problem, Places) {
        let served = Problem { rows, load: vec![Load::default(); people] };
        let places = Places::of(&served);
        (served, places)
    }

    #[test]
    fn everybody_moves_up_by_one() {
        let (served, places) =
            day(vec![row(0, &[0, 1], Some(0)), row(1, &[1, 2], Some(1)), row(0, &[2, 3], Some(2))], 4);
        let serves = squeeze(&served, &places, &row(1, &[0], None), 20);
        assert_eq!(serves, Some(vec![Some(1), Some(2), Some(3), Some(0)]));
    }

    #[test]
    fn who_cannot_move_stays_and_trials_end() {
        let (served, places) = day(vec![row(0, &[0], Some(0)), row(0, &[1, 2], Some(1))], 3);
        assert_eq!(squeeze(&served, &places, &row(0, &[0], None), 20), None);
        let (served, places) = day(vec![row(0, &[0, 1], Some(0)), row(0, &[0, 1], Some(1))], 2);
        assert_eq!(squeeze(&served, &places, &row(0, &[0, 1], None), 20), None);
    }
}
