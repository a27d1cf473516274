//! A private world for one scenario: its own home, book, display, bus and WebDriver; the real window in it. Everything ends with the value.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverError;
use thirtyfour::prelude::*;

use crate::bus::Bus;
use crate::ended::{end, end_windows};

/// What a scenario starts with.
pub struct Start {
    /// A book file of `tests/data`, or nothing: the first start.
    pub day: Option<&'static str>,
    /// The clock when the window opens, local time of Nairobi; it ticks on.
    pub now: &'static str,
    /// With a notification service on a private bus.
    pub bus: bool,
}

pub const MONDAY_MORNING: &str = "2026-11-23T09:00:00+03:00";

impl Default for Start {
    fn default() -> Self {
        Start { day: Some("days/grace-is-sick.json"), now: MONDAY_MORNING, bus: false }
    }
}

pub struct World {
    pub driver: WebDriver,
    pub bus: Option<Bus>,
    pub home: PathBuf,
    now: String,
    display: String,
    children: Vec<Child>,
}

impl World {
    pub async fn start(start: Start) -> World {
        let home = fresh_folder();
        let mut children = Vec::new();
        let (server, display) = display();
        children.push(server);
        let bus = if start.bus { Some(Bus::start(&home).await) } else { None };
        if let Some(day) = start.day {
            init(&home, day, start.now);
        }
        let driver = open(&home, &display, start.now, bus.as_ref(), &mut children).await;
        let world = World { driver, bus, home, now: start.now.into(), display, children };
        world.find("[data-view]").await;
        world
    }

    /// Ends the window and opens it again on the same book, at another time.
    pub async fn restart(mut self, now: &str) -> World {
        let _ended = self.driver.clone().quit().await;
        let mut driver = self.children.pop().unwrap_or_else(|| panic!("no driver"));
        end(&mut driver);
        end_windows(&self.home);
        self.now = now.into();
        self.driver = open(&self.home, &self.display, now, self.bus.as_ref(), &mut self.children).await;
        self.find("[data-view]").await;
        self
    }

    /// The headless program beside the window, on the same book.
    pub fn zamu(&self, words: &[&str]) -> String {
        zamu(&self.home, &self.now, words)
    }

    /// The same in a session with this world's keyring.
    pub fn zamu_with_keyring(&self, words: &[&str]) -> String {
        let mut command = command(&self.home, &self.now, words);
        command.env("XDG_DATA_HOME", self.home.join("data")).env("XDG_RUNTIME_DIR", self.home.join("run"));
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        }
        let output = command.output().unwrap_or_else(|why| panic!("zamu: {why}"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Whether the headless program answers well.
    pub fn tries(&self, words: &[&str]) -> bool {
        headless(&self.home, &self.now, words).status.success()
    }

    /// Starts the window a second time on the same book; whether it gave way within ten seconds.
    pub fn second_gives_way(&self) -> bool {
        let mut second = Command::new(program("ZAMU_APP"));
        second
            .env("DISPLAY", &self.display)
            .env("HOME", &self.home)
            .env("ZAMU_BOOK", self.home.join("book.zamu"));
        let mut second = second.spawn().unwrap_or_else(|why| panic!("a second window: {why}"));
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(10) {
            if let Ok(Some(status)) = second.try_wait() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        end(&mut second);
        false
    }

    pub fn sheet(&self, date: &str) -> Value {
        serde_json::from_str(&self.zamu(&["sheet", date, "--json"])).unwrap_or_else(|why| panic!("{why}"))
    }

    pub fn row(&self, date: &str, id: &str) -> Value {
        let sheet = self.sheet(date);
        let rows = sheet["rows"].as_array().unwrap_or_else(|| panic!("no rows"));
        rows.iter().find(|row| row["id"] == id).cloned().unwrap_or_else(|| panic!("no row {id}"))
    }

    /// Waits up to ten seconds for an element.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self
            .driver
            .query(By::Css(css))
            .wait(Duration::from_secs(10), Duration::from_millis(50))
            .first()
            .await;
        match found {
            Ok(element) => element,
            Err(why) => {
                self.shot("failed").await;
                panic!("{css}: {why}\n{}", self.text().await)
            }
        }
    }

    /// Waits until the window is at one with the shared book again: after many faults a desk looks only every half a minute.
    pub async fn find_shared_again(&self) {
        const SHARED: &str = "[data-sync=shared]";
        for _ in 0..60 {
            if self.driver.find(By::Css(SHARED)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.find(SHARED).await;
    }

    pub async fn gone(&self, css: &str) {
        self.until(&format!("{css} is gone"), async || {
            self.driver.find_all(By::Css(css)).await.is_ok_and(|found| found.is_empty())
        })
        .await;
    }

    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        element.click().await.unwrap_or_else(|why| panic!("{css}: {why}"));
    }

    /// Keys to whatever has the focus.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap_or_else(|why| panic!("{why}"));
    }

    /// One key with another held down.
    pub async fn chord(&self, held: Key, key: impl Into<char>) {
        let chain = self.driver.action_chain().key_down(held.clone()).key_down(key.into());
        chain.key_up(held).perform().await.unwrap_or_else(|why| panic!("{why}"));
        self.driver.action_chain().reset_actions().await.unwrap_or_else(|why| panic!("{why}"));
    }

    pub async fn script(&self, script: &str, words: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, words).await.unwrap_or_else(|why| panic!("{why}"));
        answer.json().clone()
    }

    pub async fn text(&self) -> String {
        let text = self.driver.execute("return document.body.innerText", vec![]).await;
        text.map(|text| text.json().as_str().unwrap_or_default().to_string()).unwrap_or_default()
    }

    pub async fn says(&self, words: &str) {
        self.until(&format!("the window says `{words}`"), async || self.text().await.contains(words)).await;
    }

    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(12) {
            if holds().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        self.shot("failed").await;
        panic!("never: {what}\n{}", self.text().await);
    }

    /// Saves a picture of the display: what a person should look at. (The driver's own screenshot hangs on some views.)
    pub async fn shot(&self, name: &str) {
        let folder = pictures();
        let _exists = std::fs::create_dir_all(&folder);
        let file = folder.join(format!("{name}.png"));
        let taken =
            Command::new("import").args(["-display", &self.display, "-window", "root"]).arg(&file).status();
        assert!(taken.is_ok_and(|status| status.success()), "no picture {}", file.display());
    }

    /// axe on what is shown: no violations.
    pub async fn axe(&self, view: &str) {
        let source = std::fs::read_to_string(tree("ui/node_modules/axe-core/axe.min.js"))
            .unwrap_or_else(|why| panic!("axe-core: {why}"));
        self.script(&source, vec![]).await;
        let run = "window.axeFound = null; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
            .then(found => { window.axeFound = found.violations.map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')) })
            .catch(why => { window.axeFound = ['axe: ' + why] })";
        self.script(run, vec![]).await;
        self.until(&format!("axe is done with {view}"), async || {
            !self.script("return window.axeFound", vec![]).await.is_null()
        })
        .await;
        let found = self.script("return window.axeFound", vec![]).await;
        assert_eq!(found, json!([]), "{view}");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Its driver is ended below: a client that waited for a good-bye would wait for minutes.
        let _may_have_ended = self.driver.clone().leak();
        self.children.iter_mut().rev().for_each(end);
        end_windows(&self.home);
        if !std::thread::panicking() {
            let _best_effort = std::fs::remove_dir_all(&self.home);
        }
    }
}

/// A path inside the project.
pub fn tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

pub fn pictures() -> PathBuf {
    std::env::var_os("ZAMU_PICTURES").map_or_else(|| tree("target/pictures"), PathBuf::from)
}

fn program(name: &str) -> PathBuf {
    let path = std::env::var_os(name)
        .unwrap_or_else(|| panic!("{name} names the built program: run `cargo xtask test`"));
    PathBuf::from(path)
}

pub fn fresh_folder() -> PathBuf {
    let name = format!("zamu-window-{}-{}", std::process::id(), free_port());
    let home = std::env::temp_dir().join(name);
    std::fs::create_dir_all(home.join("run")).unwrap_or_else(|why| panic!("{why}"));
    home
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|why| panic!("{why}"));
    listener.local_addr().map(|address| address.port()).unwrap_or_else(|why| panic!("{why}"))
}

fn init(home: &Path, day: &str, now: &str) {
    let file = tree("tests/data").join(day);
    zamu(home, now, &["init", "--from", &file.to_string_lossy()]);
}

fn zamu(home: &Path, now: &str, words: &[&str]) -> String {
    let output = headless(home, now, words);
    assert!(
        output.status.success(),
        "zamu {words:?}: {}{}",
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn headless(home: &Path, now: &str, words: &[&str]) -> std::process::Output {
    command(home, now, words).output().unwrap_or_else(|why| panic!("zamu: {why}"))
}

fn command(home: &Path, now: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program("ZAMU_CLI"));
    command.arg("--book").arg(home.join("book.zamu")).args(["--now", now]).args(words).env("HOME", home);
    command
}

/// A display of its own. The server looks for a free number itself: one that was killed leaves its number behind.
pub fn display() -> (Child, String) {
    let server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut server = server.unwrap_or_else(|why| panic!("Xvfb: {why}"));
    let mut number = String::new();
    let said = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut number));
    assert!(matches!(said, Some(Ok(_))) && !number.trim().is_empty(), "Xvfb found no display");
    (server, format!(":{}", number.trim()))
}

fn wait_for(ready: impl Fn() -> bool, what: &str) {
    let began = Instant::now();
    while !ready() {
        assert!(began.elapsed() < Duration::from_secs(10), "{what} did not come up");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// Starts of the driver: on a busy machine one may lose its first request.
const STARTS: usize = 3;

async fn open(
    home: &Path,
    display: &str,
    now: &str,
    bus: Option<&Bus>,
    children: &mut Vec<Child>,
) -> WebDriver {
    for start in 1.. {
        match try_to_open(home, display, now, bus, children).await {
            Ok(driver) => return driver,
            Err(why) if start == STARTS => panic!("no session: {why}"),
            Err(why) => eprintln!("no session, once more: {why}"),
        }
        if let Some(mut driver) = children.pop() {
            end(&mut driver);
        }
        end_windows(home);
    }
    unreachable!("the last start returns or panics")
}

/// The driver starts the window itself; the window inherits the driver's world.
async fn try_to_open(
    home: &Path,
    display: &str,
    now: &str,
    bus: Option<&Bus>,
    children: &mut Vec<Child>,
) -> Result<WebDriver, WebDriverError> {
    let port = free_port();
    let mut driver = Command::new("WebKitWebDriver");
    driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
    driver
        .env("DISPLAY", display)
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    driver
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_RUNTIME_DIR", home.join("run"));
    driver.env("ZAMU_BOOK", home.join("book.zamu")).env("ZAMU_NOW", now).env("PATH", path_with_fakes(home));
    match bus {
        Some(bus) => driver.env("DBUS_SESSION_BUS_ADDRESS", &bus.address),
        None => driver.env_remove("DBUS_SESSION_BUS_ADDRESS"),
    };
    children.push(driver.spawn().unwrap_or_else(|why| panic!("WebKitWebDriver: {why}")));
    wait_for(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok(), "WebKitWebDriver");
    zamu_desk::tls::prepare();
    let mut capabilities = Capabilities::new();
    let browser = json!({ "binary": program("ZAMU_APP"), "args": [] });
    capabilities.set("webkitgtk:browserOptions", browser).unwrap_or_else(|why| panic!("{why}"));
    WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await
}

/// A fake of ours in the place of `xdg-open`: writes the link it is given to a file.
fn path_with_fakes(home: &Path) -> String {
    let fakes = home.join("fakes");
    let open = fakes.join("xdg-open");
    std::fs::create_dir_all(&fakes).unwrap_or_else(|why| panic!("{why}"));
    std::fs::write(&open, format!("#!/bin/sh\necho \"$1\" >> {}\n", home.join("opened").display()))
        .unwrap_or_else(|why| panic!("{why}"));
    let _marked = Command::new("chmod").arg("+x").arg(&open).status();
    format!("{}:{}", fakes.display(), std::env::var("PATH").unwrap_or_default())
}
