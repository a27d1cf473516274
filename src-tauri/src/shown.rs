//! What the page has of a sheet: the last reading it was given, so that the next one can be only what differs. A change of one row
//! is then two columns and a row on the way into the page, not six hundred rows to be read again there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde::Serialize;
use zamu_core::reading::SheetReading;

/// The last reading given, with the mark it went out under.
#[derive(Default)]
pub struct Shown(Mutex<(u64, Option<SheetReading>)>);

/// A sheet, whole or against the one the page has.
#[derive(Serialize)]
pub struct SheetNews {
    /// To be given with the next question.
    mark: u64,
    /// Whether `sheet` holds only the columns and rows that differ.
    patch: bool,
    /// Rows that are no longer there.
    gone: Vec<String>,
    sheet: SheetReading,
}

impl Shown {
    /// What the page must be told that has the reading of this mark; 0 is none.
    pub fn news(&self, since: u64, sheet: SheetReading) -> SheetNews {
        let Ok(mut shown) = self.0.lock() else {
            return SheetNews { mark: 0, patch: false, gone: Vec::new(), sheet };
        };
        let (mark, known) = (shown.0 + 1, shown.1.take());
        let known = known.filter(|known| since == shown.0 && is_same_grid(known, &sheet));
        *shown = (mark, Some(sheet.clone()));
        match known {
            Some(known) => {
                SheetNews { mark, patch: true, gone: gone(&known, &sheet), sheet: differing(&known, sheet) }
            }
            None => SheetNews { mark, patch: false, gone: Vec::new(), sheet },
        }
    }
}

/// The same day with the same columns in the same order.
fn is_same_grid(known: &SheetReading, sheet: &SheetReading) -> bool {
    known.date == sheet.date
        && known.columns.iter().map(|column| &column.id).eq(sheet.columns.iter().map(|column| &column.id))
}

fn gone(known: &SheetReading, sheet: &SheetReading) -> Vec<String> {
    let here: BTreeSet<&str> = sheet.rows.iter().map(|row| row.id.as_str()).collect();
    known.rows.iter().filter(|row| !here.contains(row.id.as_str())).map(|row| row.id.clone()).collect()
}

fn differing(known: &SheetReading, sheet: SheetReading) -> SheetReading {
    let before: BTreeMap<&str, _> = known.rows.iter().map(|row| (row.id.as_str(), row)).collect();
    let rows = sheet.rows.into_iter().filter(|row| before.get(row.id.as_str()) != Some(&row)).collect();
    let columns = sheet
        .columns
        .into_iter()
        .zip(&known.columns)
        .filter(|(now, was)| now != *was)
        .map(|(now, _)| now)
        .collect();
    SheetReading { rows, columns, ..sheet }
}
