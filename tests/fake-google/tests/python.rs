//! Google's own Python client is driven against the fake (`tests/google-client/check.py`). `cargo xtask test` installs it under target/.

use std::path::{Path, PathBuf};
use std::process::Command;

use zamu_fake_google::Fake;

fn python() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| tree("target"), PathBuf::from);
    target.join("google-client/bin/python")
}

fn tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn googles_own_client_understands_the_fake() {
    assert!(
        python().is_file(),
        "{} is not there: `cargo xtask test` installs Google's client",
        python().display()
    );
    let fake = Fake::start().await;
    fake.with(|world| world.add_calendar("main@spa.example", "Main", true));
    let mut command = Command::new(python());
    command
        .arg(tree("tests/google-client/check.py"))
        .arg(&fake.address)
        .arg(tree("tests/data/google/calendar.v3.json"));
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let violations = fake.with(|world| world.violations.clone());
    assert_eq!(violations, Vec::<String>::new(), "what Google's client asks fits Google's document");
}
