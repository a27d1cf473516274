//! Google Calendar from the real window: permission in a browser, tokens in a real keyring, the calendar itself a fake of ours. A busy window
//! appears and its slot is gone; final names go to their person's calendar, move with the row and vanish with it; a permission that was ended
//! needs one click.

use std::path::PathBuf;

use serde_json::{Value, json};
use zamu_fake_google::permission::{Permission, answer, files_with};
use zamu_fake_google::{Fake, Trick};

use crate::world::{Start, World};

const GRACE: &str = "grace@spa.example";
const BRIAN: &str = "brian@spa.example";

/// Answers in the browser what the window opened for the `number`th time.
async fn say_yes(world: &World, number: usize) {
    let opened = world.home.join("opened");
    let urls = || std::fs::read_to_string(&opened).unwrap_or_default();
    world.until("a browser opens", async || urls().lines().count() >= number).await;
    let url = urls().lines().nth(number - 1).unwrap_or_default().to_string();
    let page = tokio::task::spawn_blocking(move || answer(&url, "allow")).await;
    assert!(page.is_ok_and(|page| page.contains("go back to Zamu")));
}

fn perform(world: &World, line: Value) {
    let file = world.home.join("line.json");
    std::fs::write(&file, line.to_string()).unwrap_or_else(|why| panic!("{why}"));
    let said = world.zamu(&["perform", &file.to_string_lossy()]);
    assert!(said.contains("\"done\""), "{line}: {said}");
}

/// Rows of ours that stand in a calendar, in order.
fn rows(fake: &Fake, calendar: &str) -> Vec<String> {
    let mut rows: Vec<String> = fake.with(|world| {
        let there = world.there(calendar).into_iter();
        there
            .filter_map(|body| {
                body["extendedProperties"]["private"]["zamuRow"].as_str().map(ToString::to_string)
            })
            .collect()
    });
    rows.sort();
    rows
}

/// Final or bound rows of a person tomorrow, as the sheet has them.
fn named(world: &World, staff: &str) -> Vec<String> {
    let sheet = world.sheet("2026-11-24");
    let rows = sheet["rows"].as_array().cloned().unwrap_or_default();
    let of = |row: &Value| {
        row["seats"].as_array().is_some_and(|seats| {
            seats.iter().any(|seat| seat["staff"] == staff && seat["assignment"] != "provisional")
        })
    };
    let mut named: Vec<String> = rows
        .iter()
        .filter(|row| row["status"] == "booked" && of(row))
        .filter_map(|row| row["id"].as_str().map(ToString::to_string))
        .collect();
    named.sort();
    named
}

async fn person(world: &World, staff: &str) {
    world.click("[data-go=team]").await;
    world.click(&format!("[data-person={staff}]")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_connected_read_written_ended_and_connected_again() {
    let (fake, permission) = (Fake::start().await, Permission::start());
    fake.with(|world| {
        world.add_calendar(GRACE, "Grace", true);
        world.add_calendar(BRIAN, "Brian", false);
        world.put_at(GRACE, "dentist", "2026-11-24T10:35:00+03:00", "2026-11-24T11:20:00+03:00");
    });
    let world =
        World::start(Start { day: Some("days/ordinary-tuesday.json"), bus: true, ..Start::default() }).await;
    world.bus.as_ref().unwrap_or_else(|| panic!("no bus")).unlock_keyring(&world.home);
    let client = world.home.join("client.json");
    std::fs::write(&client, permission.client(&fake.address)).unwrap_or_else(|why| panic!("{why}"));
    world.find("[data-ready]").await;

    // Settings: the client id, once for the spa.
    world.click("[data-go=settings]").await;
    world.find("[data-client=false]").await;
    let file = world.find("[name=google_client]").await;
    file.send_keys(client.to_string_lossy()).await.unwrap_or_else(|why| panic!("{why}"));
    world.find("[data-client=true]").await;
    world.shot("google-settings").await;
    world.axe("settings with Google").await;

    // A person's page: permission in the browser.
    person(&world, "grace").await;
    world.find("[data-outside=none]").await;
    world.click("[data-do=connect-and-write]").await;
    say_yes(&world, 1).await;
    world.find("[data-outside=connected]").await;
    world.says("Read just now").await;
    world.shot("google-person").await;
    world.axe("a person with a calendar").await;

    // A busy window is hatched, and its slot is gone.
    world.click("[data-go=sheet]").await;
    world.click("[data-do=tomorrow]").await;
    world.find("[data-column=grace] .bandword.busy_outside").await;
    world.shot("google-busy").await;
    let asked = "slots --service SW60 --from 2026-11-24 --to 2026-11-24 --staff grace --json";
    let slots = world.zamu(&asked.split(' ').collect::<Vec<_>>());
    assert!(!slots.contains("T10:45") && !slots.contains("T11:00"), "{slots}");

    // Brian too; in the fake both share one account, so his calendar is chosen.
    person(&world, "brian").await;
    world.click("[data-do=connect-and-write]").await;
    say_yes(&world, 2).await;
    world.find("[data-outside=connected]").await;
    perform(
        &world,
        json!({ "command": "choose_calendars", "link": "brian-google", "on": [BRIAN], "push": BRIAN }),
    );

    // Final names appear in their calendars.
    perform(&world, json!({ "command": "finalize", "date": "2026-11-24" }));
    let as_named =
        async || rows(&fake, GRACE) == named(&world, "grace") && rows(&fake, BRIAN) == named(&world, "brian");
    world.until("final names are in both calendars", as_named).await;
    assert!(!rows(&fake, GRACE).is_empty() && !rows(&fake, BRIAN).is_empty());
    let titles: Vec<String> =
        fake.with(|world| world.there(GRACE).iter().map(|body| body["summary"].to_string()).collect());
    assert!(!titles.iter().any(|title| title.contains("Customer")), "the service only: {titles:?}");

    // One that is cancelled is gone, and one that is reassigned moves to the other's calendar.
    assert!(rows(&fake, BRIAN).contains(&"a14".into()) && rows(&fake, GRACE).contains(&"a13".into()));
    perform(&world, json!({ "command": "cancel", "appointment": "a14" }));
    world.until("it is gone", as_named).await;
    assert!(!rows(&fake, BRIAN).contains(&"a14".into()));
    perform(&world, json!({ "command": "reassign", "appointment": "a13", "staff": "brian" }));
    world.until("it moved to Brian's calendar", as_named).await;
    assert!(rows(&fake, BRIAN).contains(&"a13".into()) && !rows(&fake, GRACE).contains(&"a13".into()));

    // The permission is ended at Google: attention, a notification, the queue stays; one click brings it back.
    permission.person("end");
    fake.with(|world| world.revoked = true);
    let waits = named(&world, "grace").remove(0);
    perform(&world, json!({ "command": "cancel", "appointment": waits }));
    world.click("[data-go=attention]").await;
    world.find("[data-item='grace-google/calendar_disconnected']").await;
    world.shot("google-attention").await;
    let shown = || world.bus.as_ref().map(|bus| bus.shown()).unwrap_or_default();
    world.until("a notification", async || shown().iter().any(|one| one.title.contains("calendar"))).await;
    assert!(rows(&fake, GRACE).contains(&waits));
    fake.with(|world| world.revoked = false);
    world.click("[data-item='grace-google/calendar_disconnected'] [data-do=reconnect]").await;
    say_yes(&world, 3).await;
    world.gone("[data-item='grace-google/calendar_disconnected']").await;
    world.until("what waited is done", async || !rows(&fake, GRACE).contains(&waits)).await;

    // What a provider answers is told in the desk's language.
    world.click("[data-go=settings]").await;
    world.click("label[lang=sw]").await;
    fake.with(|world| (0..8).for_each(|_| world.play("events.list", Trick::refuse(503, "backendError"))));
    person(&world, "grace").await;
    world.click("[data-do=sync-calendars]").await;
    world.says("Google ina matatizo (503, backendError)").await;
    world.shot("google-trouble-sw").await;
    world.axe("a calendar in trouble").await;

    // No token anywhere but in the keyring.
    let tokens = permission.tokens();
    let page = world.script("return document.documentElement.outerHTML", vec![]).await.to_string();
    assert!(tokens.len() > 4 && !tokens.iter().any(|token| page.contains(token)));
    assert_eq!(files_with(&world.home, &tokens), Vec::<PathBuf>::new());
    assert_eq!(fake.with(|world| world.violations.clone()), Vec::<String>::new());
    assert!(world.tries(&["check"]));
}
