//! The page: its packages, its checks and its build. Packages are installed again only when the lock file is newer than they are.

use std::path::{Path, PathBuf};
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

/// Builds the page beside the one that is there and writes what differs: a page that is the same leaves the program as it is.
pub fn build() -> Done {
    packages()?;
    let built = sh::target().join("page");
    npm(&["run", "build", "--", "--emptyOutDir", "--outDir", &built.to_string_lossy()])?;
    alike(&built, &folder().join("dist")).map_err(|why| format!("the page that was built: {why}"))
}

/// Makes a folder like another.
fn alike(new: &Path, old: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(old)?;
    for found in std::fs::read_dir(old)? {
        let found = found?;
        if !new.join(found.file_name()).exists() {
            let path = found.path();
            if found.file_type()?.is_dir() {
                std::fs::remove_dir_all(path)
            } else {
                std::fs::remove_file(path)
            }?;
        }
    }
    for found in std::fs::read_dir(new)? {
        let (from, to) = found.map(|found| (found.path(), old.join(found.file_name())))?;
        if from.is_dir() {
            alike(&from, &to)?;
        } else if std::fs::read(&from)? != std::fs::read(&to).unwrap_or_default() {
            std::fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

pub fn check() -> Done {
    packages()?;
    npm(&["run", "check"])
}

pub fn test() -> Done {
    packages()?;
    npm(&["test"])
}
