//! Running programs: said before they start, stopped at the first that fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub type Done = Result<(), String>;

/// The top folder of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program with its words, in the project's top folder.
pub fn program(words: &[&str]) -> Command {
    let (name, rest) = words.split_first().unwrap_or((&"true", &[]));
    let mut command = Command::new(name);
    command.args(rest).current_dir(root());
    command
}

/// Says what runs, runs it, and fails when it does.
pub fn run(words: &[&str]) -> Done {
    run_command(program(words))
}

pub fn run_in(folder: &Path, words: &[&str]) -> Done {
    let mut command = program(words);
    command.current_dir(folder);
    run_command(command)
}

pub fn run_command(mut command: Command) -> Done {
    let said = said(&command);
    eprintln!("\n$ {said}");
    let status = command.status().map_err(|why| format!("`{said}` did not start: {why}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{said}` failed ({status})")) }
}

fn said(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Whether a program runs and answers well; what it prints is nobody's business.
pub fn succeeds(words: &[&str]) -> bool {
    program(words).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What a program prints, without the end of line.
pub fn output(words: &[&str]) -> Option<String> {
    let output =
        program(words).stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Whether a program of this name is in the path.
pub fn has(name: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
