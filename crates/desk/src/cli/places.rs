//! Where the book lies: what `--book` says, or the platform's data folder.

use std::path::PathBuf;

use directories::ProjectDirs;

use super::Trouble;
use crate::place::Place;

/// The desktop's own book.
pub fn default_book() -> Option<PathBuf> {
    ProjectDirs::from("", "", "zamu").map(|places| places.data_dir().join("book.zamu"))
}

pub fn book(named: Option<&str>) -> Result<Place, Trouble> {
    match named {
        Some(named) => Ok(Place::read(named)?),
        None => default_book()
            .map(Place::File)
            .ok_or_else(|| Trouble::Unusable("this machine names no folder for a book; use --book".into())),
    }
}
