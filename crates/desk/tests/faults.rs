//! Bad luck: two programs at once, a kill at any moment, a full disk, a damaged file, a book from the future.
//! Real processes on real files; nothing here is simulated.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::dice::times;
use common::{EVE, World, json_lines, stderr, zamu_on};
use serde_json::{Value, json};

#[test]
fn b9_two_programs_book_the_same_places_and_exactly_one_wins_each() {
    let world = World::with_day("grace-is-sick");
    let starts = ["12:00", "13:15", "14:30", "17:15", "18:30"];
    let lines = |who: &str| -> String {
        let booking = |start| json!({ "command": "book", "service": "SW60", "start": format!("2026-11-25T{start}"), "name": format!("{who} {start}"), "phone": "", "staff": "esther" });
        starts.iter().map(|start| format!("{}\n", booking(start))).collect()
    };
    let start = |who: &str| {
        let mut child = world
            .command(&["perform", "--now", EVE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines(who).as_bytes()).unwrap();
        child
    };
    let both = [start("Ann"), start("Bo")];
    let answers = both.map(|child| json_lines(&child.wait_with_output().unwrap()));
    for (at, start) in starts.iter().enumerate() {
        let won = answers.iter().filter(|answers| answers[at]["outcome"] == "done").count();
        assert_eq!(won, 1, "{start}: {:?} {:?}", answers[0][at], answers[1][at]);
    }
    assert_eq!(world.read(&["check", "--json"])["counts"]["appointment"], 34 + starts.len());
}

#[test]
fn two_programs_at_once_lose_nothing() {
    let world = World::with_day("grace-is-sick");
    let lines = |who: &str| -> String {
        (0..40).map(|at| format!("{}\n", newcomer(&format!("{who} {at}")))).collect()
    };
    let start = |who: &str| {
        let mut child = world
            .command(&["perform", "--now", EVE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines(who).as_bytes()).unwrap();
        child
    };
    for child in ["Ann", "Bo", "Cy"].map(start) {
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), json_lines(&output).len()), (Some(0), 40));
    }
    let check = world.read(&["check", "--json"]);
    assert_eq!((&check["counts"]["customer"], &check["revision"]), (&json!(34 + 120), &json!(120)));
}

/// A command that always succeeds and whose deed is easily found again.
fn newcomer(name: &str) -> Value {
    json!({ "command": "edit", "kind": "customer", "id": "", "fields": { "name": name, "phone": "" } })
}

/// Kills the program at arbitrary moments: 50 times, or 500 with ZAMU_LONG=1.
#[test]
fn a_kill_at_any_moment_loses_no_answered_command() {
    let world = World::with_day("grace-is-sick");
    let rounds = times(50, 500);
    let (mut answered, mut luck) = (Vec::new(), 0x2545_f491_u32);
    let mut cut_short = 0;
    for round in 0..rounds {
        // xorshift: the moments differ, and are the same in every run
        luck ^= luck << 13;
        luck ^= luck >> 17;
        luck ^= luck << 5;
        let names = answered_before_the_kill(&world, round, Duration::from_micros(u64::from(luck % 120_000)));
        cut_short += usize::from(names.len() < 200);
        answered.extend(names);
        if round % 10 == 0 {
            assert_eq!(world.zamu(&["check"]).status.code(), Some(0), "round {round}");
        }
    }
    let book: Value = serde_json::from_str(&world.export()).unwrap();
    let known: std::collections::BTreeSet<&str> = book["customers"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|customer| customer["name"].as_str())
        .collect();
    let lost: Vec<&String> = answered.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), answered.len());
    assert!(
        answered.len() > rounds && cut_short > rounds / 2,
        "{} answers, {cut_short} kills in the middle of {rounds}",
        answered.len()
    );
    assert_eq!(world.zamu(&["check"]).status.code(), Some(0));
}

/// The names whose outcome was printed before SIGKILL.
fn answered_before_the_kill(world: &World, round: usize, after: Duration) -> Vec<String> {
    let file = world.path("lines.jsonl");
    let names: Vec<String> = (0..200).map(|at| format!("Kill {round} {at}")).collect();
    let lines: String = names.iter().map(|name| format!("{}\n", newcomer(name))).collect();
    std::fs::write(&file, lines).unwrap();
    let mut child = world
        .command(&["perform", file.to_str().unwrap(), "--now", EVE])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let mut text = String::new();
    out.read_to_string(&mut text).unwrap();
    let whole_lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let outcomes: Vec<Value> = whole_lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(outcomes.iter().all(|outcome| outcome["outcome"] == "done"));
    names.into_iter().take(outcomes.len()).collect()
}

#[test]
fn a_line_is_saved_before_it_is_answered() {
    let world = World::with_day("grace-is-sick");
    let mut child = world
        .command(&["perform", "--now", EVE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut to, mut from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for at in 0..5 {
        writeln!(to, "{}", newcomer(&format!("Answered {at}"))).unwrap();
        let mut answer = String::new();
        from.read_line(&mut answer).unwrap();
        assert!(
            world.export().contains(&format!("Answered {at}")),
            "seen by another process while the first still runs"
        );
    }
    drop(to);
    assert!(child.wait().unwrap().success());
}

/// A small file system of its own, taken away at the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this user may not mount.
    fn new(world: &World) -> Option<SmallDisk> {
        let place = world.path("disk");
        std::fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(&place)
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(SmallDisk(place))
    }

    /// Leaves not one byte.
    fn fill(&self) -> PathBuf {
        let stuff = self.0.join("stuff");
        let mut file = std::fs::File::create(&stuff).unwrap();
        for size in [65_536, 4096, 1] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
        stuff
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_refuses_clearly_reads_go_on_and_work_resumes() {
    let world = World::with_day("grace-is-sick");
    let Some(disk) = SmallDisk::new(&world) else {
        // The same through a limit on the size of files follows in the next test, which needs no right to mount.
        assert!(
            std::env::var_os("ZAMU_MAY_NOT_MOUNT").is_some(),
            "this test mounts a small tmpfs and may not; set ZAMU_MAY_NOT_MOUNT=1 to go without it"
        );
        return;
    };
    let book = disk.0.join("book.zamu");
    std::fs::copy(world.book(), &book).unwrap();
    let run = |arguments: &[&str]| zamu_on(&book, arguments).output().unwrap();
    let line = world.path("line.jsonl");
    std::fs::write(&line, newcomer("Ann").to_string()).unwrap();
    let perform = ["perform", line.to_str().unwrap(), "--now", EVE];
    assert_eq!(run(&perform).status.code(), Some(0), "there is space at first");
    let stuff = disk.fill();
    for _ in 0..2 {
        let refused = run(&perform);
        let answer = json_lines(&refused).remove(0);
        assert_eq!(
            (refused.status.code(), &answer["code"]),
            (Some(1), &json!("read_only")),
            "{answer} {}",
            stderr(&refused)
        );
        assert!(answer["why"].as_str().unwrap().contains("disk is full"), "{answer}");
        let sheet = run(&["sheet", "2026-11-24", "--json", "--now", EVE]);
        assert_eq!(sheet.status.code(), Some(0), "reads go on: {}", stderr(&sheet));
    }
    std::fs::remove_file(stuff).unwrap();
    let resumed = run(&perform);
    assert_eq!(
        (resumed.status.code(), &json_lines(&resumed)[0]["outcome"]),
        (Some(0), &json!("done")),
        "{}",
        stderr(&resumed)
    );
    assert_eq!(run(&["check"]).status.code(), Some(0));
}

#[tokio::test]
async fn an_open_desk_outlives_a_full_disk() {
    let world = World::with_day("grace-is-sick");
    let Some(disk) = SmallDisk::new(&world) else {
        assert!(
            std::env::var_os("ZAMU_MAY_NOT_MOUNT").is_some(),
            "this test mounts a small tmpfs and may not; set ZAMU_MAY_NOT_MOUNT=1 to go without it"
        );
        return;
    };
    let book = disk.0.join("book.zamu");
    std::fs::copy(world.book(), &book).unwrap();
    let desk = zamu_desk::Desk::open(&book, zamu_desk::Clock::Fixed(EVE.parse().unwrap())).await.unwrap();
    let done = |outcome: zamu_core::outcome::Outcome| serde_json::to_value(outcome).unwrap();
    assert_eq!(done(desk.perform(newcomer("Ann")).await.unwrap())["outcome"], "done");
    let stuff = disk.fill();
    // The log has room left in the file it grew already; a few commands use it up.
    let mut refused = Value::Null;
    for at in 0..200 {
        refused = done(desk.perform(newcomer(&format!("Bo {at}"))).await.unwrap());
        if refused["outcome"] == "refused" {
            break;
        }
    }
    assert_eq!(refused["code"], "read_only", "{refused}");
    assert_eq!(desk.sheet("2026-11-24").await.unwrap().unwrap().rows.len(), 34);
    std::fs::remove_file(stuff).unwrap();
    assert_eq!(done(desk.perform(newcomer("Cy")).await.unwrap())["outcome"], "done");
    desk.book.close().await;
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_refuses_clearly() {
    let world = World::with_day("grace-is-sick");
    let lines: String = (0..400).map(|at| format!("{}\n", newcomer(&format!("Ann {at}")))).collect();
    let file = world.path("lines.jsonl");
    std::fs::write(&file, lines).unwrap();
    let script = format!(
        "trap '' XFSZ; ulimit -f 1024; exec {} --book {} perform {} --now {EVE}",
        env!("CARGO_BIN_EXE_zamu"),
        world.book().display(),
        file.display()
    );
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let answers = json_lines(&output);
    let refused = answers.iter().find(|answer| answer["outcome"] == "refused").unwrap();
    assert_eq!(
        (output.status.code(), &refused["code"]),
        (Some(1), &json!("read_only")),
        "{refused} {}",
        stderr(&output)
    );
    let done = answers.iter().filter(|answer| answer["outcome"] == "done").count();
    assert_eq!(world.read(&["check", "--json"])["counts"]["customer"], 34 + done);
}

fn set_version(book: &Path, version: u32) {
    // The number that says a book's format lies at byte 60, big endian (SQLite file format, section 1.3).
    let mut file = std::fs::OpenOptions::new().write(true).open(book).unwrap();
    file.seek(SeekFrom::Start(60)).unwrap();
    file.write_all(&version.to_be_bytes()).unwrap();
}

#[test]
fn a_book_from_a_newer_zamu_is_refused_and_left_alone() {
    let world = World::with_day("grace-is-sick");
    for leftover in ["book.zamu-wal", "book.zamu-shm"] {
        let _ = std::fs::remove_file(world.path(leftover));
    }
    set_version(&world.book(), 99);
    let before = std::fs::read(world.book()).unwrap();
    for arguments in [&["sheet", "2026-11-24"][..], &["check"], &["worker", "--once"], &["undo"]] {
        let output = world.zamu(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr(&output).contains("newer Zamu") && stderr(&output).contains("update Zamu"),
            "{}",
            stderr(&output)
        );
    }
    assert_eq!(std::fs::read(world.book()).unwrap(), before);
}

#[test]
fn a_damaged_book_is_reported_with_the_way_back() {
    for (spoil, what) in [(100, "in the middle"), (0, "at its head")] {
        let world = World::with_day("grace-is-sick");
        assert!(
            world.zamu(&["worker", "--once", "--now", EVE]).status.success(),
            "makes the backup of the day"
        );
        let mut file = std::fs::OpenOptions::new().write(true).open(world.book()).unwrap();
        let length = file.metadata().unwrap().len();
        file.seek(SeekFrom::Start(length * spoil / 200)).unwrap();
        file.write_all(&[0x5a; 8192]).unwrap();
        let output = world.zamu(&["sheet", "2026-11-24"]);
        let said = stderr(&output);
        let backup = world.path("backups").join("book-2026-11-23.zamu");
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(
            said.contains("damaged")
                && said.contains("zamu restore")
                && said.contains(backup.to_str().unwrap()),
            "{what}: {said}"
        );
        let restored = world.zamu(&["restore", backup.to_str().unwrap(), "--now", EVE]);
        assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
        assert_eq!(world.zamu(&["check"]).status.code(), Some(0));
        assert!(world.path("book.zamu.set-aside-20261123T080000").exists(), "what was there is kept");
    }
}

#[test]
fn something_else_is_not_taken_for_a_book() {
    let world = World::new();
    for (content, said) in
        [(&b"dear diary, this is no database at all"[..], "damaged"), (b"", "not a Zamu book")]
    {
        std::fs::write(world.book(), content).unwrap();
        let output = world.zamu(&["sheet", "2026-11-24"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
        assert_eq!(std::fs::read(world.book()).unwrap(), content);
    }
}

#[test]
fn a_read_never_writes() {
    let world = World::with_day("grace-is-sick");
    world.perform(EVE, &newcomer("Ann").to_string());
    let before = std::fs::read(world.book()).unwrap();
    let line = r#"{"command":"mark_absent","staff":"grace","from":"2026-11-24","until":"2026-11-24"}"#;
    for arguments in [
        &["sheet", "2026-11-24"][..],
        &["slots", "--service", "SW60", "--from", "2026-11-24", "--to", "2026-11-30"],
        &["attention"],
        &["history", "a1"],
        &["check"],
        &["export"],
    ] {
        assert_eq!(world.zamu(arguments).status.code(), Some(0), "{arguments:?}");
    }
    assert_eq!(world.feed(&["preview", "--now", EVE], line).status.code(), Some(0));
    assert_eq!(std::fs::read(world.book()).unwrap(), before);
    let waiting = std::fs::metadata(world.path("book.zamu-wal")).map(|log| log.len()).unwrap_or(0);
    assert_eq!(waiting, 0, "and nothing waits in the log");
}

#[test]
fn the_log_names_nobody() {
    let world = World::with_day("grace-is-sick");
    world.perform(EVE, "{\"command\":\"mark_absent\",\"staff\":\"grace\",\"from\":\"2026-11-24\",\"until\":\"2026-11-24\",\"reason\":\"sick\"}\n");
    world.zamu(&["worker", "--once", "--now", "2026-11-23T15:00:00Z"]);
    let log: String = std::fs::read_dir(world.path("log"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<&Value> = lines.iter().map(|line| &line["fields"]["command"]).collect();
    assert_eq!(told, ["mark_absent", "finalize", "finalize"]);
    let fields = &lines[0]["fields"];
    assert_eq!((&fields["moved"], &fields["unplaced"], fields["ms"].is_u64()), (&json!(6), &json!(2), true));
    for private in ["grace", "Grace", "Customer", "+2547", "sick"] {
        assert!(!log.contains(private), "{private} in the log");
    }
}
