//! A scope as the databases read it: the stretches of its days in Unix seconds, and the names it asks for, as one JSON value.

use chrono_tz::Tz;
use serde_json::{Value, json};
use zamu_core::scope::Scope;
use zamu_core::time::Day;

/// Beyond every row, in Unix seconds: the year 5138.
const END_OF_TIME: i64 = 100_000_000_000;

pub fn wanted(scope: &Scope, zone: Tz) -> Value {
    json!({
        "whole": scope.is_whole(),
        "from": scope.from,
        "dates": scope.dates,
        "phones": scope.phones,
        "spans": spans(scope, zone),
    })
}

/// The stretches of the loaded days, days in a row as one.
fn spans(scope: &Scope, zone: Tz) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for date in &scope.dates {
        let day = Day::new(zone, *date).span;
        let (from, until) = (day.from.seconds(), day.until.seconds());
        match spans.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => spans.push((from, until)),
        }
    }
    let from = scope
        .from
        .map(|from| if scope.is_whole() { -END_OF_TIME } else { Day::new(zone, from).span.from.seconds() });
    spans.extend(from.map(|from| (from, END_OF_TIME)));
    spans
}
