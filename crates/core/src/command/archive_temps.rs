//! The 03:00 job (rule A7): temps whose last day is over leave the team's lists, unless they still hold later rows.

use super::lines::ArchiveTemps;
use super::read;
use crate::draft::Draft;
use crate::record::*;
use crate::refusal::Refusal;
use crate::time::next_day;
use crate::words::say;

pub fn decide(line: &ArchiveTemps, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let date = read::date("date", &line.date)?;
    draft.days.need_from(date)?;
    draft.text = say!(
        draft.language(),
        "Temps whose last day is over were archived",
        "Wafanyakazi wa muda waliomaliza wamehifadhiwa"
    );
    let over = |staff: &Staff| {
        staff.temporary.as_ref().is_some_and(|temp| temp.last < date) && staff.left_on.is_none()
    };
    let temps: Vec<_> = draft.days.records().staff.values().filter(|staff| over(staff)).cloned().collect();
    for temp in temps {
        let Some(last) = temp.temporary.as_ref().map(|temp| temp.last) else { continue };
        let after = draft.days.day(next_day(last)).span.from;
        let holds = draft
            .days
            .person(&temp.id)
            .is_some_and(|person| person.rows.iter().any(|(span, _)| span.from >= after));
        if !holds {
            draft.put(Staff { left_on: Some(next_day(last)), ..Staff::clone(&temp) });
        }
    }
    Ok(())
}
