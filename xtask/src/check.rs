//! `cargo xtask check`: formatting, lints, types and licences, without running a test.

use crate::sh::{self, Done};
use crate::{tools, ui};

pub fn check() -> Done {
    tools::for_the_tests()?;
    lints()?;
    let tests = ["--package", "zamu-tests", "--features", "window,oracle", "--all-targets"];
    sh::run(&[&["cargo", "clippy"], &tests[..], &["--", "--deny", "warnings"]].concat())?;
    ui::check()?;
    ui::build()?;
    sh::run(&[
        "cargo",
        "clippy",
        "--package",
        "zamu-app",
        "--features",
        "custom-protocol",
        "--",
        "--deny",
        "warnings",
    ])?;
    licences()
}

/// What is quick enough for every test run.
pub fn lints() -> Done {
    sh::run(&["cargo", "fmt", "--all", "--check"])?;
    sh::run(&["cargo", "clippy", "--all-targets", "--", "--deny", "warnings"])
}

/// Needs `cargo install cargo-deny`; it is said when it is not there.
fn licences() -> Done {
    if sh::succeeds(&["cargo", "deny", "--version"]) {
        return sh::run(&["cargo", "deny", "check", "bans", "licenses", "sources"]);
    }
    eprintln!(
        "\ncargo-deny is not installed: licences and bans were NOT checked (`cargo install cargo-deny`)."
    );
    Ok(())
}

pub fn write_types() -> Done {
    let mut command = sh::program(&[
        "cargo",
        "test",
        "--quiet",
        "--package",
        "zamu-core",
        "--features",
        "types",
        "--test",
        "types",
    ]);
    command.env("ZAMU_WRITE_TYPES", "1");
    sh::run_command(command)
}
