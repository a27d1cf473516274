//! What the tests of calendars talk to and is not ours: a strict provider of permissions (npm, `tests/oidc`) and Google's own Python client, in an
//! environment of its own under target/. Each is installed once.

use crate::sh::{self, Done};

/// As long as the tests were written against it; its discovery document lies in `tests/data/google`.
const GOOGLE_CLIENT: &str = "google-api-python-client==2.202.0";

pub fn for_the_calendars() -> Done {
    let oidc = sh::root().join("tests/oidc");
    let lock = oidc.join("package-lock.json");
    let installed = oidc.join("node_modules/.package-lock.json");
    if !is_newer(&installed, &lock) {
        sh::run_in(&oidc, &["npm", "ci"])?;
    }
    let home = sh::target().join("google-client");
    let home = home.to_string_lossy();
    let python = format!("{home}/bin/python");
    if !sh::succeeds(&[&python, "-c", "import googleapiclient"]) {
        sh::run(&["python3", "-m", "venv", &home])?;
        sh::run(&[&python, "-m", "pip", "install", "--quiet", GOOGLE_CLIENT])?;
    }
    Ok(())
}

fn is_newer(one: &std::path::Path, other: &std::path::Path) -> bool {
    let changed = |path: &std::path::Path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    matches!((changed(one), changed(other)), (Some(one), Some(other)) if one >= other)
}
