//! What the headless program prints and the window shows: plain shapes of text and numbers (`shapes/`), and the functions that fill them
//! from `Days`. Local times are the site's; ids are handles. Nothing here decides or writes.

mod attention;
mod calendars;
mod candidates;
mod catalogue;
mod days_off;
mod shapes;
mod sheet;
mod slots;
mod team;

pub use attention::{attention, cleared};
pub use calendars::{CalendarsReading, FailedReading, LinkReading, OutsideReading, link_items, link_reading};
pub use candidates::candidates;
pub use catalogue::{catalogue, site};
pub use days_off::days_off;
pub use shapes::*;
pub use sheet::{cutoff, sheet};
pub use slots::{request, slots};
pub use team::team;

/// The name a value has in JSON (`no_therapist`, `F`): what scripts and the window see of an enum.
pub(crate) fn wire<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
