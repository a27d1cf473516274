//! Permission to a person's calendar, really asked for: a strict OAuth provider, a browser that follows it, tokens in a real keyring, and the
//! headless program between them. No token is ever found in a file.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::path::PathBuf;
use std::process::Output;

use common::outside::{BOOK, GRACE};
use common::permission::session;
use common::{EVE, json_lines, records, stderr};
use serde_json::{Value, json};
use zamu_desk::Desk;
use zamu_fake_google::Fake;
use zamu_fake_google::permission::{Permission, browser, files_with};

struct Town {
    fake: Fake,
    permission: Permission,
    home: tempfile::TempDir,
}

impl Town {
    async fn open() -> Town {
        let (fake, permission, home) =
            (Fake::start().await, Permission::start(), tempfile::tempdir().unwrap());
        fake.with(|world| {
            world.add_calendar(GRACE, "Grace", true);
            world.put_at(GRACE, "dentist", "2026-11-24T14:05:00+03:00", "2026-11-24T14:50:00+03:00");
        });
        Desk::create(&home.path().join("book.zamu"), &records(BOOK)).await.unwrap();
        std::fs::write(home.path().join("client.json"), permission.client(&fake.address)).unwrap();
        browser(home.path(), "allow");
        Town { fake, permission, home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs with an unlocked keyring; `$zamu` has the evening's clock.
    fn run(&self, script: &str) -> Output {
        session(self.home.path(), true, &script.replace("$zamu", &format!("$zamu --now {EVE}")))
    }

    fn done(&self, script: &str) -> Vec<Value> {
        let output = self.run(script);
        assert!(output.status.success(), "{script}: {output:?}");
        json_lines(&output)
    }

    fn connect(&self) {
        self.done("$zamu calendar client $HOME/client.json; $zamu calendar connect grace --push");
    }

    fn status(&self) -> Value {
        self.done("$zamu calendar status --json").remove(0)["links"][0].clone()
    }

    /// Tokens are found nowhere but in the keyring's own file, which is encrypted.
    fn assert_no_token_in_any_file(&self) {
        let tokens = self.permission.tokens();
        assert!(!tokens.is_empty());
        assert_eq!(files_with(self.home.path(), &tokens), Vec::<PathBuf>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connected_read_written_ended_and_connected_again() {
    let town = Town::open().await;
    town.connect();
    let page = std::fs::read_to_string(town.path("page")).unwrap();
    assert!(page.contains("go back to Zamu"), "{page}");
    let status = town.status();
    assert_eq!(
        (&status["account"], &status["here"], &status["push"]),
        (&json!(GRACE), &json!(true), &json!(GRACE))
    );
    assert_eq!(status["synced_at"], json!(EVE));
    assert_eq!(town.fake.with(|world| world.there(GRACE).len()), 2, "the bound row is in her calendar");
    let slots = town
        .done("$zamu slots --service SW60 --from 2026-11-24 --to 2026-11-24 --staff grace --json")
        .remove(0);
    assert!(!slots.to_string().contains("T14:00"), "the dentist: {slots}");
    town.assert_no_token_in_any_file();
    // The person ends it at Google. What is waiting stays.
    town.permission.person("end");
    town.fake.with(|world| world.revoked = true);
    let book = town.path("line");
    std::fs::write(
        &book,
        json!({ "command": "move", "appointment": "a1", "start": "2026-11-24T10:15" }).to_string(),
    )
    .unwrap();
    let worker = town.run("$zamu perform $HOME/line; $zamu worker --once");
    assert_eq!(worker.status.code(), Some(1), "{worker:?}");
    let status = town.status();
    assert_eq!((&status["trouble"], &status["waiting"]), (&json!("ended"), &json!(1)), "{status}");
    let items = town.done("$zamu attention --json").remove(0);
    assert_eq!(items["items"][0]["id"], "grace-google/calendar_disconnected", "{items}");
    let asked = town.permission.person("")["refused"].clone();
    town.done("$zamu worker --once; $zamu worker --once");
    assert_eq!(town.permission.person("")["refused"], asked, "it is the end: nobody asks again");
    // One click.
    town.fake.with(|world| world.revoked = false);
    town.done("$zamu calendar connect grace --push");
    let status = town.status();
    assert_eq!((&status["trouble"], &status["waiting"]), (&Value::Null, &json!(0)), "{status}");
    assert_eq!(town.fake.with(|world| world.there(GRACE).len()), 2, "moved, not doubled");
    assert!(town.fake.with(|world| world.violations.is_empty()));
    town.assert_no_token_in_any_file();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refresh_at_a_time_and_a_replaced_token_is_never_used_again() {
    let town = Town::open().await;
    town.permission.person("?seconds=1");
    town.connect();
    let before = town.permission.person("")["refresh_token"].as_u64().unwrap();
    town.done(
        "for n in 1 2 3; do $zamu calendar sync & $zamu calendar sync & $zamu worker --once & wait; done",
    );
    let asked = town.permission.person("");
    assert!(asked["refresh_token"].as_u64().unwrap() > before, "{asked}");
    assert_eq!(
        (&asked["refused"], &asked["revoked"]),
        (&json!(0), &json!(0)),
        "a token used twice ends everything"
    );
    assert_eq!(town.status()["trouble"], Value::Null);
    town.assert_no_token_in_any_file();
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_gives_the_permission_back_and_leaves_nothing() {
    let town = Town::open().await;
    town.connect();
    let left = town.done("$zamu calendar disconnect grace").remove(0);
    assert_eq!(left, json!({ "events": 0, "permission": false }));
    assert_eq!(town.fake.with(|world| world.there(GRACE).len()), 1, "only the dentist");
    assert_eq!(town.permission.person("")["revoked"], json!(1));
    let export: Value = serde_json::from_slice(&town.run("$zamu export").stdout).unwrap();
    assert_eq!(export["busy"], Value::Null, "cached windows went along");
    let reading = town.done("$zamu calendar status --json").remove(0);
    assert_eq!(reading["links"], json!([]));
    let search = "gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets --method org.freedesktop.Secret.Service.SearchItems \"{'service': 'zamu'}\"";
    let kept = town.run(search);
    assert_eq!(
        String::from_utf8_lossy(&kept.stdout).trim(),
        "(@ao [], @ao [])",
        "the keyring holds nothing of ours: {kept:?}"
    );
    town.assert_no_token_in_any_file();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_allowed_is_said() {
    let town = Town::open().await;
    town.done("$zamu calendar client $HOME/client.json");
    browser(town.home.path(), "deny");
    let no = town.run("$zamu calendar connect grace");
    assert!(!no.status.success() && stderr(&no).contains("did not give the permission"), "{no:?}");
    browser(town.home.path(), "allow");
    town.permission.person("?withhold=https://www.googleapis.com/auth/calendar.events.readonly");
    let less = town.run("$zamu calendar connect grace");
    assert!(!less.status.success() && stderr(&less).contains("view events"), "{less:?}");
    assert_eq!(town.done("$zamu calendar status --json").remove(0)["links"], json!([]), "nothing was kept");
    town.permission.person("?withhold=https://www.googleapis.com/auth/calendar.events");
    let connected = town.done("$zamu calendar connect grace --push").remove(0);
    assert_eq!(connected["writing_missing"], json!(true));
    assert_eq!(town.status()["push"], Value::Null);
    town.assert_no_token_in_any_file();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_or_with_a_locked_one_nobody_is_asked() {
    let town = Town::open().await;
    let script = format!(
        "$zamu --now {EVE} calendar client $HOME/client.json; $zamu --now {EVE} calendar connect grace"
    );
    let locked = session(town.home.path(), false, &script);
    assert!(!locked.status.success() && stderr(&locked).contains("keyring is locked"), "{locked:?}");
    let none = session(
        town.home.path(),
        false,
        &format!("export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere\n{script}"),
    );
    assert!(!none.status.success() && stderr(&none).contains("no keyring"), "{none:?}");
    assert!(!town.path("opened").exists(), "no browser was opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_said_and_nothing_is_lost() {
    let town = Town::open().await;
    std::fs::write(town.path("other.json"), r#"{"web":{"client_id":"x"}}"#).unwrap();
    for (script, says) in [
        ("$zamu calendar connect grace", "client id"),
        ("$zamu calendar client $HOME/other.json", "Desktop app"),
        ("$zamu calendar list grace", "no calendar connected"),
    ] {
        let output = town.run(script);
        assert!(output.status.code() == Some(2) && stderr(&output).contains(says), "{script}: {output:?}");
    }
    town.done("$zamu calendar client $HOME/client.json");
    let nobody = town.run("$zamu calendar connect nobody");
    assert!(stderr(&nobody).contains("nobody"), "{nobody:?}");
    assert!(!town.path("opened").exists());
}

/// Runs a reading and says how long it took and what it held at most, in megabytes, as the shell saw it while it ran.
const WATCHED: &str = r#"began=$(date +%s%N); $zamu calendar sync > $HOME/out & pid=$!
while kill -0 $pid 2> /dev/null; do grep -s VmHWM /proc/$pid/status > $HOME/now && mv $HOME/now $HOME/most; sleep 0.02; done
wait $pid; echo "{\"ms\": $(( ($(date +%s%N) - began) / 1000000 )), \"mb\": $(( $(tr -cd 0-9 < $HOME/most) / 1024 ))}""#;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_events_are_read_within_ten_seconds_and_a_hundred_megabytes() {
    let town = Town::open().await;
    town.connect();
    // All is read anew: the same as the first time.
    town.fake.with(|world| {
        for number in 0..20_000 {
            let (day, minute) = (24 + number % 6, number / 6 % 1439);
            let at = |minute: usize| format!("2026-11-{day}T{:02}:{:02}:00+03:00", minute / 60, minute % 60);
            world.put_at(GRACE, &format!("e{number}"), &at(minute), &at(minute + 1));
        }
        world.forgotten_before = world.changes;
    });
    let before = town.fake.with(|world| world.done("events.list"));
    let measured = town.done(WATCHED).remove(0);
    let (ms, mb) = (measured["ms"].as_u64().unwrap(), measured["mb"].as_u64().unwrap());
    println!("20,000 events: {ms} ms, {mb} MB");
    assert!(ms <= 10_000 && mb < 100, "{measured}");
    assert!(
        (8..=10).contains(&(town.fake.with(|world| world.done("events.list")) - before)),
        "pages of 2,500"
    );
    let began = town.fake.with(|world| world.asked.len());
    town.done("$zamu worker --once");
    assert_eq!(
        town.fake.with(|world| world.asked.len()) - began,
        1,
        "an incremental reading without news is one request"
    );
}
