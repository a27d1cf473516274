//! Other hours on a date, or a day off, for some weeks (rules V1, A8). One per person and date: a second replaces the first.

use super::lines::SetOverride;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::time::later_day;
use crate::words::{self, both, say};

pub fn decide(line: &SetOverride, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let staff = read::staff(draft, &line.staff)?;
    let date = read::date("date", &line.date)?;
    let repeat = line.repeat.unwrap_or(1);
    if !(1..=53).contains(&repeat) {
        return Err(Refusal::invalid(
            "repeat",
            both!(
                "{repeat} is not a number of weeks from 1 to 53",
                "{repeat} si idadi ya wiki kutoka 1 hadi 53"
            ),
        ));
    }
    for week in 0..u64::from(repeat) {
        draft.days.need(later_day(date, 7 * week))?;
    }
    let id = OverrideId::new(&format!("{}-{date}", staff.id));
    let hours = hours(line)?;
    let label = line.label.as_deref().unwrap_or_default().trim().to_string();
    draft.put(Override { id: id.clone(), staff: staff.id.clone(), date, repeat, hours, label });
    draft.created = Some(Touched { kind: "override".into(), id: id.to_string() });
    let (name, date) = (&staff.name, words::date(draft.language(), date));
    draft.text =
        say!(draft.language(), "Other hours for {name} on {date}", "Saa nyingine za {name} tarehe {date}");
    repool::absorb(draft, Reach::Previewed)
}

fn hours(line: &SetOverride) -> Result<Option<(crate::time::Clock, crate::time::Clock)>, Refusal> {
    match (line.open, &line.from, &line.until) {
        (false, None, None) => Ok(None),
        (false, ..) => {
            Err(Refusal::invalid("open", both!("a day off has no hours", "siku ya mapumziko haina saa")))
        }
        (true, Some(from), Some(until)) => {
            let (from, until) = (read::clock("from", from)?, read::clock("until", until)?);
            if from < until {
                Ok(Some((from, until)))
            } else {
                Err(Refusal::invalid(
                    "until",
                    both!("{until} is not after {from}", "{until} haiko baada ya {from}"),
                ))
            }
        }
        (true, ..) => Err(Refusal::invalid(
            "from",
            both!("other hours need from and until", "saa nyingine zinahitaji mwanzo na mwisho"),
        )),
    }
}
