use zamu_core::{book, days::Days, decide::*, ids::*, record::Language, scope::Scope, command::Command};
fn stamp(text: &str) -> Stamp { Stamp { now: text.parse().unwrap(), language: Language::English } }
#[test]
fn grace() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/days/grace-is-sick.json")).unwrap();
    let stamp = stamp("2026-11-23T08:00:00Z");
    let records = book::read(&text, &stamp).unwrap();
    let once = book::write(&records);
    let again = book::write(&book::read(&once, &stamp).unwrap());
    assert_eq!(once, again);
    let days = Days::new(records, Scope::whole()).unwrap();
    let line = serde_json::json!({"command":"mark_absent","staff":"grace","from":"2026-11-24","until":"2026-11-24","reason":"sick"});
    let command: Command = serde_json::from_value(line).unwrap();
    let t = std::time::Instant::now();
    let decision = decide(command_named("x"), &Actor::default(), &command, &days, &stamp).unwrap();
    eprintln!("decide {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let report = decision.report(command_named("x"), &stamp);
    eprintln!("report {:?}", t.elapsed());
    eprintln!("{}", serde_json::to_string_pretty(&report).unwrap());
}
