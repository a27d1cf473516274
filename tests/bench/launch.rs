//! Starts the window once more, to see when it can be used: the driver must not wait for the page, so that it can watch from the first moment.
//! Time runs from the start of the process, as the kernel keeps it, to the frame with every row of today that is in view.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::book::NOW;
use crate::processes;

/// Milliseconds from the start of the process.
pub struct Launch {
    /// The page begins to load.
    pub page: f64,
    /// All rows of today that are in view are painted.
    pub usable: f64,
    /// The same from the answer with the sheet, when the engine tells.
    pub first_paint: Option<f64>,
    /// The rows were there when the driver first looked: `usable` is then too long.
    pub too_late: bool,
}

/// Opens the window of this home's book on this display, and ends it.
pub async fn launch(home: &Path, display: &str, port: u16) -> Launch {
    let mut driver = driver(home, display, port);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    zamu_desk::tls::prepare();
    let mut capabilities = Capabilities::new();
    let browser = json!({ "binary": processes::program("ZAMU_APP"), "args": [] });
    for (name, value) in [("webkitgtk:browserOptions", browser), ("pageLoadStrategy", json!("none"))] {
        capabilities.set(name, value).unwrap_or_else(|why| panic!("{why}"));
    }
    let session = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
        .await
        .unwrap_or_else(|why| panic!("no session: {why}"));
    let seen = seen(&session).await;
    let app = processes::of(home)
        .into_iter()
        .find(|process| process.name == "zamu-app")
        .unwrap_or_else(|| panic!("no window"));
    let began = began(app.id);
    let _ended = session.quit().await;
    let _ended = (driver.kill(), driver.wait());
    gone(home);
    let number = |name: &str| seen[name].as_f64();
    Launch {
        page: number("origin").unwrap_or(f64::NAN) - began,
        usable: number("at").unwrap_or(f64::NAN) - began,
        first_paint: number("answer")
            .filter(|answer| *answer > 0.0)
            .and_then(|answer| Some(number("now")? - answer)),
        too_late: seen["tooLate"] == true,
    }
}

fn driver(home: &Path, display: &str, port: u16) -> Child {
    let mut driver = Command::new("WebKitWebDriver");
    driver
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    driver
        .env("DISPLAY", display)
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    driver
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_RUNTIME_DIR", home.join("run"));
    driver.env("ZAMU_BOOK", home.join("book.zamu")).env("ZAMU_NOW", NOW);
    driver.spawn().unwrap_or_else(|why| panic!("WebKitWebDriver: {why}"))
}

/// Closing only hides the window: the app is ended by its id, else the next start would find it and only ask it to come forward.
fn gone(home: &Path) {
    let running = || processes::of(home).into_iter().filter(|process| process.name == "zamu-app");
    for _ in 0..200 {
        let ids: Vec<String> = running().map(|process| process.id.to_string()).collect();
        if ids.is_empty() {
            return;
        }
        let _may_have_ended = Command::new("kill").args(ids).status();
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the window did not end")
}

/// The page may still be on its way from nothing to itself, and takes the script away with it: then it is asked again.
async fn seen(session: &WebDriver) -> Value {
    for _ in 0..200 {
        match session.execute_async(include_str!("ready.js"), vec![]).await {
            Ok(seen) => return seen.json().clone(),
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
    panic!("the window never showed its rows")
}

/// When a process began, in milliseconds since 1970; the kernel counts in hundredths of a second.
fn began(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after_name.split_whitespace().nth(19).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let uptime: f64 = uptime.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(f64::NAN, |since| since.as_secs_f64());
    (now - uptime + ticks / 100.0) * 1000.0
}
