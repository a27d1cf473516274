//! Everything of Zamu that touches the world: the book on disk, the clock, the jobs of the day, printing, and the headless program.
//! It decides nothing: commands and readings are `zamu-core`'s. The one file to read is `desk.rs`.

pub mod calendar;
pub mod changed;
pub mod check;
pub mod cleared;
pub mod cli;
pub mod clock;
pub mod customers;
pub mod desk;
pub mod handles;
pub mod import;
pub mod keys;
pub mod line;
pub mod log;
pub mod messages;
pub mod parked;
pub mod place;
pub mod print;
pub mod readings;
pub mod replica;
pub mod sample;
pub mod steps;
pub mod store;
pub mod sync;
pub mod tls;
pub mod truth;
pub mod worker;

pub use clock::Clock;
pub use desk::Desk;
pub use store::StoreError;

/// Counts up when an older Zamu could misread what this one writes.
pub const BUILD: u32 = 1;
