//! Calendars elsewhere, from the desk to the fake Google and back: what closes time, what stands in whose calendar, and what happens when
//! anything on the way goes wrong. Every request is checked against Google's own document.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod busy;
#[path = "../common/mod.rs"]
mod common;
mod jobs;
mod names;

use common::outside::{GRACE, Spa};

const DENTIST: (&str, &str) = ("2026-11-24T14:05:00+03:00", "2026-11-24T14:50:00+03:00");

fn dentist(spa: &Spa) {
    spa.world(|world| world.put_at(GRACE, "dentist", DENTIST.0, DENTIST.1));
}
