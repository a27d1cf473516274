//! Ends what a scenario began.

use std::path::Path;
use std::process::{Child, Command};

use crate::world::fresh_folder;

pub fn end(child: &mut Child) {
    let _already_gone = child.kill();
    let _already_gone = child.wait();
}

/// Ends what was started on the book of this home: a driver that is killed leaves its window behind, and the next one
/// would give way to it.
pub fn end_windows(home: &Path) {
    let book = format!("ZAMU_BOOK={}", home.join("book.zamu").display());
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes {
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        if environment.split(|&byte| byte == 0).any(|word| word == book.as_bytes()) {
            let _already_gone = Command::new("kill").arg("-KILL").arg(process.file_name()).status();
        }
    }
}

#[test]
fn a_window_that_was_left_behind_is_ended_and_no_other() {
    let (home, other) = (fresh_folder(), fresh_folder());
    let window = |home: &Path| {
        let window = Command::new("sleep").arg("60").env("ZAMU_BOOK", home.join("book.zamu")).spawn();
        window.unwrap_or_else(|why| panic!("sleep: {why}"))
    };
    let (mut left, mut shown) = (window(&home), window(&other));
    // A process that has just begun shows no environment for a moment.
    let environment = |process: &Child| std::fs::read(format!("/proc/{}/environ", process.id()));
    while [&left, &shown].into_iter().any(|process| environment(process).is_ok_and(|words| words.is_empty()))
    {
        std::thread::yield_now();
    }
    end_windows(&home);
    assert!(left.wait().is_ok_and(|status| !status.success()));
    assert!(matches!(shown.try_wait(), Ok(None)));
    end(&mut shown);
    [home, other].iter().for_each(|home| std::fs::remove_dir_all(home).unwrap_or_else(|why| panic!("{why}")));
}
