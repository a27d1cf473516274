//! The machine and the tools a number was measured with: no number means anything without them.

use std::process::Command;

/// One line each.
pub fn lines() -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory =
        field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    let gigabytes = memory.map_or(0, |kilobytes| kilobytes / 1_000_000);
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".into());
    let kind =
        if cfg!(debug_assertions) { "a debug build of the bench" } else { "a release build of the bench" };
    vec![
        format!("machine: {cpu}, {cores} cores, {gigabytes} GB, {}", said("uname", &["-sr"])),
        format!("load before (1, 5, 15 minutes): {}", load()),
        format!("{}, {kind}", said("rustc", &["--version"])),
    ]
}

pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(", ")
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_string())
}

pub fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string()).unwrap_or_default()
}
