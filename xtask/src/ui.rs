//! The page: its packages, its checks and its build. Packages are installed again only when the lock file is newer than they are.

use std::path::PathBuf;
use std::time::SystemTime;

use crate::sh::{self, Done};

fn folder() -> PathBuf {
    sh::root().join("ui")
}

fn npm(words: &[&str]) -> Done {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut all = vec![name];
    all.extend(words);
    sh::run_in(&folder(), &all)
}

fn changed(path: PathBuf) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok()
}

pub fn packages() -> Done {
    let installed = changed(folder().join("node_modules/.package-lock.json"));
    let wanted = changed(folder().join("package-lock.json"));
    if installed.is_some() && installed >= wanted { Ok(()) } else { npm(&["ci", "--no-audit", "--no-fund"]) }
}

pub fn build() -> Done {
    packages()?;
    npm(&["run", "build"])
}

pub fn check() -> Done {
    packages()?;
    npm(&["run", "check"])
}

pub fn test() -> Done {
    packages()?;
    npm(&["test"])
}
