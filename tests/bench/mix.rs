//! The commands of a busy hour, in turn. What a command needs to be possible (a free time, somebody who can) is asked before its clock runs.

use std::time::Instant;

use serde_json::{Value, json};
use zamu_core::changes::Records;
use zamu_core::outcome::Outcome;
use zamu_core::record::Status;
use zamu_desk::Desk;

use crate::book::{CUSTOMERS, Dice, LAST, TODAY, TOMORROW};
use crate::measured::milliseconds;

pub const COMMANDS: [&str; 7] =
    ["book", "reassign", "move", "cancel", "arrive", "edit", "mark_absent (preview)"];
const TIMES: usize = 40;

/// Milliseconds of each command, in the order of `COMMANDS`.
pub async fn round(desk: &Desk, records: &Records, dice: &mut Dice) -> Vec<Vec<f64>> {
    let mut took = vec![Vec::new(); COMMANDS.len()];
    let mut rows = Rows::of(records);
    for _ in 0..TIMES {
        for (name, took) in COMMANDS.iter().zip(&mut took) {
            took.push(one(desk, name, &mut rows, dice).await);
        }
    }
    took
}

/// Rows nothing was done to yet.
struct Rows {
    today: Vec<String>,
    tomorrow: Vec<String>,
}

impl Rows {
    fn of(records: &Records) -> Rows {
        let of = |date: &str| {
            let prefix = format!("{}-", date[5..].replace('-', ""));
            let booked = records
                .appointments
                .values()
                .filter(|row| row.status == Status::Booked && row.seats[0].gender.is_none());
            booked.map(|row| row.id.to_string()).filter(|id| id.starts_with(&prefix)).collect()
        };
        Rows { today: of(TODAY), tomorrow: of(TOMORROW) }
    }
}

fn take(rows: &mut Vec<String>, dice: &mut Dice) -> String {
    let at = dice.below(rows.len() as u64) as usize;
    rows.swap_remove(at)
}

/// Draws until a command is possible, then runs it on the clock.
async fn one(desk: &Desk, name: &str, rows: &mut Rows, dice: &mut Dice) -> f64 {
    for _ in 0..50 {
        let Some(line) = line(desk, name, rows, dice).await else { continue };
        let began = Instant::now();
        let outcome = if line["command"] == "mark_absent" {
            desk.preview(line).await
        } else {
            desk.perform(line).await
        };
        let took = milliseconds(began.elapsed());
        match outcome {
            Ok(Outcome::Done(_)) => return took,
            Ok(_) => {}
            Err(why) => panic!("{name}: {why}"),
        }
    }
    panic!("{name}: refused fifty times")
}

async fn line(desk: &Desk, name: &str, rows: &mut Rows, dice: &mut Dice) -> Option<Value> {
    let customer = format!("c{}", dice.below(CUSTOMERS as u64));
    Some(match name {
        "book" => {
            json!({ "command": name, "service": "REF30", "start": a_start(desk, json!({ "from": LAST, "to": LAST }), dice).await?, "customer": customer })
        }
        "reassign" => {
            let row = take(&mut rows.tomorrow, dice);
            json!({ "command": name, "staff": somebody_else(desk, &row).await?, "appointment": row })
        }
        "move" => {
            let row = take(&mut rows.tomorrow, dice);
            let asked = json!({ "from": TOMORROW, "to": TOMORROW, "moving": row });
            json!({ "command": name, "start": a_start(desk, asked, dice).await?, "appointment": row })
        }
        "cancel" => json!({ "command": name, "appointment": take(&mut rows.tomorrow, dice) }),
        "arrive" => json!({ "command": name, "appointment": take(&mut rows.today, dice) }),
        "edit" => {
            json!({ "command": name, "kind": "customer", "id": customer, "fields": { "note": format!("note {}", dice.below(1_000_000)) } })
        }
        _ => {
            json!({ "command": "mark_absent", "staff": format!("p{:02}", dice.below(60)), "from": TOMORROW, "until": TOMORROW })
        }
    })
}

async fn a_start(desk: &Desk, mut asked: Value, dice: &mut Dice) -> Option<String> {
    asked["service"] = "REF30".into();
    let query = serde_json::from_value(asked).ok()?;
    let mut slots = desk.slots(&query).await.ok()?.ok()?.slots;
    let count = slots.len() as u64;
    (count > 0).then(|| slots.swap_remove(dice.below(count) as usize).start)
}

/// The first person who can take the row and does not have it.
async fn somebody_else(desk: &Desk, row: &str) -> Option<String> {
    let candidates = desk.candidates(row, 0).await.ok()?.ok()?.candidates;
    candidates
        .into_iter()
        .find(|candidate| !candidate.current && candidate.code.is_none())
        .map(|candidate| candidate.staff)
}
