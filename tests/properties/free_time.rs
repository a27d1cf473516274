//! Free time that is kept and renewed where a change touches it is what it would be computed anew.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Value, json};
use zamu_core::availability::{free_anew, free_ticks};
use zamu_core::days::{Days, Recorded};
use zamu_core::decide::{Actor, decide};
use zamu_core::free_time::Free;
use zamu_core::ids::command_named;
use zamu_core::scope::Scope;
use zamu_tests::Spa;

use crate::random::{commands, day};

/// The whole book with these days loaded by name, which keeps their free time.
fn days(spa: &Spa) -> Days {
    let dates = dates().into();
    let scope = Scope::whole().and(Scope { dates, ..Scope::default() });
    Days::new(spa.records.clone(), scope).unwrap()
}

fn dates() -> [NaiveDate; 4] {
    [22, 23, 24, 25].map(|day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap())
}

/// What closes the doors, moves midnight or sends somebody home: not among the random commands.
fn of_the_site(which: usize) -> Value {
    let edit = |fields: Value| json!({ "command": "edit", "kind": "site", "id": "site", "fields": fields });
    match which {
        0 => edit(json!({ "time_zone": "Asia/Tokyo" })),
        1 => edit(json!({ "closed": ["2026-11-24"] })),
        2 => edit(json!({ "hours": [{ "days": ["mon", "tue"], "from": "10:00", "until": "24:00" }] })),
        3 => {
            json!({ "command": "record_busy", "staff": "p0", "from": "2026-11-24", "until": "2026-11-24", "busy": [["2026-11-24T09:00", "2026-11-24T10:00"]] })
        }
        4 => {
            json!({ "command": "set_hours", "staff": "p1", "hours": [{ "days": ["mon", "tue", "wed"], "from": "00:00", "until": "24:00" }] })
        }
        _ => json!({ "command": "undo", "of": command_named("step").0 }),
    }
}

/// Asks for all of it, so that all of it is kept, and compares.
fn same_as_anew(days: &Days, after: &str) {
    let nothing = BTreeSet::new();
    for staff in days.records().staff.values() {
        for day in dates().map(|date| days.day(date)) {
            let kept = free_ticks(days, staff, &day, &nothing);
            let Free { bookable, free } = free_anew(days, staff, &day);
            assert_eq!(kept, free, "{} on {} after {after}", staff.id, day.date);
            let own = days.person(&staff.id).into_iter().flat_map(|person| &person.rows);
            let own: BTreeSet<_> = own.map(|(_, row)| row.clone()).collect();
            let without = free_ticks(days, staff, &day, &own);
            assert_eq!(without, bookable, "{} on {} after {after}", staff.id, day.date);
        }
    }
}

proptest! {
    #![proptest_config(crate::cases())]

    #[test]
    fn free_time_that_is_kept_is_free_time_anew(day in day(), lines in commands(), site in prop::collection::vec((0..8_usize, 0..6_usize), 0..4)) {
        let mut lines = lines;
        for (at, which) in site {
            lines.insert(at.min(lines.len()), of_the_site(which));
        }
        let spa = Spa::from_file(&day, "2026-11-24");
        let mut days = days(&spa);
        for line in lines {
            same_as_anew(&days, "nothing");
            let command = serde_json::from_value(line.clone()).unwrap();
            let Ok(decision) = decide(command_named("step"), &Actor::default(), &command, &days, &spa.stamp()) else { continue };
            days = decision.after;
            days.recorded.insert(command_named("step"), Recorded { changes: decision.changes, text: decision.text });
            same_as_anew(&days, &line.to_string());
        }
    }
}
