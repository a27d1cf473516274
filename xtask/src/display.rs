//! A display: the one that is there, or a virtual one that ends with this value.

use std::process::{Child, Stdio};
use std::time::Duration;

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
    /// Starts an X server without a screen on the first free number.
    pub fn start() -> Result<Virtual, String> {
        let number = (90..190)
            .find(|number| !std::path::Path::new(&format!("/tmp/.X11-unix/X{number}")).exists())
            .ok_or("no free display number")?;
        let name = format!(":{number}");
        let words = ["Xvfb", &name, "-screen", "0", "1440x900x24", "-nolisten", "tcp"];
        let server = sh::program(&words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("Xvfb did not start: {why}"))?;
        for _ in 0..50 {
            if std::path::Path::new(&format!("/tmp/.X11-unix/X{number}")).exists() {
                return Ok(Virtual { name, server });
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err("Xvfb did not come up".into())
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
