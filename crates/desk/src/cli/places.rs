//! Where the book lies: what `--book` says, or the platform's data folder.

use std::path::PathBuf;

use directories::ProjectDirs;

use super::Trouble;

/// The desktop's own book.
pub fn default_book() -> Option<PathBuf> {
    ProjectDirs::from("", "", "zamu").map(|places| places.data_dir().join("book.zamu"))
}

pub fn book(named: Option<&str>) -> Result<PathBuf, Trouble> {
    match named {
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Err(Trouble::Unusable("this Zamu has no shared books yet; name a file".into()))
        }
        Some(path) => Ok(path.into()),
        None => default_book()
            .ok_or_else(|| Trouble::Unusable("this machine names no folder for a book; use --book".into())),
    }
}
