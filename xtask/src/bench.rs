//! `cargo xtask bench`: measures on 60 people x 600 rows. `core` asks the rules and the book, `window` the real window in WebKitGTK,
//! `slots` the starts that can be offered next to the same by luxon's intervals, `pool` the solver next to HiGHS and CP-SAT, which are
//! installed into a Python environment of their own under target/, `smptsp` the smallest team next to both with so many seconds each
//! (60 when none is said: the whole takes three quarters of an hour), `desks` several desks on one shared book, beside pgbench.
//! Every number is said with its spread and the machine it was measured on; nothing here passes or fails.

use std::process::Command;

use crate::sh::{self, Done};
use crate::{peers, tools};

pub fn bench(what: &[&str]) -> Done {
    match what {
        [] => {
            core()?;
            slots()?;
            pool(&[])?;
            smptsp(&[])?;
            desks(&[])?;
            window(&[])
        }
        ["core"] => core(),
        ["pool", which @ ..] => pool(which),
        ["slots"] => slots(),
        ["smptsp", seconds @ ..] => smptsp(seconds),
        ["desks", which @ ..] => desks(which),
        ["window", which @ ..] => window(which),
        other => Err(format!("`{}` is not core, slots, pool, smptsp, desks or window", other.join(" "))),
    }
}

fn core() -> Done {
    sh::run_command(program("bench", "bench-core", &[]))
}

/// Words choose some of what is measured (`tests/bench/pool.rs` names them).
fn pool(which: &[&str]) -> Done {
    beside_solvers("bench-pool", which)
}

fn smptsp(words: &[&str]) -> Done {
    beside_solvers("bench-teams", words)
}

fn slots() -> Done {
    let luxon = peers::luxon()?;
    let mut command = program("bench-pool", "bench-slots", &[]);
    command.env("ZAMU_LUXON", luxon);
    sh::run_command(command)
}

fn beside_solvers(bin: &str, words: &[&str]) -> Done {
    let python = peers::python()?;
    let mut command = program("bench-pool", bin, words);
    command.env("ZAMU_PEERS_PYTHON", python);
    sh::run_command(command)
}

/// One of the programs of `tests/bench`, built as people get it.
fn program(features: &str, bin: &str, words: &[&str]) -> Command {
    let run =
        ["cargo", "run", "--release", "--package", "zamu-tests", "--features", features, "--bin", bin, "--"];
    sh::program(&[&run[..], words].concat())
}

/// Words choose some of what is measured (`benches/desks/main.rs` names them).
fn desks(which: &[&str]) -> Done {
    tools::for_the_tests()?;
    sh::run(&[&["cargo", "bench", "--package", "zamu-desk", "--bench", "desks", "--"], which].concat())
}

/// `elsewhere`: only two windows on one shared book; `long`: only one window in long use.
fn window(which: &[&str]) -> Done {
    tools::for_the_tests()?;
    crate::ui::build()?;
    sh::run(&["cargo", "build", "--release", "--package", "zamu-desk", "--bin", "zamu"])?;
    sh::run(&["cargo", "build", "--release", "--package", "zamu-app", "--features", "custom-protocol"])?;
    let release =
        |name: &str| sh::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut command = program("window,bench", "bench-window", which);
    command.env("ZAMU_APP", release("zamu-app")).env("ZAMU_CLI", release("zamu"));
    sh::run_command(command)
}
