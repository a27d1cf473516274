//! `cargo xtask bundle`: the packages people install. deb and rpm here, with the headless `zamu` beside the window; nsis and dmg on Windows
//! and macOS by the same command, with the window alone.

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
    let beside = beside()?;
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
        "--config",
        &beside,
    ];
    // The builder writes into the manifest what it would like to find there.
    let manifest = sh::root().join("src-tauri/Cargo.toml");
    let before = std::fs::read(&manifest).map_err(|why| format!("{}: {why}", manifest.display()))?;
    let built = sh::run(&tauri);
    std::fs::write(&manifest, before).map_err(|why| format!("{}: {why}", manifest.display()))?;
    built?;
    println!("\nThe packages are in {}", sh::target().join("release/bundle").display());
    Ok(())
}

/// The headless program built, and where the packages of Linux put it.
fn beside() -> Result<String, String> {
    if !cfg!(target_os = "linux") {
        return Ok("{}".into());
    }
    sh::run(&["cargo", "build", "--release", "--package", "zamu-desk", "--bin", "zamu"])?;
    let files =
        format!(r#"{{"files":{{"/usr/bin/zamu":"{}"}}}}"#, sh::target().join("release/zamu").display());
    Ok(format!(r#"{{"bundle":{{"linux":{{"deb":{files},"rpm":{files}}}}}}}"#))
}
