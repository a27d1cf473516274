//! What has to be on the machine beside Rust, Node and a C compiler: each thing is looked for, what is missing is said and installed.
//! On Debian and Ubuntu with apt; elsewhere the names are said and the rest is yours.

use crate::sh::{self, Done};

/// Something needed: how to see whether it is there, and the Debian package that brings it.
#[derive(Clone, Copy)]
struct Tool {
    package: &'static str,
    there: fn() -> bool,
}

const BUILD: &[Tool] = &[
    Tool { package: "build-essential", there: || sh::has("cc") },
    Tool { package: "pkg-config", there: || sh::has("pkg-config") },
    Tool {
        package: "libwebkit2gtk-4.1-dev",
        there: || sh::succeeds(&["pkg-config", "--exists", "webkit2gtk-4.1"]),
    },
];

const TRAY: &[Tool] =
    &[Tool { package: "libayatana-appindicator3-1", there: || has_library("libayatana-appindicator3.so.1") }];

/// A screen that nobody sees, and pictures of it.
const DISPLAY: &[Tool] = &[
    Tool { package: "xvfb", there: || sh::has("Xvfb") },
    Tool { package: "xauth", there: || sh::has("xauth") },
    Tool { package: "imagemagick", there: || sh::has("import") },
];

/// The driver must be of the same version as the library, so both are asked for at once.
const DRIVER: &[Tool] = &[
    Tool { package: "webkit2gtk-driver", there: || sh::has("WebKitWebDriver") },
    Tool { package: "dbus", there: || sh::has("dbus-daemon") },
];

/// Real parts of the tests: a server of our own, and a keyring.
const PARTS: &[Tool] = &[
    Tool { package: "postgresql", there: has_postgres },
    Tool { package: "gnome-keyring", there: || sh::has("gnome-keyring-daemon") },
    Tool { package: "util-linux", there: || sh::has("setpriv") },
    Tool { package: "libglib2.0-bin", there: || sh::has("gdbus") },
    Tool { package: "python3-venv", there: || sh::succeeds(&["python3", "-c", "import venv, ensurepip"]) },
];

/// Python with what makes an environment of its own.
const PEERS: &[Tool] =
    &[Tool { package: "python3-venv", there: || sh::succeeds(&["python3", "-c", "import venv, ensurepip"]) }];

/// Debian keeps the server's programs out of the path, one folder per version.
fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join("bin/initdb").is_file()) || sh::has("initdb")
}

/// The packager asks pkg-config which indicator library the package should depend on.
const BUNDLE: &[Tool] = &[
    Tool {
        package: "libayatana-appindicator3-dev",
        there: || sh::succeeds(&["pkg-config", "--exists", "ayatana-appindicator3-0.1"]),
    },
    Tool { package: "rpm", there: || sh::has("rpm") },
    Tool { package: "file", there: || sh::has("file") },
];

fn has_library(name: &str) -> bool {
    sh::output(&["ldconfig", "-p"]).is_some_and(|known| known.contains(name))
        || sh::output(&["/sbin/ldconfig", "-p"]).is_some_and(|known| known.contains(name))
}

/// What building and opening the window needs.
pub fn for_the_window(display: bool) -> Done {
    install(&if display { [BUILD, TRAY].concat() } else { [BUILD, TRAY, DISPLAY].concat() })
}

/// What the tests need.
pub fn for_the_tests() -> Done {
    install(&[BUILD, TRAY, DISPLAY, DRIVER, PARTS].concat())
}

/// What the solvers of other houses need before they can be installed.
pub fn for_the_peers() -> Done {
    install(&[PEERS].concat())
}

pub fn for_bundles() -> Done {
    install(&[BUILD, TRAY, BUNDLE].concat())
}

fn install(tools: &[Tool]) -> Done {
    need_node()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&str> = tools.iter().filter(|tool| !(tool.there)()).map(|tool| tool.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !sh::has("apt-get") {
        return Err(format!(
            "Please install what these Debian packages bring, then run this again:\n  {}",
            missing.join(" ")
        ));
    }
    eprintln!("Missing: {}", missing.join(", "));
    apt(&["update"])?;
    let mut words = vec!["install", "-y", "--no-install-recommends"];
    words.extend(missing.iter().copied());
    if missing.contains(&"webkit2gtk-driver") {
        words.extend(["libwebkit2gtk-4.1-dev", "libwebkit2gtk-4.1-0"]);
    }
    apt(&words)?;
    let still: Vec<&str> = tools.iter().filter(|tool| !(tool.there)()).map(|tool| tool.package).collect();
    if still.is_empty() {
        Ok(())
    } else {
        Err(format!("still missing after the installation: {}", still.join(", ")))
    }
}

fn apt(words: &[&str]) -> Done {
    let root = sh::output(&["id", "-u"]).as_deref() == Some("0");
    let mut all = if root { vec!["apt-get"] } else { vec!["sudo", "apt-get"] };
    all.extend(words);
    let mut command = sh::program(&all);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    sh::run_command(command)
}

fn need_node() -> Done {
    if sh::has("npm") || sh::has("npm.cmd") {
        Ok(())
    } else {
        Err("Please install Node 20 or newer (nodejs.org), then run this again.".into())
    }
}
