//! Who may take a day off: the fewest people who can serve everything on it that can be served, and who is left over.
//! Rows that nobody may move keep their people; nothing is decided or written here.

use chrono::NaiveDate;
use zamu_pool::{Effort, PeopleSet, smallest_team_beside};

use super::{DaysOffReading, Person};
use crate::availability::bookable_ticks;
use crate::days::Days;
use crate::decide::Stamp;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::time::Tick;
use crate::words::both;

/// Shared by all tries to send somebody home.
const EFFORT: Effort = Effort { pivots: 200_000, fairness: 0, steps: 100_000 };

/// Everybody named could be away together: the others serve as many rows as all of them could.
pub fn days_off(days: &Days, date: NaiveDate, stamp: &Stamp) -> Result<DaysOffReading, Refusal> {
    let now = Tick::floor(stamp.now);
    let open = repool::open_seats(days, now, date);
    let question = repool::question(days, now, date, &open, Reach::Silent)?;
    let loads = question.problem.load.iter().enumerate();
    let fixed: PeopleSet = loads.filter(|(_, load)| load.rows > 0).map(|(person, _)| person).collect();
    let Ok(team) = smallest_team_beside(&question.problem, &fixed, EFFORT) else {
        return Err(Refusal::invalid("date", both!("the sheet contradicts itself", "ratiba inajipinga")));
    };
    let day = days.day(date);
    let needed = |person: usize| fixed.contains(person) || team.people.contains(person);
    let (mut working, mut may_go) = (0, Vec::new());
    for (person, id) in question.people.iter().enumerate() {
        let staff = days.staff(id)?;
        if !needed(person) && bookable_ticks(days, staff, &day).count() == 0 {
            continue;
        }
        working += 1;
        if !needed(person) {
            may_go.push(Person { id: id.to_string(), name: staff.name.clone() });
        }
    }
    may_go.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(DaysOffReading { date: date.to_string(), working, needed: working - may_go.len() as u32, may_go })
}
