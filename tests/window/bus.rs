//! A private session bus with a notification service of ours on it: real D-Bus, a server that records what is shown and can click it.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zbus::OwnedVariant;

#[derive(Clone, Debug)]
pub struct Shown {
    pub id: u32,
    pub title: String,
    pub body: String,
}

pub struct Bus {
    pub address: String,
    shown: Arc<Mutex<Vec<Shown>>>,
    connection: zbus::Connection,
    daemon: Child,
}

struct Notifications {
    shown: Arc<Mutex<Vec<Shown>>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments)]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        title: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: std::collections::BTreeMap<String, OwnedVariant>,
        _timeout: i32,
    ) -> u32 {
        let Ok(mut shown) = self.shown.lock() else { return 0 };
        let id = shown.len() as u32 + 1;
        shown.push(Shown { id, title: title.into(), body: body.into() });
        id
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".into(), "body".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("recorder".into(), "zamu tests".into(), "1".into(), "1.2".into())
    }

    fn close_notification(&self, _id: u32) {}
}

impl Bus {
    pub async fn start(home: &Path) -> Bus {
        let socket = home.join("bus");
        let address = format!("unix:path={}", socket.display());
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--address", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let daemon = daemon.unwrap_or_else(|why| panic!("dbus-daemon: {why}"));
        let began = Instant::now();
        while !socket.exists() {
            assert!(began.elapsed() < Duration::from_secs(10), "the bus did not come up");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        let shown = Arc::new(Mutex::new(Vec::new()));
        let connection = loop {
            match connect(&address, Notifications { shown: shown.clone() }).await {
                Ok(connection) => break connection,
                Err(why) => assert!(began.elapsed() < Duration::from_secs(10), "the bus: {why}"),
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        };
        Bus { address, shown, connection, daemon }
    }

    /// A real keyring on this bus, unlocked. It ends with the bus.
    pub fn unlock_keyring(&self, home: &Path) {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--unlock", "--components=secrets", "--daemonize"]);
        daemon.env("DBUS_SESSION_BUS_ADDRESS", &self.address).env("HOME", home);
        daemon.env("XDG_DATA_HOME", home.join("data")).env("XDG_RUNTIME_DIR", home.join("run"));
        let mut daemon = daemon
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|why| panic!("gnome-keyring-daemon: {why}"));
        let typed = daemon.stdin.take().map(|mut stdin| stdin.write_all(b"pw"));
        assert!(typed.is_some_and(|typed| typed.is_ok()), "the keyring's password was not taken");
        assert!(daemon.wait().is_ok_and(|status| status.success()), "the keyring did not unlock");
    }

    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().map(|shown| shown.clone()).unwrap_or_default()
    }

    /// Somebody clicks a notification.
    pub async fn click(&self, id: u32) {
        let (path, clicked) = ("/org/freedesktop/Notifications", (id, "default"));
        let signal = self.connection.emit_signal(
            None::<&str>,
            path,
            "org.freedesktop.Notifications",
            "ActionInvoked",
            &clicked,
        );
        signal.await.unwrap_or_else(|why| panic!("{why}"));
    }
}

async fn connect(address: &str, service: Notifications) -> zbus::Result<zbus::Connection> {
    let builder = zbus::connection::Builder::address(address).name("org.freedesktop.Notifications");
    builder.serve_at("/org/freedesktop/Notifications", service).build().await
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _already_gone = self.daemon.kill();
        let _already_gone = self.daemon.wait();
    }
}
