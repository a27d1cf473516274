//! The project's chores, each one command that sets up what it needs: `cargo xtask run | test | check | bench | bundle | types`.

mod bench;
mod bundle;
mod check;
mod display;
mod peers;
mod run;
mod sh;
mod test;
mod tools;
mod ui;

const HELP: &str = "cargo xtask …
  run              installs what is missing, builds, opens the desk on its own book (a sample day on first start)
  test [--long]    installs what the tests need, runs every test; --long with the large counts
  check            formatting, lints, the page's types, the licences
  bench [what]     measures: core, slots, pool, smptsp [seconds], desks, window (all without a word)
  bundle           deb and rpm in target/release/bundle
  types            writes ui/src/generated/types.ts from the Rust types";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run", rest @ ..] => run::run(rest),
        ["test"] => test::test(false),
        ["test", "--long"] => test::test(true),
        ["check"] => check::check(),
        ["bench", rest @ ..] => bench::bench(rest),
        ["bundle"] => bundle::bundle(),
        ["types"] => check::write_types(),
        _ => Err(HELP.to_string()),
    };
    if let Err(why) = done {
        eprintln!("\n{why}");
        std::process::exit(1);
    }
}
