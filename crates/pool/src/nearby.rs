//! Whether a row has room, by the hours around it: when not even the rows nearby could all be served beside it, the
//! day cannot; when they can, the others may still stay or find places by trial (`squeeze.rs`). A program of a few
//! hours is much smaller than one of the day.

use crate::by_program::{Moves, Solved, served_by_program};
use crate::people_set::PeopleSet;
use crate::problem::{Effort, Person, Problem, Row};
use crate::refused::Refused;
use crate::squeeze::Squeeze;

/// How many lengths of the row its neighbourhood reaches to either side.
const LENGTHS: [u32; 2] = [1, 3];
/// People looked at for a place for whoever is in the way of the neighbours.
const STEPS: u64 = 10_000;

pub(crate) enum Nearby {
    /// Everybody's server, the extra row's last.
    Room(Vec<Option<Person>>),
    None(Option<Refused>),
    Unknown,
}

/// `served`: everybody by their `now`, in order of start.
pub(crate) fn nearby(served: &Problem, extra: &Row, effort: Effort) -> Nearby {
    for lengths in LENGTHS {
        let (rows, solved) = within(served, extra, lengths * extra.minutes(), effort);
        match solved.answer {
            None => return Nearby::Unknown,
            Some(None) => return Nearby::None(refusal(served, &rows, solved)),
            Some(Some(serves)) => {
                if let Some(all) = completed(served, extra, &rows, &serves) {
                    return Nearby::Room(all);
                }
            }
        }
    }
    Nearby::Unknown
}

/// The rows so near to the extra one, and what the program says of them beside it.
fn within(served: &Problem, extra: &Row, margin: u32, effort: Effort) -> (Vec<usize>, Solved) {
    let hours = Row {
        start: extra.start.saturating_sub(margin),
        end: extra.end.saturating_add(margin),
        ..extra.clone()
    };
    let near: Vec<usize> = (0..served.rows.len()).filter(|&row| served.rows[row].overlaps(&hours)).collect();
    let mut rows: Vec<Row> = near.iter().map(|&row| served.rows[row].clone()).collect();
    rows.push(Row { now: None, told: false, ..extra.clone() });
    let problem = Problem { rows, load: served.load.clone() };
    let solved = served_by_program(&problem, Moves::AsTheyCome, effort);
    (near, solved)
}

/// Rows that were not asked about are worth nothing.
fn refusal(served: &Problem, rows: &[usize], solved: Solved) -> Option<Refused> {
    let (near, scale) = solved.prices?;
    let mut prices = vec![0; served.rows.len()];
    rows.iter().zip(near).for_each(|(&row, price)| prices[row] = price);
    Some(Refused::by(served, &prices, scale))
}

/// The neighbours as found, the others where they are unless a neighbour is in their way.
fn completed(
    served: &Problem,
    extra: &Row,
    near: &[usize],
    serves: &[Option<Person>],
) -> Option<Vec<Option<Person>>> {
    let rows: Vec<&Row> = served.rows.iter().chain([extra]).collect();
    let mut server: Vec<Option<Person>> = served.rows.iter().map(|row| row.now).chain([None]).collect();
    let own = near.iter().copied().chain([served.rows.len()]);
    own.clone().for_each(|row| server[row] = None);
    let mut lanes: Vec<Vec<u32>> = vec![Vec::new(); served.load.len()];
    for (row, person) in own.zip(serves) {
        server[row] = *person;
        lanes[(*person)?].push(row as u32);
    }
    let is_near = |row: usize| near.binary_search(&row).is_ok();
    for row in (0..served.rows.len()).filter(|&row| !is_near(row)) {
        let lane = &mut lanes[server[row]?];
        if lane.iter().all(|&other| !rows[other as usize].overlaps(rows[row])) {
            lane.push(row as u32);
        }
    }
    lanes.iter_mut().for_each(|lane| lane.sort_by_key(|&row| rows[row as usize].start));
    let everybody = (0..served.load.len()).collect();
    let mut squeeze = Squeeze::new(rows, everybody, lanes);
    let mut steps = STEPS;
    squeeze.settle(&PeopleSet::new(), &mut steps).then(|| squeeze.serves().to_vec())
}
