//! The real window in WebKitGTK, driven as a person drives it. Each scenario has a world of its own (`world.rs`).
//! Run by `cargo xtask test`, which builds the window first.

mod bus;
mod world;

use world::{Start, World};

const DAY: &str = "2026-11-24";

#[tokio::test(flavor = "multi_thread")]
async fn it_opens_and_shows_the_sheet() {
    let world = World::start(Start::default()).await;
    world.find("[data-view=sheet]").await;
    world.shot("opens").await;
    println!("{}", world.text().await);
    assert!(world.row(DAY, "a1")["staff"][0] == "david");
}
