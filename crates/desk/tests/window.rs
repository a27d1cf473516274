//! What the window asks of the desk, through the library: status, finding people, the import, settings, and noticing other programs.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use common::{EVE, World, json_lines};
use serde_json::{Value, json};
use zamu_desk::{Clock, Desk};

async fn desk(world: &World) -> Desk {
    Desk::open(&world.book(), Clock::Fixed(EVE.parse().unwrap())).await.unwrap()
}

async fn perform(desk: &Desk, line: Value) -> Value {
    serde_json::to_value(desk.perform(line).await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_empty_book_becomes_the_sample_and_a_used_one_does_not() {
    let world = World::new();
    assert!(world.zamu(&["init"]).status.success());
    let desk = desk(&world).await;
    assert!(desk.status().await.unwrap().first_start);
    desk.sample_day().await.unwrap().unwrap();
    let status = desk.status().await.unwrap();
    assert_eq!(
        (status.first_start, status.site_name.as_str(), status.today.as_str()),
        (false, "Zamu Spa", "2026-11-23")
    );
    assert_eq!(desk.sheet("2026-11-23").await.unwrap().unwrap().rows.len(), 34);
    assert!(desk.sheet("2026-11-24").await.unwrap().unwrap().finalized_at.is_none());
    assert!(desk.sample_day().await.unwrap().is_err());
}

#[tokio::test]
async fn status_says_what_waits_and_what_undo_would_take_back() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    desk.keep("actor", "Joy").await.unwrap();
    desk.keep("theme", "dark").await.unwrap();
    perform(&desk, json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24", "reason": "sick" })).await;
    let status = desk.status().await.unwrap();
    assert_eq!((status.attention, status.messages, status.revision, status.actor.as_str()), (3, 0, 1, "Joy"));
    assert!(status.undo.is_some() && status.redo.is_none());
    assert_eq!(status.desk["theme"], "dark");
    assert_eq!(desk.history("a16").await.unwrap().unwrap().entries[0].by, "Joy");
    desk.undo().await.unwrap();
    let status = desk.status().await.unwrap();
    assert_eq!((status.attention, status.undo, status.redo.is_some()), (0, None, true));
}

#[tokio::test]
async fn people_are_found_without_accents_by_any_word_and_by_phone() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    perform(
        &desk,
        json!({ "command": "edit", "kind": "customer", "id": "c16", "fields": { "name": "Wangarĩ Màthai" } }),
    )
    .await;
    for text in ["wangari", "MATHAI", "math wang", "0700 000 016", "700000016"] {
        let found = desk.find(text).await.unwrap();
        assert_eq!(
            found.customers.iter().map(|customer| customer.id.as_str()).collect::<Vec<_>>(),
            ["c16"],
            "{text}"
        );
        assert_eq!(found.rows[0].appointment, "a16", "{text}");
        assert!(found.rows[0].coming);
    }
    assert!(desk.find("nobody").await.unwrap().customers.is_empty());
    assert!(desk.find("%").await.unwrap().customers.is_empty());
    let card = desk.customer("c16").await.unwrap().unwrap();
    assert_eq!((card.customer.next_visit.as_deref(), card.rows.len()), (Some("2026-11-24T11:15"), 1));
    assert_eq!(desk.customers("").await.unwrap().customers.len(), 34);
    assert!(desk.customer("nobody").await.unwrap().is_err());
}

#[tokio::test]
async fn a_customer_file_is_read_first_and_then_taken_in() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    let file = "\u{feff}Phone;Name;Gender\n0712 345 678;Ann Wambui;F\n0700 000 001;Customer 1;\n12;Bo;\n;;\n0712345678;ann wambui;f\n0712345678;Cy;X\n";
    let dry = desk.import_customers(file, false).await.unwrap();
    assert_eq!((dry.added, dry.known, dry.applied), (1, 2, false));
    assert_eq!(dry.refused.iter().map(|line| line.line).collect::<Vec<_>>(), [4, 5, 7], "{:?}", dry.refused);
    assert_eq!(
        (dry.sample[0].phone.as_str(), dry.sample[0].phone_local.as_str()),
        ("+254712345678", "0712 345 678")
    );
    assert_eq!(desk.customers("wambui").await.unwrap().customers.len(), 0);
    let done = desk.import_customers(file, true).await.unwrap();
    assert_eq!((done.added, done.applied), (1, true));
    assert_eq!(desk.customers("wambui").await.unwrap().customers[0].gender.as_deref(), Some("F"));
    assert_eq!(desk.import_customers(file, true).await.unwrap().added, 0);
    desk.undo().await.unwrap();
    assert_eq!(desk.customers("wambui").await.unwrap().customers.len(), 0, "one undo takes the file back");
    assert_eq!(desk.import_customers("colour\nred\n", false).await.unwrap().refused[0].line, 1);
}

#[tokio::test]
async fn what_another_program_commits_is_noticed() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    assert_eq!(desk.changed_since(0).await.unwrap(), None);
    world.perform(
        EVE,
        r#"{"command":"mark_absent","staff":"grace","from":"2026-11-24","until":"2026-11-24"}"#,
    );
    let since = desk.changed_since(0).await.unwrap().unwrap();
    assert_eq!((since.revision, since.opened.len()), (1, 3));
    assert!(since.kinds.contains("appointment") && since.kinds.contains("block"));
    assert_eq!(desk.changed_since(1).await.unwrap(), None);
    assert_eq!(json_lines(&world.zamu(&["undo", "--now", EVE]))[0]["outcome"], "done");
    assert_eq!(
        desk.sheet("2026-11-24")
            .await
            .unwrap()
            .unwrap()
            .rows
            .iter()
            .filter(|row| !row.attention.is_empty())
            .count(),
        0
    );
}

#[tokio::test]
async fn messages_are_listed_with_their_link() {
    let world = World::with_day("grace-is-sick");
    world.zamu(&["worker", "--once", "--now", "2026-11-23T15:00:00Z"]);
    let messages = desk(&world).await.messages().await.unwrap().messages;
    assert_eq!(messages.len(), 34);
    let first = messages.iter().find(|message| message.customer == "c16").unwrap();
    assert_eq!((first.state.as_str(), first.phone.as_str()), ("ready", "0700 000 016"));
    assert!(first.link.starts_with("https://wa.me/254700000016?text=Zamu%20Spa%3A%20"), "{}", first.link);
}

#[tokio::test]
async fn the_desk_reads_swahili_when_it_is_told_to() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    let line = json!({ "command": "cancel", "appointment": "nobody" });
    let english = perform(&desk, line.clone()).await;
    desk.keep("language", "sw").await.unwrap();
    assert_ne!(english["why"], perform(&desk, line).await["why"]);
}

#[tokio::test]
async fn every_commit_stamps_what_it_changed() {
    let world = World::with_day("grace-is-sick");
    let desk = desk(&world).await;
    perform(&desk, json!({ "command": "cancel", "appointment": "a1" })).await;
    perform(&desk, json!({ "command": "cancel", "appointment": "a2" })).await;
    let stamped: Vec<(String, i64)> =
        sqlx::query_as("SELECT handle, revision FROM appointment WHERE revision > 0 ORDER BY revision")
            .fetch_all(desk.book.readers())
            .await
            .unwrap();
    assert_eq!(stamped, [("a1".to_string(), 1), ("a2".to_string(), 2)]);
}

#[tokio::test]
async fn the_pages_of_the_window_and_of_the_headless_program_are_one() {
    let world = World::with_day("grace-is-sick");
    let page = desk(&world).await.printable("2026-11-24").await.unwrap().unwrap();
    let printed =
        String::from_utf8(world.zamu(&["sheet", "2026-11-24", "--html", "--now", EVE]).stdout).unwrap();
    assert_eq!(page.trim_end(), printed.trim_end());
}
