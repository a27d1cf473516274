//! The solvers of other houses that tests and benches compare with, in a Python environment of their own under target/.

use crate::sh;
use crate::tools;

const PACKAGES: [&str; 3] = ["ortools", "highspy", "numpy"];

/// The Python that has them; they are installed when it does not.
pub fn python() -> Result<String, String> {
    let home = sh::target().join("peers").to_string_lossy().into_owned();
    let python = format!("{home}/bin/python");
    let imports = format!("import {}", PACKAGES.join(", "));
    if !sh::succeeds(&[&python, "-c", &imports]) {
        tools::for_the_peers()?;
        sh::run(&["python3", "-m", "venv", &home])?;
        let mut words = vec![python.as_str(), "-m", "pip", "install", "--quiet"];
        words.extend(PACKAGES);
        sh::run(&words)?;
    }
    Ok(python)
}
