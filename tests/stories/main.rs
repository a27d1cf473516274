//! Every rule of the product as a story: a sheet, what somebody does, the sheet afterwards. Tests are named after the rules they tell.

mod absence;
mod availability;
mod booking;
mod calendars;
mod cutoff;
mod days_off;
mod manager;
mod messages;
mod rooms;
mod time;

use expect_test::Expect;
use serde_json::Value;
use zamu_tests::{Spa, spa};

/// A picture, one command on Monday morning, and the picture afterwards.
fn check(picture: &str, line: Value, expect: Expect) {
    expect.assert_eq(&spa(picture).does(line).picture());
}

fn check_spa(spa: Spa, expect: Expect) {
    expect.assert_eq(&spa.picture());
}
