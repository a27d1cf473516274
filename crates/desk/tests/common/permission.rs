//! A session of its own with a real keyring, for tests that ask for permission.

use std::path::Path;
use std::process::{Command, Output};

/// Runs a shell script in a session of its own. `$zamu` is the program on the book of `home`.
pub fn session(home: &Path, keyring: bool, script: &str) -> Output {
    let runtime = home.join("runtime");
    std::fs::create_dir_all(&runtime).unwrap();
    Command::new("chmod").arg("700").arg(&runtime).status().unwrap();
    let begin = if keyring {
        "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize > /dev/null\n"
    } else {
        ""
    };
    let path = format!("{}:{}", home.join("fakes").display(), std::env::var("PATH").unwrap());
    Command::new("dbus-run-session")
        .args(["--", "bash", "-euc", &format!("{begin}{script}")])
        .env("HOME", home)
        .env("PATH", path)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_RUNTIME_DIR", &runtime)
        .env("zamu", format!("{} --book {}", env!("CARGO_BIN_EXE_zamu"), home.join("book.zamu").display()))
        .env_remove("ZAMU_BOOK")
        .output()
        .unwrap()
}
