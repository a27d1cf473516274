//! `cargo xtask bench slots`: the starts of an hour's service for 40 people over 14 days, ours next to the same computed with luxon's
//! intervals (npm) in Node, from the same raw lists, in turns. Both must give the same starts with the same people, or the bench stops.

#[allow(dead_code, reason = "what else a book is made of is for the other benches")]
mod book;
mod machine;
#[allow(dead_code, reason = "files are for the solvers")]
mod peer;
mod timing;

use std::collections::BTreeSet;

use book::{LAST, NOW, TODAY};
use peer::Peer;
use serde_json::{Value, json};
use timing::{median, timed};
use zamu_core::availability::{free_anew, free_ticks, shift_spans, why_not_qualified};
use zamu_core::changes::Records;
use zamu_core::days::Days;
use zamu_core::decide::Stamp;
use zamu_core::record::{Appointment, Language, Staff, Status};
use zamu_core::scope::Scope;
use zamu_core::slots::{Slot, SlotRequest, slots, window};
use zamu_core::time::Span;

const PEOPLE: usize = 40;
const TURNS: usize = 15;
/// Of ours in each turn, whose median counts for it.
const OURS: usize = 20;
const SERVICE: &str = "SW60";

fn main() {
    machine::lines().iter().for_each(|line| println!("{line}"));
    let records =
        zamu_core::book::read(&forty().to_string(), &stamp()).unwrap_or_else(|fault| panic!("{fault}"));
    let days = days(&records);
    let query = serde_json::from_value(json!({ "service": SERVICE, "from": TODAY, "to": LAST }));
    let query = query.unwrap_or_else(|why| panic!("{why}"));
    let request = zamu_core::reading::request(&query).unwrap_or_else(|why| panic!("{why:?}"));
    let raw = raw(&days, &request).to_string();
    let mut luxon = luxon();
    println!("{}\n", luxon.version);
    let (mut theirs, mut ours, mut indexed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let (ms, starts) = asked(&mut luxon, &raw);
        theirs.push(ms);
        ours.push(median((0..OURS).map(|_| timed(|| slots(&days, &request, &stamp()))).collect()));
        indexed.push(median(
            (0..OURS).map(|_| timed(|| slots(&self::days(&records), &request, &stamp()))).collect(),
        ));
        let found =
            slots(&days, &request, &stamp()).unwrap_or_else(|why| panic!("{}", why.why(Language::English)));
        assert_eq!(told(&found), starts, "both must give the same answer");
    }
    let ratio = |ours: &[f64]| {
        let mut ratios: Vec<f64> = theirs.iter().zip(ours).map(|(theirs, ours)| theirs / ours).collect();
        ratios.sort_by(f64::total_cmp);
        format!("{:.0}x ({:.0}-{:.0})", ratios[TURNS / 2], ratios[0], ratios[TURNS - 1])
    };
    println!(
        "| {PEOPLE} people, 14 days, {} rows | ms, median of {TURNS} turns | luxon / ours |",
        records.appointments.len()
    );
    println!("|---|--:|--:|");
    println!("| luxon intervals | {:.1} | |", median(theirs.clone()));
    println!(
        "| ours, from the rows of the days in memory | {:.3} | {} |",
        median(ours.clone()),
        ratio(&ours)
    );
    println!("| ours, the days indexed first | {:.3} | {} |", median(indexed.clone()), ratio(&indexed));
    let mut kept = kept(&records, &request);
    println!("| ours, asked again, free time kept | {:.3} | |", again(&kept, &request));
    let (renewed, asked) = after_a_change(&mut kept, &request);
    println!("| · after a booking or its cancelling, the starts | {asked:.3} | |");
    println!(
        "| · a row put into the days or taken out, and its person-day asked for again | {renewed:.5} | |"
    );
    println!("| · · of which the person-day computed anew (`free_anew`) | {:.5} | |", one_person_day(&kept));
}

/// The days of the request loaded by name, as a desk loads them: what is free is kept.
fn kept(records: &Records, request: &SlotRequest) -> Days {
    let scope = zamu_core::slots::scope(&days(records), request, &stamp());
    Days::new(records.clone(), scope).unwrap_or_else(|| panic!("a book without a site"))
}

fn again(kept: &Days, request: &SlotRequest) -> f64 {
    let once = || slots(kept, request, &stamp()).map_or(0, |found| found.len());
    once();
    median((0..TURNS * OURS).map(|_| timed(once)).collect())
}

/// A row of today goes and comes again. In ms: its person-day asked for, which alone is computed anew, and then all starts.
/// A thousand rows a sample, because one is shorter than what a clock can tell.
fn after_a_change(kept: &mut Days, request: &SlotRequest) -> (f64, f64) {
    const TIMES: usize = 1_000;
    let (day, nothing) = (kept.day(TODAY.parse().unwrap_or_default()), BTreeSet::new());
    let rows: Vec<Appointment> = kept.rows_on(day.date).map(|row| Appointment::clone(row)).collect();
    let (mut renewed, mut asked) = (Vec::new(), Vec::new());
    for row in rows.iter().cycle().take(TURNS) {
        let Some(staff) = row.seats[0].staff.clone() else { continue };
        let staff = kept.records().staff[&staff].clone();
        let free = |kept: &Days| free_ticks(kept, &staff, &day, &nothing).count();
        let change = |kept: &mut Days, status| kept.put(Appointment { status, ..row.clone() });
        let turns = || [Status::Cancelled, Status::Booked].into_iter().cycle().take(TIMES);
        renewed
            .push(timed(|| turns().map(|status| (change(kept, status), free(kept)).1).max()) / TIMES as f64);
        for status in [Status::Cancelled, Status::Booked] {
            change(kept, status);
            asked.push(timed(|| slots(kept, request, &stamp())));
        }
    }
    (median(renewed), median(asked))
}

/// What a booking makes stale, computed again: the median over the people of today, in ms.
fn one_person_day(days: &Days) -> f64 {
    const TIMES: usize = 1_000;
    let day = days.day(TODAY.parse().unwrap_or_default());
    let of = |staff: &std::sync::Arc<Staff>| {
        timed(|| (0..TIMES).map(|_| free_anew(days, staff, &day).free.count()).max()) / TIMES as f64
    };
    median(days.records().staff.values().map(of).collect())
}

fn stamp() -> Stamp {
    Stamp { now: NOW.parse().unwrap_or_default(), language: Language::English }
}

/// The book of the other benches with its first forty people and their rows.
fn forty() -> Value {
    let mut book = book::book();
    let is_one = |id: &Value| id.as_str().is_some_and(|id| id < format!("p{PEOPLE:02}").as_str());
    if let Some(staff) = book["staff"].as_array_mut() {
        staff.retain(|person| is_one(&person["id"]));
    }
    if let Some(rows) = book["appointments"].as_array_mut() {
        rows.retain(|row| row["staff"].as_array().is_some_and(|staff| staff.iter().all(is_one)));
    }
    book
}

fn days(records: &Records) -> Days {
    Days::new(records.clone(), Scope::whole()).unwrap_or_else(|| panic!("a book without a site"))
}

/// The lists that luxon gets: per day and qualified person the shifts, breaks taken out, and the rows of that day; in milliseconds.
fn raw(days: &Days, request: &SlotRequest) -> Value {
    let service =
        days.service(&request.service).unwrap_or_else(|why| panic!("{}", why.why(Language::English)));
    let is_able = |staff: &&std::sync::Arc<Staff>| {
        matches!(why_not_qualified(days, staff, &request.service, None), Ok(None))
    };
    let able: Vec<_> = days.records().staff.values().filter(is_able).collect();
    let of_day = |date| {
        let day = days.day(date);
        let people = able.iter().map(|staff| {
            let rows = days.person(&staff.id).into_iter().flat_map(|person| &person.rows);
            let rows = rows.map(|(span, _)| *span).filter(|span| span.overlaps(day.span));
            json!({
                "id": staff.id.to_string(),
                "shifts": shift_spans(staff, days.person(&staff.id), &day).into_iter().map(milliseconds).collect::<Vec<_>>(),
                "rows": rows.map(milliseconds).collect::<Vec<_>>(),
            })
        });
        json!({ "midnight": milliseconds(day.span)[0], "people": people.collect::<Vec<_>>() })
    };
    let dates = request.first.iter_days().take_while(|date| *date <= request.last);
    json!({
        "zone": days.zone().name(),
        "minutes": service.minutes + service.turnover,
        "step": days.site().slot_step,
        "window": milliseconds(window(days.site(), &stamp())),
        "days": dates.map(of_day).collect::<Vec<_>>(),
    })
}

fn milliseconds(span: Span) -> [i64; 2] {
    [span.from, span.until].map(|tick| tick.seconds() * 1000)
}

/// Starts in milliseconds, each with who is free, by name.
fn told(found: &[Slot]) -> Vec<(i64, Vec<String>)> {
    let one = |slot: &Slot| {
        let mut staff: Vec<String> = slot.staff.iter().map(ToString::to_string).collect();
        staff.sort();
        (slot.start.seconds() * 1000, staff)
    };
    found.iter().map(one).collect()
}

/// Node with luxon from the folder that `ZAMU_LUXON` names (`cargo xtask` sets it up).
fn luxon() -> Peer {
    let folder = std::env::var("ZAMU_LUXON").unwrap_or_else(|_| panic!("ZAMU_LUXON says where luxon is"));
    Peer::run("node", "luxon.mjs", &[&folder])
}

/// Its milliseconds, and the starts with who could serve them.
fn asked(luxon: &mut Peer, raw: &str) -> (f64, Vec<(i64, Vec<String>)>) {
    let line = luxon.answer(raw);
    let answer: Value = serde_json::from_str(&line).unwrap_or_else(|why| panic!("{why}: {line}"));
    let starts = serde_json::from_value(answer["starts"].clone()).unwrap_or_else(|why| panic!("{why}"));
    let mut starts: Vec<(i64, Vec<String>)> = starts;
    starts.iter_mut().for_each(|(_, staff)| staff.sort());
    (answer["ms"].as_f64().unwrap_or(f64::NAN), starts)
}
