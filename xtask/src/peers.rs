//! What tests and benches compare with or talk to and is not ours: the solvers of other houses, Google's own Python client, a strict provider
//! of permissions (npm, `tests/oidc`), luxon's intervals (npm). Python's come into environments of their own under target/. Each is installed once.

use crate::sh::{self, Done};
use crate::tools;

const SOLVERS: [&str; 3] = ["ortools", "highspy", "numpy"];
const LUXON: &str = "3.7.2";
/// As long as the tests were written against it; its discovery document lies in `tests/data/google`.
const GOOGLE_CLIENT: &str = "google-api-python-client==2.202.0";

/// The Python that has the solvers.
pub fn python() -> Result<String, String> {
    environment("peers", &format!("import {}", SOLVERS.join(", ")), &SOLVERS)
}

/// The folder in which luxon is installed.
pub fn luxon() -> Result<String, String> {
    let home = sh::target().join("luxon");
    let installed = home.join("node_modules/luxon/package.json");
    let is_there = std::fs::read_to_string(installed).is_ok_and(|text| text.contains(LUXON));
    if !is_there {
        tools::for_the_peers()?;
        std::fs::create_dir_all(&home).map_err(|why| why.to_string())?;
        sh::run_in(&home, &["npm", "install", "--no-save", "--prefix", ".", &format!("luxon@{LUXON}")])?;
    }
    Ok(home.to_string_lossy().into_owned())
}

pub fn for_the_calendars() -> Done {
    let oidc = sh::root().join("tests/oidc");
    let lock = oidc.join("package-lock.json");
    let installed = oidc.join("node_modules/.package-lock.json");
    if !is_newer(&installed, &lock) {
        sh::run_in(&oidc, &["npm", "ci"])?;
    }
    environment("google-client", "import googleapiclient", &[GOOGLE_CLIENT])?;
    Ok(())
}

/// A Python environment under target/ in which `imports` succeeds; the packages are installed when it does not.
fn environment(name: &str, imports: &str, packages: &[&str]) -> Result<String, String> {
    let home = sh::target().join(name).to_string_lossy().into_owned();
    let python = format!("{home}/bin/python");
    if !sh::succeeds(&[&python, "-c", imports]) {
        tools::for_the_peers()?;
        sh::run(&["python3", "-m", "venv", &home])?;
        let mut words = vec![python.as_str(), "-m", "pip", "install", "--quiet"];
        words.extend(packages);
        sh::run(&words)?;
    }
    Ok(python)
}

fn is_newer(one: &std::path::Path, other: &std::path::Path) -> bool {
    let changed = |path: &std::path::Path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    matches!((changed(one), changed(other)), (Some(one), Some(other)) if one >= other)
}
