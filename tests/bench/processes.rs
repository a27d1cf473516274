//! The processes of a window: the app and the web processes it started, known by the book they were given. Their memory as the kernel shares it out.

use std::path::{Path, PathBuf};

pub struct Process {
    pub id: u32,
    pub name: String,
}

/// Those of the window on this home's book, without the driver and the display.
pub fn of(home: &Path) -> Vec<Process> {
    let mark = format!("ZAMU_BOOK={}", home.join("book.zamu").display());
    let folders = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = folders.filter_map(|folder| folder.file_name().to_str()?.parse::<u32>().ok());
    let ours = |id: &u32| {
        let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|entry| entry == mark.as_bytes())
    };
    let named = ids.filter(ours).map(|id| Process { id, name: name(id) });
    named.filter(|process| process.name != "WebKitWebDriver").collect()
}

fn name(id: u32) -> String {
    std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim().to_string()
}

/// Proportional set size in megabytes (of 1,000,000 bytes): a page shared by two processes counts half for each.
pub fn megabytes(id: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default();
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(f64::NAN);
    kilobytes * 1024.0 / 1_000_000.0
}

pub fn program(name: &str) -> PathBuf {
    let path = std::env::var_os(name)
        .unwrap_or_else(|| panic!("{name} names the built program: run `cargo xtask bench window`"));
    PathBuf::from(path)
}
