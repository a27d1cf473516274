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
    sh::run(&["cargo", "build", "--release", "--package", "zamu-desk", "--bin", "zamu"])?;
    let beside = format!("{{\"/usr/bin/zamu\":\"{}\"}}", sh::target().join("release/zamu").display());
    let config = format!(
        "{{\"bundle\":{{\"linux\":{{\"deb\":{{\"files\":{beside}}},\"rpm\":{{\"files\":{beside}}}}}}}}}"
    );
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
        &config,
    ];
    sh::run(&tauri)?;
    println!("\nThe packages are in {}", sh::target().join("release/bundle").display());
    Ok(())
}
