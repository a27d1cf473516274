//! The front desk's rules: pure values and functions.
pub mod command;
pub mod outcome;
pub mod reading;
