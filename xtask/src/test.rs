//! `cargo xtask test`: every test, from a bare machine. `--long` runs the large counts.

use std::time::Instant;

use crate::sh::{self, Done};
use crate::{check, peers, run, tools, ui};

pub fn test(long: bool) -> Done {
    let began = Instant::now();
    tools::for_the_tests()?;
    peers::for_the_calendars()?;
    check::lints()?;
    ui::check()?;
    ui::test()?;
    cargo_test(&["--workspace", "--exclude", "zamu-app"], &[], long)?;
    cargo_test(&["--package", "zamu-core", "--features", "types", "--test", "types"], &[], long)?;
    oracle(long)?;
    window(long)?;
    println!("\nEverything passed in {} minutes.", began.elapsed().as_secs().div_ceil(60));
    Ok(())
}

/// Some tests, with what they are told by the environment.
fn cargo_test(words: &[&str], told: &[(&str, &str)], long: bool) -> Done {
    let profile: &[&str] = if long { &["--profile", "long"] } else { &[] };
    let mut command = sh::program(&[&["cargo", "test"], profile, words].concat());
    command.envs(told.iter().copied());
    if long {
        command.env("ZAMU_LONG", "1");
    }
    sh::run_command(command)
}

/// The pool against CP-SAT.
fn oracle(long: bool) -> Done {
    let python = peers::python()?;
    let words = ["--package", "zamu-tests", "--features", "oracle", "--test", "oracle", "--", "--nocapture"];
    cargo_test(&words, &[("ZAMU_PEERS_PYTHON", &python)], long)
}

/// The real window through WebDriver: one scenario after the other, each in a world of its own.
fn window(long: bool) -> Done {
    let (app, zamu) = (run::build()?, run::binary("zamu"));
    let words =
        ["--package", "zamu-tests", "--features", "window", "--test", "window", "--", "--test-threads=1"];
    cargo_test(&words, &[("ZAMU_APP", &app.to_string_lossy()), ("ZAMU_CLI", &zamu.to_string_lossy())], long)
}
