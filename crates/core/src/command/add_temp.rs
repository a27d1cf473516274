//! A temp (rule A7): staff with a first and a last day; capacity at once. Rows of those days that have nobody are placed again with the
//! temp, and only they and what makes room for them move.

use super::lines::AddTemp;
use super::read;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::{both, say};

pub fn decide(line: &AddTemp, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let name = line.name.trim();
    if name.is_empty() {
        return Err(Refusal::invalid(
            "name",
            both!("a temp needs a name", "mfanyakazi wa muda anahitaji jina"),
        ));
    }
    let (first, last) = (read::date("first", &line.first)?, read::date("last", &line.last)?);
    if last < first || (last - first).num_days() > 366 {
        return Err(Refusal::invalid(
            "last",
            both!(
                "{last} is not within a year after {first}",
                "{last} haimo ndani ya mwaka mmoja baada ya {first}"
            ),
        ));
    }
    let id = StaffId::new(&handle(draft, name));
    draft.put(Staff {
        id: id.clone(),
        name: name.into(),
        gender: read::gender("gender", &line.gender)?,
        skills: line
            .skills
            .iter()
            .map(|skill| skill.trim().to_string())
            .filter(|skill| !skill.is_empty())
            .collect(),
        hours: vec![hours(line)?],
        temporary: Some(Temporary { first, last }),
        left_on: None,
    });
    draft.created = Some(Touched { kind: "staff".into(), id: id.to_string() });
    draft.text = say!(draft.language(), "{name} works as a temp", "{name} anafanya kazi ya muda");
    for date in first.iter_days().take_while(|date| *date <= last) {
        draft.days.need(date)?;
        let open = repool::open_seats(&draft.days, draft.now_tick(), date);
        repool::place(draft, date, &open, Reach::Previewed)?;
    }
    Ok(())
}

/// Every weekday: first and last day say which ones count.
fn hours(line: &AddTemp) -> Result<WeekHours, Refusal> {
    use WeekDay::*;
    let mut breaks = Vec::new();
    for (at, (from, until)) in line.breaks.iter().flatten().enumerate() {
        let field = format!("breaks[{at}]");
        breaks.push((read::clock(&field, from)?, read::clock(&field, until)?));
    }
    let hours = WeekHours {
        days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun],
        from: read::clock("from", &line.from)?,
        until: read::clock("until", &line.until)?,
        breaks,
    };
    read::check_hours("hours", &hours)?;
    Ok(hours)
}

/// The name in letters and digits, told apart by the command when it is taken.
fn handle(draft: &Draft<'_>, name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    let plain = plain.trim_matches('-').to_string();
    let own: String = draft.new_handle("staff", "").chars().take(4).collect();
    let taken = plain.is_empty() || draft.days.records().staff.contains_key(&StaffId::new(&plain));
    if taken { format!("{plain}-{own}").trim_matches('-').to_string() } else { plain }
}
