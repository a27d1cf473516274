//! A session of its own with a real keyring, for tests that ask for permission.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Before a script: an unlocked keyring.
pub const UNLOCKED: &str =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize > /dev/null\n";

/// Runs a shell script in a session of its own. `$zamu` is the program on the book of `home`.
pub fn session(home: &Path, keyring: bool, script: &str) -> Output {
    let begin = if keyring { UNLOCKED } else { "" };
    let zamu = format!("{} --book {}", env!("CARGO_BIN_EXE_zamu"), home.join("book.zamu").display());
    let path = format!("{}:{}", home.join("fakes").display(), std::env::var("PATH").unwrap());
    script_of(home, &format!("{begin}{script}"), &[("PATH", &path), ("zamu", &zamu)])
}

/// A script in a session of its own, told these.
/// What it says goes to files: a keyring that the bus starts while the session ends outlives it, and would hold a pipe open for ever.
pub fn script_of(home: &Path, script: &str, told: &[(&str, &str)]) -> Output {
    let runtime = home.join("runtime");
    std::fs::create_dir_all(&runtime).unwrap();
    Command::new("chmod").arg("700").arg(&runtime).status().unwrap();
    let aside = tempfile::tempdir().unwrap();
    let (said, failed) = (aside.path().join("stdout"), aside.path().join("stderr"));
    let status = Command::new("dbus-run-session")
        .args(["--", "bash", "-euc", script])
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_RUNTIME_DIR", &runtime)
        .envs(told.iter().copied())
        .env_remove("ZAMU_BOOK")
        .stdin(Stdio::null())
        .stdout(File::create(&said).unwrap())
        .stderr(File::create(&failed).unwrap())
        .status()
        .unwrap();
    Output { status, stdout: std::fs::read(said).unwrap(), stderr: std::fs::read(failed).unwrap() }
}
