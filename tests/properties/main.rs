//! The invariants of ARCHITECTURE.md, each a test of the same name, over random days and random commands.
//! A day and its commands come from small numbers, so that proptest can shrink a failure to the fewest rows.

mod free_time;
mod pool;
mod random;
mod scope;

use std::collections::BTreeSet;

use proptest::prelude::*;
use random::{commands, day};
use serde_json::Value;
use zamu_core::book;
use zamu_core::changes::Records;
use zamu_core::decide::{Actor, Decision, decide};
use zamu_core::ids::command_named;
use zamu_core::record::*;
use zamu_core::refusal::Refusal;
use zamu_core::repool::may_be_placed;
use zamu_core::time::Tick;
use zamu_tests::Spa;

/// A day, and what is done to it, with every state and decision on the way.
fn story(day: &Value, lines: &[Value], look: impl Fn(&Spa, &Value, &Spa)) {
    let mut spa = Spa::from_file(day, "2026-11-24");
    for (at, line) in lines.iter().enumerate() {
        let mut line = line.clone();
        line["step"] = format!("step-{at}").into();
        let after = spa.clone().does(line.clone());
        if let Some(Err(Refusal::NotLoaded(scope))) = &after.last {
            panic!("{line}: a whole book is never too little: {scope:?}");
        }
        look(&spa, &line, &after);
        spa = after;
    }
}

fn cases() -> ProptestConfig {
    let cases = if std::env::var_os("ZAMU_LONG").is_some() { 2_000 } else { 96 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_one_is_in_two_places(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            let rows: Vec<_> = after.records.appointments.values().filter(|row| row.occupies()).collect();
            for (at, a) in rows.iter().enumerate() {
                assert_eq!(a.seats.iter().filter_map(|seat| seat.staff.as_ref()).collect::<BTreeSet<_>>().len(),
                           a.seats.iter().filter(|seat| seat.staff.is_some()).count(), "{line}: one person on two seats of {}", a.id);
                for b in rows[at + 1..].iter().filter(|b| b.span().overlaps(a.span())) {
                    let both = a.seats.iter().filter_map(|seat| seat.staff.as_ref()).find(|staff| b.held_by(staff));
                    assert!(both.is_none(), "{line}: {both:?} has {} and {}", a.id, b.id);
                    assert!(a.room.is_none() || a.room != b.room, "{line}: {:?} holds {} and {}", a.room, a.id, b.id);
                }
            }
        });
    }

    #[test]
    fn bound_is_never_moved(day in day(), lines in commands()) {
        story(&day, &lines, |before, line, after| {
            let by_hand = ["reassign", "bind", "unbind", "move", "change", "cancel", "no_show", "undo", "swap"];
            if by_hand.contains(&line["command"].as_str().unwrap()) { return; }
            for row in before.records.appointments.values() {
                for (at, seat) in row.seats.iter().enumerate().filter(|(_, seat)| seat.bound()) {
                    let now = &after.records.appointments[&row.id].seats[at];
                    assert_eq!((&now.staff, now.assignment), (&seat.staff, seat.assignment), "{line}: {}", row.id);
                }
            }
        });
    }

    #[test]
    fn a_started_row_is_never_moved_by_the_system(day in day(), lines in commands()) {
        let system = ["mark_absent", "allocate", "finalize", "record_busy", "add_vacation", "set_hours", "set_override", "add_temp", "deactivate", "block_room"];
        let mut at_noon: Vec<Value> = lines.clone();
        at_noon.retain(|line| system.contains(&line["command"].as_str().unwrap()));
        let mut spa = Spa::from_file(&day, "2026-11-24").at("2026-11-24T12:20");
        for line in at_noon {
            let after = spa.clone().does(line.clone());
            for row in spa.records.appointments.values().filter(|row| row.start.utc() <= spa.stamp().now) {
                let now = &after.records.appointments[&row.id];
                let held = |row: &Appointment| row.seats.iter().map(|seat| seat.staff.clone()).collect::<Vec<_>>();
                assert_eq!((held(row), &row.room), (held(now), &now.room), "{line}: {}", row.id);
            }
            spa = after;
        }
    }

    #[test]
    fn every_row_is_placed_or_flagged(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            let items: BTreeSet<_> = after.records.attention.values().filter(|item| item.kind == ItemKind::NoTherapist).map(|item| (item.appointment.clone(), item.seat)).collect();
            let mut open = BTreeSet::new();
            for row in after.records.appointments.values().filter(|row| row.occupies()) {
                open.extend(row.seats.iter().enumerate().filter(|(_, seat)| seat.staff.is_none()).map(|(at, _)| (Some(row.id.clone()), at as u32)));
            }
            assert_eq!(items, open, "{line}");
        });
    }

    /// A sheet is asked for room before it is solved anew; where there is none, solving it would clear nothing.
    #[test]
    fn whoever_finds_no_place_is_not_looked_for(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            let (days, now) = (after.days(), Tick::ceil(after.stamp().now));
            for item in after.records.attention.values().filter(|item| item.kind == ItemKind::NoTherapist) {
                let seat = (item.appointment.clone().unwrap(), item.seat);
                if may_be_placed(&days, now, item.date, &seat).unwrap_or(true) { continue; }
                let again = after.clone().does(serde_json::json!({ "command": "resolve", "item": item.id, "remedy": "repool" }));
                if let Some(Ok(decision)) = &again.last {
                    let clears = decision.closed.contains(&item.id) && decision.closed.len() > decision.opened.len();
                    assert!(!clears, "{line}: {}", item.id);
                }
            }
        });
    }

    #[test]
    fn invert_undoes(day in day(), lines in commands()) {
        story(&day, &lines, |before, line, after| {
            if let Some(Ok(decision)) = &after.last {
                let mut back: Records = after.records.clone();
                back.apply(&decision.changes.invert());
                assert!(back == before.records, "{line}");
                let mut squashed = decision.changes.clone();
                squashed.squash(&decision.changes.invert());
                assert!(squashed.is_empty(), "{line}");
            }
        });
    }

    #[test]
    fn undo_brings_the_book_back(day in day(), lines in commands()) {
        story(&day, &lines, |before, line, after| {
            let sent = ["mark_sent", "release_message", "undo"];
            let changed = matches!(&after.last, Some(Ok(decision)) if !decision.changes.is_empty());
            if !changed || sent.contains(&line["command"].as_str().unwrap()) { return; }
            let undone = after.clone().does(serde_json::json!({ "command": "undo", "of": line["step"] }));
            assert!(matches!(undone.last, Some(Ok(_))), "{line}: {:?}", undone.last.as_ref().map(|last| last.as_ref().err()));
            assert_eq!(book::write(&undone.records), book::write(&before.records), "{line}");
        });
    }

    #[test]
    fn no_name_before_it_is_final(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            for message in after.records.messages.values().filter(|message| message.unsent()) {
                for id in &message.appointments {
                    let row = &after.records.appointments[id];
                    for staff in row.seats.iter().filter(|seat| seat.assignment == Assignment::Provisional).filter_map(|seat| seat.staff.as_ref()) {
                        let name = &after.records.staff[staff].name;
                        let told_of_another = message.appointments.iter().any(|other| other != id && after.records.appointments[other].held_by(staff));
                        assert!(told_of_another || !message.text.contains(name.as_str()), "{line}: {}", message.text);
                    }
                }
            }
        });
    }

    #[test]
    fn one_unsent_message_per_customer_and_day(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            let mut seen = BTreeSet::new();
            for message in after.records.messages.values().filter(|message| message.unsent() && !message.taken_back) {
                assert!(seen.insert((message.customer.clone(), message.date)), "{line}: two for {}", message.customer);
            }
        });
    }

    #[test]
    fn a_command_decides_the_same_everywhere(day in day(), lines in commands(), seed in any::<u64>()) {
        let shuffled = random::shuffled(&day, seed);
        let (mut here, mut there) = (Spa::from_file(&day, "2026-11-24"), Spa::from_file(&shuffled, "2026-11-24"));
        for line in &lines {
            here = here.does(line.clone());
            there = there.does(line.clone());
            let changes = |spa: &Spa| spa.last.as_ref().map(|last| last.as_ref().map(|decision: &Decision| decision.changes.clone()).map_err(|refusal| refusal.why(Language::English)));
            assert_eq!(changes(&here), changes(&there), "{line}");
        }
    }

    #[test]
    fn a_book_written_read_and_written_again_is_byte_equal(day in day(), lines in commands()) {
        story(&day, &lines, |_, line, after| {
            let written = book::write(&after.records);
            let read = book::read(&written, &after.stamp()).unwrap_or_else(|fault| panic!("{line}: {fault}\n{written}"));
            assert_eq!(book::write(&read), written, "{line}");
        });
    }

    #[test]
    fn what_is_offered_can_be_booked_and_nothing_else(day in day(), lines in commands(), service in 0..random::SERVICES.len(), wish in 0..3usize) {
        let mut spa = Spa::from_file(&day, "2026-11-24");
        for line in lines.iter().take(3) { spa = spa.does(line.clone()); }
        let wish = [None, Some("F"), Some("M")][wish];
        let query = serde_json::from_value(serde_json::json!({ "service": random::SERVICES[service], "from": "2026-11-24", "to": "2026-11-24", "gender": wish, "reshuffle": true })).unwrap();
        let offered = zamu_core::reading::slots(&spa.days(), &query, &spa.stamp()).unwrap();
        for slot in offered.slots.iter().step_by(3) {
            let line = serde_json::json!({ "command": "book", "service": random::SERVICES[service], "start": slot.start, "name": "Zoe", "gender": wish });
            let command = serde_json::from_value(line).unwrap();
            let booked = decide(command_named("offer"), &Actor::default(), &command, &spa.days(), &spa.stamp());
            let decision = booked.unwrap_or_else(|refusal| panic!("{} reshuffle {}: {}", slot.start, slot.reshuffle, refusal.why(Language::English)));
            assert!(decision.unplaced.is_empty(), "{}", slot.start);
            assert!(slot.reshuffle || decision.moved.is_empty(), "{}", slot.start);
        }
        let starts = (0..96).map(|quarter| format!("2026-11-24T{:02}:{:02}", quarter / 4, quarter % 4 * 15));
        for start in starts.filter(|start| offered.slots.iter().all(|slot| slot.start != *start)).step_by(4) {
            let line = serde_json::json!({ "command": "book", "service": random::SERVICES[service], "start": start, "name": "Zoe", "gender": wish });
            let command = serde_json::from_value(line).unwrap();
            let booked = decide(command_named("offer"), &Actor::default(), &command, &spa.days(), &spa.stamp());
            assert!(booked.is_err(), "{start} was not offered: no false `full`");
        }
    }
}

#[test]
fn core_never_asks_the_time() {
    let asks = [
        "Utc::now",
        "Local::now",
        "Instant::now",
        "SystemTime",
        "std::fs",
        "std::net",
        "std::env",
        "thread_rng",
        "new_v4",
        "new_v7",
    ];
    for folder in ["core", "pool"] {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(folder).join("src");
        let sources = random::files(&folder, "rs");
        assert!(sources.len() > 5, "{}", folder.display());
        for (path, text) in sources {
            for asked in asks {
                assert!(!text.contains(asked), "{}: {asked}", path.display());
            }
        }
    }
}

#[test]
fn desk_ts_alone_calls_the_core() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src");
    let mut sources = random::files(&folder, "ts");
    sources.extend(random::files(&folder, "svelte"));
    let calls: Vec<String> = sources
        .iter()
        .filter(|(_, text)| text.contains("@tauri-apps/api"))
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(calls, ["desk.ts"]);
}
