//! The window's TypeScript types are these Rust types: written by `cargo xtask types`, compared by every test run.

use specta::Types;
use specta_typescript::Typescript;
use zamu_core::{command::Command, outcome::Outcome, reading::*};

macro_rules! register {
    ($($shape:ty),* $(,)?) => { { let types = Types::default(); $( let types = types.register::<$shape>(); )* types } };
}

fn generated() -> String {
    let types = register![
        Command,
        Outcome,
        SheetReading,
        SlotQuery,
        SlotsReading,
        CandidatesReading,
        DaysOffReading,
        AttentionReading,
        HistoryReading,
        CustomersReading,
        CustomerCard,
        FindReading,
        TeamReading,
        CatalogueReading,
        MessagesReading,
        SiteReading,
        StatusReading,
        ImportReading,
        CalendarsReading,
    ];
    Typescript::default().export(&types, specta_serde::Format).unwrap()
}

#[test]
fn the_window_knows_the_same_types() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/generated/types.ts");
    let fresh = generated();
    if std::env::var_os("ZAMU_WRITE_TYPES").is_some() {
        std::fs::write(file, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), fresh, "run `cargo xtask types`");
}
