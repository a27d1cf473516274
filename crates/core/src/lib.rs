//! The front desk's rules as pure values and functions: a command is a value, deciding it is a function of the loaded days,
//! and nothing here asks the clock, the network or the database. Start with `decide.rs`.

pub mod attention;
pub mod availability;
pub mod book;
pub mod calendars;
pub mod changes;
pub mod command;
pub mod days;
pub mod decide;
pub mod draft;
pub mod free_time;
pub mod ids;
pub mod messages;
pub mod outcome;
pub mod phone;
pub mod pick;
pub mod reading;
pub mod reason;
pub mod record;
pub mod refusal;
pub mod remedy;
pub mod repool;
pub mod rooms;
pub mod scope;
pub mod settle;
pub mod slots;
pub mod ticks;
pub mod time;
pub mod words;
