//! `cargo xtask bundle`: the packages people install. deb and rpm here; nsis and dmg on Windows and macOS by the same command.

use crate::sh::{self, Done};
use crate::{tools, ui};

pub fn bundle() -> Done {
    tools::for_bundles()?;
    ui::build()?;
    let kinds = match std::env::consts::OS {
        "windows" => "nsis",
        "macos" => "app,dmg",
        _ => "deb,rpm",
    };
    let npx = if cfg!(windows) { "npx.cmd" } else { "npx" };
    let tauri = [
        npx,
        "--prefix",
        "ui",
        "tauri",
        "build",
        "--bundles",
        kinds,
        "--ci",
        "--features",
        "custom-protocol",
    ];
    sh::run(&tauri)?;
    println!("\nThe packages are in {}", sh::target().join("release/bundle").display());
    Ok(())
}
