//! Reads the test data into problems. Only the tests know these formats.
#![allow(dead_code)] // each test file uses its part

pub mod dice;

use std::path::{Path, PathBuf};

use zamu_pool::{Load, PeopleSet, Problem, Row};

pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

/// One line of `pool/optimum.csv`.
pub struct Known {
    pub file: String,
    pub unserved: u32,
    pub moved: u32,
}

pub fn known_optima() -> Vec<Known> {
    let text = std::fs::read_to_string(data("pool/optimum.csv")).unwrap();
    let known = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let (unserved, moved) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        Known { file: fields[0].to_owned(), unserved, moved }
    };
    text.lines().skip(1).map(known).collect()
}

/// A file of `pool/`: see README.md there for the format.
pub fn pool_problem(file: &str) -> Problem {
    problem(&std::fs::read_to_string(data("pool").join(file)).unwrap())
}

pub fn problem(text: &str) -> Problem {
    let mut lines =
        text.lines().map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect());
    let _size: Option<Vec<i64>> = lines.next();
    let loads: Vec<i64> = lines.next().unwrap_or_default();
    let load = loads.iter().map(|&rows| Load { rows: rows as u32, minutes: 0 }).collect();
    Problem { rows: lines.map(|numbers| pool_row(&numbers)).collect(), load }
}

fn pool_row(numbers: &[i64]) -> Row {
    Row {
        start: numbers[0] as u32,
        end: numbers[1] as u32,
        eligible: numbers[5..].iter().map(|&person| person as usize).collect::<PeopleSet>(),
        now: usize::try_from(numbers[2]).ok(),
        told: false,
    }
}
