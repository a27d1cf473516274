//! `cargo xtask run`: from a bare machine to the open desk.

use std::path::PathBuf;
use std::time::Duration;

use crate::display::{Virtual, somebody_looks};
use crate::sh::{self, Done};
use crate::{tools, ui};

/// Where the page has drawn itself, also on a slow machine.
const UNTIL_DRAWN: Duration = Duration::from_secs(8);

pub fn run(rest: &[&str]) -> Done {
    let display = somebody_looks();
    tools::for_the_window(display)?;
    let app = build()?;
    sample_on_first_start(rest)?;
    if display { open(&app, rest) } else { open_unseen(&app, rest) }
}

/// Builds page, headless program and window; returns the window's binary.
pub fn build() -> Result<PathBuf, String> {
    ui::build()?;
    sh::run(&["cargo", "build", "--package", "zamu-desk", "--bin", "zamu"])?;
    sh::run(&["cargo", "build", "--package", "zamu-app", "--features", "custom-protocol"])?;
    Ok(binary("zamu-app"))
}

pub fn binary(name: &str) -> PathBuf {
    sh::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The desk's own book is made with a sample day when there is none; a book that is there is never touched.
fn sample_on_first_start(rest: &[&str]) -> Done {
    let zamu = binary("zamu");
    let zamu = zamu.to_string_lossy();
    let mut words = vec![zamu.as_ref()];
    words.extend(rest);
    words.extend(["init", "--sample"]);
    let made = sh::program(&words).output().map_err(|why| why.to_string())?;
    if made.status.success() {
        eprintln!(
            "\nA sample spa with its day was put into a new book. Start over with your own: see README.md, \"Where your data lives\"."
        );
    }
    Ok(())
}

fn open(app: &std::path::Path, rest: &[&str]) -> Done {
    let mut command = std::process::Command::new(app);
    command.args(rest);
    sh::run_command(command)
}

/// Nobody looks: run on a virtual display, save a picture of the sheet, and end.
fn open_unseen(app: &std::path::Path, rest: &[&str]) -> Done {
    eprintln!("\nThere is no display here, so Zamu runs on a virtual one.");
    let display = Virtual::start()?;
    let mut desk = std::process::Command::new(app)
        .args(rest)
        .env("DISPLAY", &display.name)
        .spawn()
        .map_err(|why| why.to_string())?;
    std::thread::sleep(UNTIL_DRAWN);
    let picture = sh::target().join("sheet.png");
    let ended = desk.try_wait().ok().flatten();
    let taken = display.picture(&picture);
    let _already_gone = desk.kill();
    let _already_gone = desk.wait();
    if let Some(status) = ended {
        return Err(format!("the window ended by itself ({status})"));
    }
    taken?;
    println!("A picture of the sheet: {}", picture.display());
    Ok(())
}
