//! A decision on the least that was loaded is the decision on the whole book.

use proptest::prelude::*;
use serde_json::Value;
use zamu_core::command::Command;
use zamu_core::decide::{Actor, decide};
use zamu_core::ids::command_named;
use zamu_core::record::Language;
use zamu_core::refusal::Refusal;
use zamu_desk::store::{Memory, Store};
use zamu_tests::Spa;

use crate::random::{commands, day};

/// What a command changes, or why it is refused, when only what it asks for is loaded.
async fn on_the_least(spa: &Spa, command: &Command) -> String {
    let store = Memory::new(spa.records.clone());
    let mut scope = command.scope();
    for _ in 0..40 {
        let days = store.load(&scope).await.unwrap().days().unwrap();
        match decide(command_named("x"), &Actor::default(), command, &days, &spa.stamp()) {
            Err(Refusal::NotLoaded(more)) => scope = scope.and(*more),
            other => return told(other),
        }
    }
    panic!("it always asks for more: {scope:?}");
}

fn told(decided: Result<zamu_core::decide::Decision, Refusal>) -> String {
    match decided {
        Ok(decision) => serde_json::to_string(&decision.changes).unwrap(),
        // The nearest starts depend on how many days were looked at; the reason does not.
        Err(refusal) => format!("{}: {}", refusal.code(), refusal.why(Language::English)),
    }
}

proptest! {
    #![proptest_config(crate::cases())]

    #[test]
    fn scope_is_enough(day in day(), lines in commands()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut spa = Spa::from_file(&day, "2026-11-24");
        for line in lines {
            let command: Command = serde_json::from_value(line.clone()).unwrap();
            let whole = told(decide(command_named("x"), &Actor::default(), &command, &spa.days(), &spa.stamp()));
            let least = runtime.block_on(on_the_least(&spa, &command));
            assert_eq!(whole, least, "{}", Value::to_string(&line));
            spa = spa.does(line);
        }
    }
}
