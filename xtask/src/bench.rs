//! `cargo xtask bench`: measures on 60 people x 600 rows. `core` asks the rules and the book, `window` the real window in WebKitGTK,
//! `pool` the solver next to HiGHS and CP-SAT, which are installed into a Python environment of their own under target/, `desks` several
//! desks on one shared book, beside pgbench.
//! Every number is said with its spread and the machine it was measured on; nothing here passes or fails.

use crate::sh::{self, Done};
use crate::{peers, tools};

pub fn bench(what: &[&str]) -> Done {
    match what {
        [] => {
            core()?;
            pool()?;
            desks(&[])?;
            window(&[])
        }
        ["core"] => core(),
        ["pool"] => pool(),
        ["desks", which @ ..] => desks(which),
        ["window", which @ ..] => window(which),
        other => Err(format!("`{}` is not core, pool, desks or window", other.join(" "))),
    }
}

fn core() -> Done {
    sh::run(&[
        "cargo",
        "run",
        "--release",
        "--package",
        "zamu-tests",
        "--features",
        "bench",
        "--bin",
        "bench-core",
    ])
}

fn pool() -> Done {
    let python = peers::python()?;
    let mut command = sh::program(&[
        "cargo",
        "run",
        "--release",
        "--package",
        "zamu-tests",
        "--features",
        "bench-pool",
        "--bin",
        "bench-pool",
    ]);
    command.env("ZAMU_PEERS_PYTHON", python);
    sh::run_command(command)
}

/// Words choose some of what is measured (`benches/desks/main.rs` names them).
fn desks(which: &[&str]) -> Done {
    tools::for_the_tests()?;
    sh::run(&[&["cargo", "bench", "--package", "zamu-desk", "--bench", "desks", "--"], which].concat())
}

/// `elsewhere`: only two windows on one shared book.
fn window(which: &[&str]) -> Done {
    tools::for_the_tests()?;
    crate::ui::build()?;
    sh::run(&["cargo", "build", "--release", "--package", "zamu-desk", "--bin", "zamu"])?;
    sh::run(&["cargo", "build", "--release", "--package", "zamu-app", "--features", "custom-protocol"])?;
    let release =
        |name: &str| sh::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut command = sh::program(&[
        "cargo",
        "run",
        "--release",
        "--package",
        "zamu-tests",
        "--features",
        "window,bench",
        "--bin",
        "bench-window",
        "--",
    ]);
    command.args(which).env("ZAMU_APP", release("zamu-app")).env("ZAMU_CLI", release("zamu"));
    sh::run_command(command)
}
