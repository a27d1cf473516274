//! A book that cannot be opened: the window says so and leads back to the last backup.

use crate::world::{MONDAY_MORNING, Start, World};

/// Everything but the first page of the file becomes nonsense, as a dying disk leaves it.
fn damage(world: &World) {
    let book = world.home.join("book.zamu");
    let mut bytes = std::fs::read(&book).unwrap_or_else(|why| panic!("{why}"));
    bytes.iter_mut().skip(1024).for_each(|byte| *byte = 0xA5);
    std::fs::write(&book, bytes).unwrap_or_else(|why| panic!("{why}"));
}

#[tokio::test]
async fn a_damaged_book_is_gone_back_from_in_the_window() {
    let world = World::start(Start::default()).await;
    world.zamu(&["worker", "--once"]);
    let before = world.zamu(&["export"]);
    damage(&world);
    let world = world.restart(MONDAY_MORNING).await;
    world.find("[data-view=stuck]").await;
    world.says("The book cannot be opened").await;
    world.says("The backup of 23 Nov can take its place").await;
    world.axe("stuck").await;
    world.shot("stuck").await;
    world.click("[data-do=open-again]").await;
    world.says("damaged").await;
    world.find("[data-do=go-back]:not(:disabled)").await;
    world.click("[data-do=go-back]").await;
    world.find("[data-view=sheet]").await;
    world.says("The damaged one is kept").await;
    assert_eq!(world.zamu(&["export"]), before);
    let kept = std::fs::read_dir(&world.home).into_iter().flatten().flatten();
    assert!(kept.into_iter().any(|file| file.file_name().to_string_lossy().contains("set-aside")));
}
