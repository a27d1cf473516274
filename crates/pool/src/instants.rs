//! Instants of a day at which more rows would need certain people than there are such people (P. Hall, 1935): looked
//! up, not searched. Between two starts or ends nothing changes, so each such stretch keeps the people through whom
//! somebody free can be reached by pushing rows aside; a row that is eligible for none of them cannot be served.

use crate::people_set::PeopleSet;
use crate::problem::{Problem, Row};

/// Stretches of a day in order, each with the people who lead to somebody free.
pub(crate) struct Instants {
    stretches: Vec<(u32, PeopleSet)>,
    everybody: PeopleSet,
}

impl Instants {
    /// Of a day on which every row is served by its `now`.
    pub fn of(served: &Problem) -> Instants {
        let everybody: PeopleSet = (0..served.load.len()).collect();
        let mut starts: Vec<u32> = served.rows.iter().flat_map(|row| [row.start, row.end]).collect();
        starts.sort_unstable();
        starts.dedup();
        let stretches = starts.into_iter().map(|start| (start, leading_to_free(served, start, &everybody)));
        Instants { stretches: stretches.collect(), everybody }
    }

    /// False when at some instant of the row nobody eligible leads to somebody free.
    pub fn have_way(&self, row: &Row) -> bool {
        let after = self.stretches.partition_point(|&(start, _)| start <= row.start);
        let first = after.checked_sub(1).map_or(&self.everybody, |at| &self.stretches[at].1);
        let during = self.stretches[after..].iter().take_while(|&&(start, _)| start < row.end);
        first.meets(&row.eligible)
            && during.map(|(_, people)| people).all(|people| people.meets(&row.eligible))
    }
}

/// The free people at an instant, those who serve a row that one of them could serve, and so on.
fn leading_to_free(served: &Problem, instant: u32, everybody: &PeopleSet) -> PeopleSet {
    let mut leading = everybody.clone();
    let mut busy: Vec<(usize, &Row)> = Vec::new();
    for row in served.rows.iter().filter(|row| row.is_active(instant)) {
        if let Some(person) = row.now {
            leading.remove(person);
            busy.push((person, row));
        }
    }
    loop {
        let before = busy.len();
        busy.retain(|(person, row)| {
            let leads = row.eligible.meets(&leading);
            if leads {
                leading.insert(*person);
            }
            !leads
        });
        if busy.len() == before {
            return leading;
        }
    }
}
