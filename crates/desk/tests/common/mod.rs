//! What the desk's tests share: books, a private folder each, and the headless program as a process.
#![allow(dead_code)] // each test file uses its part

pub mod dice;
pub mod outside;
pub mod permission;
pub mod postgres;
pub mod proxy;
pub mod town;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use zamu_core::book;
use zamu_core::changes::Records;
use zamu_core::decide::Stamp;
use zamu_core::record::Language;

/// The evening before the test days: 11:00 in Nairobi.
pub const EVE: &str = "2026-11-23T08:00:00Z";

pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

pub fn stamp(now: &str) -> Stamp {
    Stamp { now: now.parse().unwrap(), language: Language::English }
}

pub fn records(text: &str) -> Records {
    book::read(text, &stamp(EVE)).unwrap()
}

/// A folder of its own for one test, with a book in it if it was made.
pub struct World {
    pub folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> World {
        World { folder: tempfile::tempdir().unwrap() }
    }

    /// With a book made from a day of `tests/data/days`.
    pub fn with_day(day: &str) -> World {
        let world = World::new();
        let file = data(&format!("days/{day}.json"));
        assert!(world.zamu(&["init", "--from", file.to_str().unwrap(), "--now", EVE]).status.success());
        world
    }

    pub fn book(&self) -> PathBuf {
        self.folder.path().join("book.zamu")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        zamu_on(&self.book(), arguments)
    }

    pub fn zamu(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs with lines on stdin.
    pub fn feed(&self, arguments: &[&str], lines: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// The outcomes of some lines, performed at an hour.
    pub fn perform(&self, now: &str, lines: &str) -> Vec<Value> {
        json_lines(&self.feed(&["perform", "--now", now], lines))
    }

    pub fn read(&self, arguments: &[&str]) -> Value {
        let output = self.zamu(arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
    }

    pub fn export(&self) -> String {
        let output = self.zamu(&["export"]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

pub fn zamu_on(book: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zamu"));
    command.env_remove("ZAMU_BOOK").arg("--book").arg(book).args(arguments);
    command
}

pub fn json_lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}")))
        .collect()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
