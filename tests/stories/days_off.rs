//! Who may take a day off: whoever is named can be away together, and nobody booked is left.

use super::*;
use serde_json::json;
use zamu_core::reading::{DaysOffReading, days_off};

fn read(spa: &Spa) -> DaysOffReading {
    let date = spa.date.parse().unwrap();
    days_off(&spa.days(), date, &spa.stamp()).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

fn words(spa: &Spa) -> String {
    let read = read(spa);
    let names: Vec<&str> = read.may_go.iter().map(|person| person.name.as_str()).collect();
    format!("{} of {}, without {}", read.needed, read.working, names.join(" "))
}

/// Everybody named is away: as many rows as before have nobody.
fn all_away(spa: Spa) -> Spa {
    let date = spa.date.clone();
    let away = |staff: &str| json!({ "command": "mark_absent", "staff": staff, "from": date, "until": date });
    let named = read(&spa).may_go;
    named.iter().fold(spa, |spa, person| {
        let spa = spa.does(away(&person.id));
        assert!(spa.decision().unplaced.is_empty(), "{} is needed after all", person.name);
        spa
    })
}

#[test]
fn two_can_serve_what_three_do() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann | 11:00-12:00 Swedish Cid
         Ivy   | 10:00-11:00 Swedish Bo
         Hana  | 09:30-10:30 Swedish Dan");
    assert_eq!(words(&spa), "2 of 3, without Ivy");
    assert_eq!(read(&all_away(spa)).may_go.len(), 0);
}

#[test]
fn who_was_asked_for_comes_and_then_serves_others_too() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann
         Ivy   | 10:00-11:00 Swedish Bo (bound)");
    assert_eq!(words(&spa), "1 of 2, without Grace");
    all_away(spa);
}

#[test]
fn a_whole_day_of_the_test_data_gives_people_off_that_can_be_taken() {
    for file in ["ordinary-tuesday", "full-tuesday"] {
        let path = format!("{}/data/days/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let book = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let spa = Spa::from_file(&book, "2026-11-24");
        let before = read(&spa);
        println!("{file}: {} of {}", before.needed, before.working);
        assert_eq!(before.needed as usize + before.may_go.len(), before.working as usize);
        all_away(spa);
    }
}
