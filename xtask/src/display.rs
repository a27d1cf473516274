//! A display: the one that is there, or a virtual one that ends with this value.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::sh;

/// Whether somebody can look at a window here.
pub fn somebody_looks() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub struct Virtual {
    pub name: String,
    server: Child,
}

impl Virtual {
    /// Starts an X server without a screen. It looks for a free number itself: one that was killed leaves its number behind.
    pub fn start() -> Result<Virtual, String> {
        let words =
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"];
        let mut server = sh::program(&words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("Xvfb did not start: {why}"))?;
        let mut number = String::new();
        let said = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut number));
        match number.trim() {
            "" => Err(format!("Xvfb did not come up: {said:?}")),
            number => Ok(Virtual { name: format!(":{number}"), server }),
        }
    }

    /// Saves what is on it.
    pub fn picture(&self, to: &std::path::Path) -> sh::Done {
        let to = to.to_string_lossy();
        sh::run(&["import", "-display", &self.name, "-window", "root", &to])
    }
}

impl Drop for Virtual {
    fn drop(&mut self) {
        let _already_gone = self.server.kill();
        let _already_gone = self.server.wait();
    }
}
